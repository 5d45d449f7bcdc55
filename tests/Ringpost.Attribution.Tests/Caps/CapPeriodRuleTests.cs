using System.Globalization;
using FsCheck.Xunit;
using Ringpost.Attribution.Caps;
using Ringpost.Primitives;
using Xunit;

namespace Ringpost.Attribution.Tests.Caps;

public sealed class CapPeriodRuleTests
{
    private static readonly string[] Zones =
    [
        "UTC",
        "America/New_York",
        "Europe/Berlin",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "America/Havana",
        "America/Asuncion",
        "Pacific/Apia",
        "Asia/Beirut",
        "Pacific/Kiritimati",
    ];

    [Theory]
    [InlineData("2026-03-08T12:00:00Z", 23, "2026-03-08T05:00:00Z")]
    [InlineData("2026-03-09T03:59:59.999Z", 23, "2026-03-08T05:00:00Z")]
    [InlineData("2026-03-09T04:00:00Z", 24, "2026-03-09T04:00:00Z")]
    [InlineData("2026-11-01T12:00:00Z", 25, "2026-11-01T04:00:00Z")]
    [InlineData("2026-11-02T04:59:59Z", 25, "2026-11-01T04:00:00Z")]
    [InlineData("2026-06-01T12:00:00Z", 24, "2026-06-01T04:00:00Z")]
    public void A_day_has_as_many_hours_as_its_zone_gives_it(string at, int hours, string start)
    {
        var period = CapPeriodRule.Of(Cap(CapInterval.Daily, "America/New_York"), Moment(at))!.Value;
        Assert.Equal(Moment(start), period.Start);
        Assert.Equal(TimeSpan.FromHours(hours), Length(period));
    }

    [Theory]
    [InlineData(CapInterval.Weekly, "2026-03-08T12:00:00Z", "2026-03-02T05:00:00Z", 167)]
    [InlineData(CapInterval.Weekly, "2026-11-01T12:00:00Z", "2026-10-26T04:00:00Z", 169)]
    [InlineData(CapInterval.Monthly, "2026-03-31T12:00:00Z", "2026-03-01T05:00:00Z", (31 * 24) - 1)]
    [InlineData(CapInterval.Monthly, "2026-02-01T05:00:00Z", "2026-02-01T05:00:00Z", 28 * 24)]
    public void Weeks_begin_on_Monday_and_months_on_the_first(CapInterval interval, string at, string start, int hours)
    {
        var period = CapPeriodRule.Of(Cap(interval, "America/New_York"), Moment(at))!.Value;
        Assert.Equal((Moment(start), TimeSpan.FromHours(hours)), (period.Start, Length(period)));
    }

    [Fact]
    public void A_lifetime_never_ends_and_a_custom_cap_counts_from_its_start()
    {
        Assert.Equal(new CapPeriod(default, null), CapPeriodRule.Of(Cap(CapInterval.Lifetime, "UTC"), Moment("2026-03-08T12:00:00Z")));
        var start = Moment("2026-03-08T12:00:00Z");
        var custom = Cap(CapInterval.Custom, "UTC") with { Start = start };
        Assert.Null(CapPeriodRule.Of(custom, Moment("2026-03-08T11:59:59.999Z")));
        Assert.Equal(new CapPeriod(start, null), CapPeriodRule.Of(custom, start));
        Assert.Equal(new CapPeriod(start, null), CapPeriodRule.Of(custom, Moment("2030-01-01T00:00:00Z")));
    }

    [Property(MaxTest = 2000)]
    public bool Every_moment_lies_in_one_period_and_periods_follow_each_other_without_a_gap(uint minutes, byte zone, byte kind)
    {
        var interval = (CapInterval)(1 + (kind % 3));
        var cap = Cap(interval, Zones[zone % Zones.Length]);
        // 1999 to 2037, where the zones above changed their clocks, and one of them skipped a day.
        var at = new Instant(922_000_000_000L + (minutes % 20_000_000L * 60_000));
        var period = CapPeriodRule.Of(cap, at)!.Value;
        var end = period.End!.Value;
        var next = CapPeriodRule.Of(cap, end)!.Value;
        var last = CapPeriodRule.Of(cap, new Instant(end.UnixMilliseconds - 1))!.Value;
        var first = DateOnly.FromDateTime(TimeZones.InZone(period.Start, cap.Zone).DateTime);
        return period.Start <= at
            && at < end
            && next.Start == end
            && last == period
            && CapPeriodRule.Of(cap, period.Start) == period
            && (interval != CapInterval.Weekly || first.DayOfWeek == DayOfWeek.Monday || cap.ZoneId == "Pacific/Apia")
            && (interval != CapInterval.Monthly || first.Day == 1);
    }

    internal static Cap Cap(CapInterval interval, string zone, long? limit = 5, long id = 1, bool alertOnly = false)
    {
        Assert.True(TimeZones.TryFind(zone, out var found));
        return new Cap(
            new CapId(id),
            CapType.Conversion,
            CapLevel.Offer,
            1,
            new OfferId(1),
            null,
            interval,
            limit,
            null,
            zone,
            alertOnly,
            default
        )
        {
            Zone = found,
        };
    }

    private static Instant Moment(string text) => Instant.From(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture));

    private static TimeSpan Length(CapPeriod period) => period.End!.Value.ToDateTimeOffset() - period.Start.ToDateTimeOffset();
}
