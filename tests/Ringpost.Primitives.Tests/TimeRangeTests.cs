using FsCheck.Xunit;
using Xunit;

namespace Ringpost.Primitives.Tests;

public sealed class TimeRangeTests
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    [Fact]
    public void A_date_as_to_is_included_whole_also_on_the_day_that_the_clock_changes()
    {
        var validation = new Validation();
        var range = TimeRange.Read(validation, "2026-03-08", "2026-03-08", NewYork, TimeRange.All);
        Assert.False(validation.HasErrors);
        Assert.Equal(TimeSpan.FromHours(23), range.To - range.From);
        Assert.Equal(TimeSpan.FromHours(25), TimeRange.OfDay(new DateOnly(2026, 11, 1), NewYork) is var day ? day.To - day.From : default);
    }

    [Fact]
    public void A_time_with_an_offset_is_taken_as_it_is_and_absent_edges_from_the_default()
    {
        var range = TimeRange.Read(new Validation(), "2026-01-31T09:30:00Z", null, NewYork, TimeRange.All);
        Assert.Equal("2026-01-31T09:30:00.000Z", range.From.ToString());
        Assert.Equal(TimeRange.All.To, range.To);
    }

    [Fact]
    public void Unreadable_edges_and_a_range_that_runs_backwards_are_errors_at_their_fields()
    {
        var validation = new Validation();
        TimeRange.Read(validation, "yesterday", "31.01.2026", NewYork, TimeRange.All);
        Assert.Equal(["from", "to"], validation.ToRefusal().Errors.Keys.Order());
        var backwards = new Validation();
        TimeRange.Read(backwards, "2026-02-02", "2026-01-31", NewYork, TimeRange.All);
        Assert.Equal(["to"], backwards.ToRefusal().Errors.Keys);
    }

    [Property(MaxTest = 3000)]
    public bool Every_moment_lies_in_one_hour_of_its_zone_and_hours_follow_each_other_without_a_gap(uint minutes, byte zone)
    {
        var clock = TimeZoneInfo.FindSystemTimeZoneById(Zones[zone % Zones.Length]);
        var at = new Instant(922_000_000_000L + (minutes % 20_000_000L * 60_000));
        var hour = TimeRange.HourOf(at, clock);
        return hour.From <= at
            && at < hour.To
            && hour.To - hour.From <= TimeSpan.FromHours(1)
            && TimeRange.HourOf(hour.To, clock).From == hour.To
            && TimeRange.HourOf(new Instant(hour.To.UnixMilliseconds - 1), clock) == hour
            && TimeRange.HourOf(hour.From, clock) == hour;
    }

    [Theory]
    [InlineData("America/New_York", "2026-03-08T12:00:00Z", 23)]
    [InlineData("America/New_York", "2026-11-01T12:00:00Z", 25)]
    [InlineData("Asia/Kolkata", "2026-11-01T12:00:00Z", 24)]
    [InlineData("Australia/Lord_Howe", "2026-04-04T16:00:00Z", 25)]
    public void A_day_has_the_hours_that_its_clock_shows(string zone, string moment, int hours)
    {
        var clock = TimeZoneInfo.FindSystemTimeZoneById(zone);
        Assert.True(Instant.TryParse(moment, null, out var at));
        var day = TimeRange.DayOf(at, clock);
        var counted = 0;
        for (var hour = TimeRange.HourOf(day.From, clock); hour.From < day.To; hour = TimeRange.HourOf(hour.To, clock))
            counted++;
        Assert.Equal(hours, counted);
    }

    private static readonly string[] Zones =
    [
        "UTC",
        "America/New_York",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "America/Caracas",
    ];
}
