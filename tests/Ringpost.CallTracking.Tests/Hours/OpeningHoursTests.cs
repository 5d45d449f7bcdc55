using FsCheck.Xunit;
using Ringpost.CallTracking.Hours;
using Ringpost.CallTracking.Targets;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Hours;

public sealed class OpeningHoursTests
{
    private const string NewYork = "America/New_York";

    [Theory]
    [InlineData("2026-03-02T13:59:59Z", false)] // Monday 08:59:59
    [InlineData("2026-03-02T14:00:00Z", true)]
    [InlineData("2026-03-02T16:59:59Z", true)]
    [InlineData("2026-03-02T17:00:00Z", false)] // the break from 12:00
    [InlineData("2026-03-02T17:44:59Z", false)]
    [InlineData("2026-03-02T17:45:00Z", true)]
    [InlineData("2026-03-02T21:59:59Z", true)]
    [InlineData("2026-03-02T22:00:00Z", false)] // 17:00
    [InlineData("2026-03-03T15:00:00Z", false)] // Tuesday
    public void A_day_is_open_from_open_until_close_without_its_breaks(string at, bool open) =>
        Assert.Equal(open, Hours(Day(DayOfWeek.Monday, "09:00", "17:00", ("12:00", 45))).IsOpen(At(at)));

    [Theory]
    [InlineData("2026-03-08T03:30:00Z", true)] // Saturday 22:30
    [InlineData("2026-03-08T10:30:00Z", false)] // Sunday 06:30, an hour after the clock went forward
    [InlineData("2026-03-08T09:30:00Z", true)] // Sunday 05:30
    [InlineData("2026-03-08T05:15:00Z", false)] // Sunday 00:15: the break
    [InlineData("2026-03-09T03:30:00Z", false)] // Sunday 23:30
    public void A_close_that_is_not_after_the_open_is_of_the_next_day(string at, bool open) =>
        Assert.Equal(open, Hours(Day(DayOfWeek.Saturday, "22:00", "06:00", ("00:00", 30))).IsOpen(At(at)));

    [Fact]
    public void Midnight_to_midnight_is_the_whole_day()
    {
        var hours = Hours(Day(DayOfWeek.Sunday, "00:00", "24:00"));
        Assert.True(hours.IsOpen(At("2026-03-08T05:00:00Z")));
        Assert.True(hours.IsOpen(At("2026-03-09T03:59:59Z")));
        Assert.False(hours.IsOpen(At("2026-03-09T04:00:00Z")));
    }

    [Theory]
    [InlineData("02:00", "2026-03-07T12:00:00Z", "2026-03-08T07:00:00Z")] // the clock skips 02:00: open from 03:00
    [InlineData("01:30", "2026-10-31T12:00:00Z", "2026-11-01T05:30:00Z")] // the clock has 01:30 twice: the first
    [InlineData("01:30", "2026-11-01T06:10:00Z", "2026-11-01T06:30:00Z")] // closed again at the second 01:10
    public void An_hour_that_the_clock_skips_or_repeats_opens_by_the_clock(string open, string after, string opens) =>
        Assert.Equal(At(opens), Hours(Day(DayOfWeek.Sunday, open, "04:00")).NextOpening(At(after)));

    [Property]
    public void The_next_opening_is_the_first_open_minute(byte openAt, byte length, byte day, ushort pauseAt, byte pause, uint moment)
    {
        var open = TimeOnly.MinValue.AddMinutes(openAt * 5);
        var breaks = pause == 0 ? [] : new[] { new HoursBreak(open.AddMinutes(pauseAt % 300), pause) };
        var hours = new OpeningHours(NewYork, [new((DayOfWeek)(day % 7), open, open.AddMinutes(length * 5), breaks)]);
        // Within two years, so that changes of the clock are met.
        var at = new Instant(1_772_000_000_000 + moment % 63_072_000L * 1000);

        var next = hours.NextOpening(at);

        var expected = at;
        var end = at + TimeSpan.FromDays(15);
        while (!hours.IsOpen(expected) && expected < end)
            expected = new Instant((expected.UnixMilliseconds / 60_000 + 1) * 60_000);
        Assert.Equal(expected < end ? expected : null, next);
    }

    [Theory, EachDatabase]
    public async Task A_target_keeps_its_hours_until_they_are_taken_away(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var request = new OpeningHoursRequest(
            "Eastern Standard Time",
            [new("monday", "9:00", "17:00", [new("12:00", 45)]), new("Saturday", "22:00", "06:00")]
        );
        var target = await setup.TargetAsync();
        var open = (await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, target.Id, new(Hours: request))).Value;
        Assert.Equal(open.Hours, (await setup.SnapshotAsync()).Targets[target.Id].Hours);
        Assert.Equal(
            """{"timeZone":"Eastern Standard Time","days":[{"day":"monday","open":"09:00","close":"17:00","breaks":[{"start":"12:00","minutes":45}]},"""
                + """{"day":"saturday","open":"22:00","close":"06:00","breaks":[]}]}""",
            open.Hours!.ToJson()
        );
        var renamed = (await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, target.Id, new(Name: "Line 2"))).Value;
        Assert.Equal(open.Hours, renamed.Hours);
        Assert.Null((await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, target.Id, new(Hours: new(null)))).Value.Hours);
    }

    [Theory, EachDatabase]
    public async Task Every_error_of_hours_stands_at_its_day(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var request = new OpeningHoursRequest(
            "Mars/Olympus",
            [
                new("monday", "nine", "17:00"),
                new("tuesday", "09:00", "17:00", [new("16:45", 30), new("x", 5)]),
                new("tuesday", "09:00", "17:00"),
                new("5", "09:00", "17:00"),
                null,
            ]
        );
        var target = await setup.TargetAsync();
        var refusal = (await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, target.Id, new(Hours: request))).Refusal;
        var errors = Assert.IsType<Invalid>(refusal).Errors;
        Assert.Equal(["hours.days", "hours.monday.open", "hours.timeZone", "hours.tuesday.breaks"], errors.Keys.Order());
        Assert.Equal(2, errors["hours.tuesday.breaks"].Length);
        Assert.Equal(
            ["hours.days"],
            Assert
                .IsType<Invalid>(
                    (
                        await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, target.Id, new(Hours: new OpeningHoursRequest("UTC", [])))
                    ).Refusal
                )
                .Errors.Keys
        );
    }

    private static OpeningHours Hours(params OpenDay[] days) => new(NewYork, days);

    private static OpenDay Day(DayOfWeek day, string open, string close, params (string Start, int Minutes)[] breaks) =>
        new(day, Clock(open), Clock(close), [.. breaks.Select(b => new HoursBreak(Clock(b.Start), b.Minutes))]);

    private static TimeOnly Clock(string text) => ClockJson.TryRead(text, out var time) ? time : throw new ArgumentException(text);

    private static Instant At(string text) => Instant.TryParse(text, null, out var at) ? at : throw new ArgumentException(text);
}
