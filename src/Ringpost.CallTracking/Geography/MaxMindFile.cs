using System.Net;
using MaxMind.Db;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ringpost.CallTracking.Tags;

namespace Ringpost.CallTracking.Geography;

/// <summary>
/// Looks an address up in the MaxMind file that the operator has put there (ringba.md 4.3, tags <c>Geo</c>). A newer file in its place is
/// taken within a minute. Without a file, or with one that can't be read, nothing is found.
/// </summary>
public sealed partial class MaxMindFile(IOptions<GeographyOptions> options, TimeProvider time, ILogger<MaxMindFile> log) : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(1);

    private readonly Lock _opening = new();
    private Reader? _reader;
    private DateTime _written;
    private long? _looked;

    internal IReadOnlyList<StoredTag> Find(IPAddress address)
    {
        if (Current() is not { } reader || reader.Find<Dictionary<string, object>>(address) is not { } place)
            return [];
        var tags = new List<StoredTag>();
        var division = At(place, "subdivisions") is List<object> { Count: > 0 } all ? all[0] : null;
        Add(tags, "City", English(At(place, "city")));
        Add(tags, "SubDivision", English(division));
        Add(tags, "SubDivisionCode", At(division, "iso_code"));
        Add(tags, "ZipCode", At(At(place, "postal"), "code"));
        Add(tags, "Country", English(At(place, "country")));
        Add(tags, "CountryCode", At(At(place, "country"), "iso_code"));
        return tags;
    }

    public void Dispose() => _reader?.Dispose();

    private Reader? Current()
    {
        if (options.Value.MaxMindFile.Length == 0)
            return null;
        lock (_opening)
        {
            if (_looked is { } looked && time.GetElapsedTime(looked) < BetweenLooks)
                return _reader;
            _looked = time.GetTimestamp();
            try
            {
                var written = File.GetLastWriteTimeUtc(options.Value.MaxMindFile);
                if (_reader is null || written != _written)
                {
                    // Read into memory: the file can be replaced, and a lookup that still runs keeps the old reader alive.
                    _reader = new Reader(options.Value.MaxMindFile, FileAccessMode.Memory);
                    _written = written;
                }
            }
            catch (Exception e) when (e is IOException or InvalidDatabaseException or UnauthorizedAccessException)
            {
                LogUnreadable(log, options.Value.MaxMindFile, e.Message);
            }

            return _reader;
        }
    }

    private static object? At(object? node, string name) => (node as Dictionary<string, object>)?.GetValueOrDefault(name);

    private static object? English(object? node) => At(At(node, "names"), "en");

    private static void Add(List<StoredTag> tags, string name, object? value)
    {
        if (value is string { Length: > 0 and <= TagCheck.LongestValue } text)
            tags.Add(new StoredTag("Geo", name, text, TagSource.Geography));
    }

    [LoggerMessage(EventId = 2311, Level = LogLevel.Warning, Message = "The MaxMind file {File} can't be read: {Cause}")]
    private static partial void LogUnreadable(ILogger log, string file, string cause);
}
