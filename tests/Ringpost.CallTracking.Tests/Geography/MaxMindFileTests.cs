using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Ringpost.CallTracking.Geography;
using Xunit;

namespace Ringpost.CallTracking.Tests.Geography;

public sealed class MaxMindFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_place_is_found_by_the_visitors_address()
    {
        File.WriteAllBytes(_path, CityFile.Of(("203.0.113.0/24", Place("Bakersfield", "California", "CA", "93301"))));
        using var file = Open(_path);
        Assert.Equal(
            [
                "City=Bakersfield",
                "SubDivision=California",
                "SubDivisionCode=CA",
                "ZipCode=93301",
                "Country=United States",
                "CountryCode=US",
            ],
            file.Find(IPAddress.Parse("203.0.113.7")).Select(t => $"{t.Name}={t.Value}")
        );
        Assert.Empty(file.Find(IPAddress.Parse("198.51.100.1")));
    }

    [Fact]
    public void A_newer_file_is_taken_within_a_minute_and_a_broken_one_is_not()
    {
        File.WriteAllBytes(_path, CityFile.Of(("203.0.113.0/24", Place("Old", "California", "CA", "1"))));
        using var file = Open(_path);
        Assert.Equal("Old", City(file));
        File.WriteAllBytes(_path, CityFile.Of(("203.0.113.0/24", Place("New", "California", "CA", "1"))));
        File.SetLastWriteTimeUtc(_path, File.GetLastWriteTimeUtc(_path).AddMinutes(1));
        Assert.Equal("Old", City(file));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("New", City(file));

        File.WriteAllText(_path, "half a file");
        File.SetLastWriteTimeUtc(_path, File.GetLastWriteTimeUtc(_path).AddMinutes(2));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("New", City(file));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/no/such/file.mmdb")]
    public void Without_a_file_nothing_is_found(string path)
    {
        using var file = Open(path);
        Assert.Empty(file.Find(IPAddress.Parse("203.0.113.7")));
    }

    public void Dispose() => File.Delete(_path);

    private MaxMindFile Open(string path) =>
        new(Options.Create(new GeographyOptions { MaxMindFile = path }), _time, NullLogger<MaxMindFile>.Instance);

    private static string? City(MaxMindFile file) => file.Find(IPAddress.Parse("203.0.113.7")).FirstOrDefault(t => t.Name == "City")?.Value;

    private static Dictionary<string, object> Place(string city, string state, string code, string zip) =>
        new()
        {
            ["city"] = Named(city),
            ["subdivisions"] = new List<object>
            {
                new Dictionary<string, object>
                {
                    ["iso_code"] = code,
                    ["names"] = new Dictionary<string, object> { ["en"] = state },
                },
            },
            ["postal"] = new Dictionary<string, object> { ["code"] = zip },
            ["country"] = new Dictionary<string, object>
            {
                ["iso_code"] = "US",
                ["names"] = new Dictionary<string, object> { ["en"] = "United States" },
            },
        };

    private static Dictionary<string, object> Named(string name) => new() { ["names"] = new Dictionary<string, object> { ["en"] = name } };
}
