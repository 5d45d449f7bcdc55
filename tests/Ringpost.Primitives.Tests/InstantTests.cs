using System.Text.Json;
using FsCheck.Xunit;
using Xunit;

namespace Ringpost.Primitives.Tests;

public sealed class InstantTests
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    [Theory]
    [InlineData("2026-01-31T09:30:00Z", "2026-01-31T09:30:00.000Z")]
    [InlineData("2026-01-31T09:30:00.1239Z", "2026-01-31T09:30:00.123Z")]
    [InlineData("2026-01-31T09:30:00+02:00", "2026-01-31T07:30:00.000Z")]
    [InlineData("2026-01-31T09:30:00", "2026-01-31T09:30:00.000Z")]
    [InlineData("2026-01-31", "2026-01-31T00:00:00.000Z")]
    public void ISO_8601_is_read_and_a_text_without_offset_is_UTC(string text, string written)
    {
        Assert.True(Instant.TryParse(text, null, out var instant));
        Assert.Equal(written, instant.ToString());
    }

    [Theory]
    // Before, in and after the hour that is skipped on 8 March 2026, and the hour that comes twice on 1 November.
    [InlineData("2026-03-08T01:59:00", "2026-03-08T06:59:00.000Z")]
    [InlineData("2026-03-08T02:30:00", "2026-03-08T07:30:00.000Z")]
    [InlineData("2026-03-08T03:00:00", "2026-03-08T07:00:00.000Z")]
    [InlineData("2026-11-01T03:00:00", "2026-11-01T08:00:00.000Z")]
    [InlineData("2026-07-01T12:00:00", "2026-07-01T16:00:00.000Z")]
    public void A_text_without_offset_is_taken_in_the_given_zone(string text, string written)
    {
        Assert.True(Instant.TryParse(text, NewYork, out var instant));
        Assert.Equal(written, instant.ToString());
    }

    [Fact]
    public void An_hour_that_comes_twice_is_one_of_its_two_moments()
    {
        Assert.True(Instant.TryParse("2026-11-01T01:30:00", NewYork, out var instant));
        Assert.Contains(instant.ToString(), new[] { "2026-11-01T05:30:00.000Z", "2026-11-01T06:30:00.000Z" });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-02-30")]
    public void What_is_no_time_is_refused(string? text) => Assert.False(Instant.TryParse(text, null, out _));

    [Theory]
    [InlineData("0001-01-01T00:00:00")]
    [InlineData("9999-12-31T23:59:59")]
    public void The_ends_of_the_calendar_do_not_throw(string text)
    {
        TimeZoneInfo?[] zones = [NewYork, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"), null];
        Assert.Contains(zones, zone => Instant.TryParse(text, zone, out _));
    }

    [Property]
    public bool What_is_written_is_read_back(int seconds, ushort milliseconds)
    {
        var instant = new Instant(((long)seconds * 1000) + milliseconds);
        return Instant.TryParse(instant.ToString(), NewYork, out var read)
            && read == instant
            && JsonSerializer.Deserialize<Instant>(JsonSerializer.Serialize(instant)) == instant;
    }

    [Property]
    public bool Reading_never_throws(string? text) => Instant.TryParse(text, NewYork, out var read) || read == default;

    [Fact]
    public void A_wrong_time_in_JSON_is_a_JSON_error() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Instant>("\"soon\""));

    [Fact]
    public void Moments_are_compared_and_moved()
    {
        var noon = new Instant(1000);
        Assert.True(noon < noon + TimeSpan.FromMilliseconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1), noon + TimeSpan.FromSeconds(1) - noon);
        Assert.Equal(new Instant(500), noon - TimeSpan.FromMilliseconds(500));
    }
}
