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
}
