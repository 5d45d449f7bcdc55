using FsCheck.Xunit;
using Xunit;

namespace Ringpost.Primitives.Tests;

public sealed class TimeZonesTests
{
    [Theory]
    [InlineData("America/New_York", 2026, 3, 8, "2026-03-08T05:00:00.000Z")]
    [InlineData("America/New_York", 2026, 3, 9, "2026-03-09T04:00:00.000Z")]
    [InlineData("America/New_York", 2026, 11, 1, "2026-11-01T04:00:00.000Z")]
    [InlineData("America/New_York", 2026, 11, 2, "2026-11-02T05:00:00.000Z")]
    // Midnight itself is skipped: the day begins at one o'clock.
    [InlineData("America/Santiago", 2026, 9, 6, "2026-09-06T04:00:00.000Z")]
    [InlineData("Africa/Cairo", 2026, 4, 24, "2026-04-23T22:00:00.000Z")]
    // Midnight comes twice: the first one counts.
    [InlineData("America/Havana", 2026, 11, 1, "2026-11-01T04:00:00.000Z")]
    [InlineData("Asia/Kathmandu", 2026, 1, 1, "2025-12-31T18:15:00.000Z")]
    [InlineData("UTC", 2026, 1, 1, "2026-01-01T00:00:00.000Z")]
    public void A_day_begins_at_the_first_moment_of_its_date(string zone, int year, int month, int day, string begins)
    {
        Assert.True(TimeZones.TryFind(zone, out var found));
        Assert.Equal(begins, TimeZones.StartOfDay(new DateOnly(year, month, day), found).ToString());
    }

    [Property]
    public bool A_day_begins_on_its_date_and_the_millisecond_before_is_another_date(ushort days)
    {
        var date = new DateOnly(2000, 1, 1).AddDays(days % 15_000);
        string[] zones =
        [
            "America/New_York",
            "America/Santiago",
            "Africa/Cairo",
            "America/Havana",
            "Asia/Tehran",
            "Australia/Lord_Howe",
            "Europe/Berlin",
        ];
        return zones.All(id =>
        {
            TimeZones.TryFind(id, out var zone);
            var begins = TimeZones.StartOfDay(date, zone);
            return Date(begins, zone) == date && Date(begins - TimeSpan.FromMilliseconds(1), zone) < date;
        });
    }

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("Eastern Standard Time")]
    [InlineData("UTC")]
    public void A_zone_is_found_by_its_IANA_and_its_Windows_name(string id)
    {
        Assert.True(TimeZones.TryFind(id, out var zone));
        Assert.NotEqual("", zone.Id);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Mars/Olympus")]
    [InlineData("../../etc/passwd")]
    public void An_unknown_zone_is_refused(string? id)
    {
        Assert.False(TimeZones.TryFind(id, out var zone));
        Assert.Equal(TimeZoneInfo.Utc, zone);
    }

    private static DateOnly Date(Instant instant, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZones.InZone(instant, zone).DateTime);
}
