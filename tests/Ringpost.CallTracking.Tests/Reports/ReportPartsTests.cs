using Ringpost.CallTracking.Reports;
using Ringpost.Primitives;
using Xunit;

namespace Ringpost.CallTracking.Tests.Reports;

public sealed class ReportPartsTests
{
    private const long Hour = ReportParts.Hour;

    [Fact]
    public void Neighbours_are_one_stretch_and_all_else_is_counted()
    {
        var parts = ReportParts.Of(Range(10 * Hour, 20 * Hour), [11, 12, 15]);
        Assert.Equal([Range(11 * Hour, 13 * Hour), Range(15 * Hour, 16 * Hour)], parts.Summed);
        Assert.Equal([Range(10 * Hour, 11 * Hour), Range(13 * Hour, 15 * Hour), Range(16 * Hour, 20 * Hour)], parts.Counted);
        Assert.Equal(TimeSpan.FromHours(7), parts.CountedTime);
    }

    [Fact]
    public void Without_hours_all_is_counted_and_with_all_of_them_nothing()
    {
        Assert.Equal([Range(1, 2)], ReportParts.Of(Range(1, 2), []).Counted);
        Assert.Empty(ReportParts.Of(Range(Hour, 3 * Hour), [1, 2]).Counted);
    }

    [Fact]
    public void An_hour_that_begins_before_the_first_call_or_ends_after_the_last_is_taken_whole()
    {
        var parts = ReportParts.Of(Range((2 * Hour) + 5, (4 * Hour) - 5), [2, 3]);
        Assert.Equal([Range(2 * Hour, 4 * Hour)], parts.Summed);
        Assert.Empty(parts.Counted);
    }

    [Fact]
    public void Only_whole_hours_lie_in_a_range()
    {
        Assert.Equal((3, 5), ReportParts.HoursIn(Range((2 * Hour) + 1, (5 * Hour) + 1)));
        Assert.Equal((2, 5), ReportParts.HoursIn(Range(2 * Hour, 5 * Hour)));
    }

    private static TimeRange Range(long from, long to) => new(new Instant(from), new Instant(to));
}
