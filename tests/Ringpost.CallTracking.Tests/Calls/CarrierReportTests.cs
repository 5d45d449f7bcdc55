using Ringpost.CallTracking.Calls;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Calls;

public sealed class CarrierReportTests
{
    [Theory, EachDatabase]
    public async Task Each_webhook_is_kept_with_its_time_its_kind_and_what_it_was_answered(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await world.ReceiveAsync("A");
        await world.ReceiveAsync("A");
        await world.TalkAsync("A", 75);
        await world.EndAsync("A", 81);
        await world.ReportAsync("A", 7, LegProgressStep.Ringing, 0, 0);
        await world.RecordAsync("A", "https://rec.example/+16615550106");
        Assert.Equal(FactOutcome.UnknownCall, await world.EndAsync("nobody's", 1));

        var call = await world.FindAsync("A");
        var reports = await world.Database.ReadAsync(c => CarrierReportsSql.OfAsync(c, call.Id));
        Assert.Equal(
            [
                (CarrierReportKind.Arrived, "a call arrives", "Dial leg 1"),
                (CarrierReportKind.Arrived, "a call arrives", "Dial leg 1"),
                (CarrierReportKind.Leg, "leg 1 initiated", "Taken"),
                (CarrierReportKind.Leg, "leg 1 ringing", "Taken"),
                (CarrierReportKind.Leg, "leg 1 answered", "Taken"),
                (CarrierReportKind.Leg, "leg 1 ended: completed, 75 s", "Taken"),
                (CarrierReportKind.Dial, "dial of leg 1 ended: completed, 75 s, the caller is gone", "Hang up"),
                (CarrierReportKind.Ended, "the caller's leg ended, 81 s", "Taken"),
                (CarrierReportKind.Ended, "the caller's leg ended, 81 s", "Repeated"),
                (CarrierReportKind.Leg, "leg 7 ringing", "UnknownLeg"),
                (CarrierReportKind.Recording, "a recording is there", "Taken"),
            ],
            reports.Select(r => (r.Kind, r.Said, r.Answer))
        );
        Assert.Equal(reports.OrderBy(r => r.At.UnixMilliseconds), reports);
        Assert.Equal(11, await world.CountAsync("carrier_reports"));
    }

    [Theory, EachDatabase]
    public async Task A_call_that_is_turned_away_tells_what_the_carrier_was_told(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Sender = world.Sender with { Enabled = false };
        await world.ReceiveAsync("A");
        var call = await world.FindAsync("A");
        var report = Assert.Single(await world.Database.ReadAsync(c => CarrierReportsSql.OfAsync(c, call.Id)));
        Assert.Equal((call.ArrivedAt, "Reject: Blocked"), (report.At, report.Answer));
    }

    [Fact]
    public void Every_end_of_a_leg_has_words()
    {
        foreach (var end in Enum.GetValues<LegEnd>())
            Assert.Contains(": ", CarrierReportText.Of(1, new DialResult(end, null, true)), StringComparison.Ordinal);
        foreach (var step in Enum.GetValues<LegProgressStep>())
            Assert.StartsWith("leg 2 ", CarrierReportText.Of(2, new LegProgress(step, null, null)), StringComparison.Ordinal);
        Assert.Equal("Reject: UnknownNumber", CarrierReportText.Of(new CallAnswer.Reject(CallRejection.UnknownNumber)));
        Assert.Equal("Say a message", CarrierReportText.Of(new CallAnswer.Say("Closed.")));
    }
}
