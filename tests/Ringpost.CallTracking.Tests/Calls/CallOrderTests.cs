using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Calls;

/// <summary>Late, repeated and out-of-order callbacks come to the same settlement (architecture 4.8).</summary>
public sealed class CallOrderTests
{
    private const int Orders = 40;

    private static IEnumerable<(
        string Name,
        bool Converts,
        ConversionSetting Rule,
        Func<CallWorld, string, Func<Task>[]> Callbacks
    )> Stories()
    {
        yield return (
            "talk",
            true,
            new(ConvertOn.CallLength, 80, TimerStart.Dialed, 5_000_000),
            (world, sid) =>
                [
                    () => world.ReportAsync(sid, 1, LegProgressStep.Initiated, 0, 0),
                    () => world.ReportAsync(sid, 1, LegProgressStep.Ringing, 1, 2),
                    () => world.ReportAsync(sid, 1, LegProgressStep.Answered, 2, 10),
                    () => world.ReportAsync(sid, 1, LegProgressStep.Ended, 3, 80, LegEnd.Completed, 70),
                    () => world.FinishAsync(sid, 1, LegEnd.Completed, 70, true),
                    () => world.EndAsync(sid, 82),
                    () => world.RecordAsync(sid, "https://rec.example/1"),
                ]
        );
        yield return (
            "hung up while ringing",
            true,
            new(ConvertOn.Dialed, 0, TimerStart.Connected, 5_000_000),
            (world, sid) =>
                [
                    () => world.ReportAsync(sid, 1, LegProgressStep.Initiated, 0, 0),
                    () => world.ReportAsync(sid, 1, LegProgressStep.Ringing, 1, 2),
                    () => world.ReportAsync(sid, 1, LegProgressStep.Ended, 2, 8, LegEnd.Canceled, 0),
                    () => world.FinishAsync(sid, 1, LegEnd.Canceled, null, false),
                    () => world.EndAsync(sid, 0),
                ]
        );
        yield return (
            "screened away",
            false,
            new(ConvertOn.Connected, 0, TimerStart.Connected, 5_000_000),
            (world, sid) =>
                [
                    () => world.ReportAsync(sid, 1, LegProgressStep.Initiated, 0, 0),
                    () => world.ReportAsync(sid, 1, LegProgressStep.Answered, 1, 4),
                    () => world.ReportAsync(sid, 1, LegProgressStep.Ended, 2, 8, LegEnd.Completed, 4),
                    () => world.FinishAsync(sid, 1, LegEnd.NotBridged, 4, false),
                    () => world.EndAsync(sid, 9),
                ]
        );
    }

    [Theory, EachDatabase]
    public async Task Every_order_and_any_repeats_give_the_same_settlement(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        var random = new Random(2026);
        foreach (var (name, converts, rule, callbacks) in Stories())
        {
            world.Conversion = rule;
            var seen = new HashSet<object>();
            for (var i = 0; i < Orders; i++)
            {
                var sid = $"{name} {i}";
                // Callers differ, so that no call is another's duplicate.
                await world.ReceiveAsync(sid, $"+1661555{1000 + i}");
                var calls = callbacks(world, sid);
                foreach (var callback in i == 0 ? [.. calls] : Shuffled(calls, random))
                    await callback();
                seen.Add(await OutcomeAsync(world, sid));
            }

            Assert.True(
                (await world.FindAsync($"{name} 0")) is { State: CallState.Ended, Converted: var converted } && converted == converts,
                name
            );
            Assert.True(seen.Count == 1, $"{name}: {string.Join("\n", seen)}");
        }
    }

    private static async Task<object> OutcomeAsync(CallWorld world, string sid)
    {
        var call = await world.FindAsync(sid);
        var pixels = (await world.PixelsAsync(sid)).Where(p => p != "connected").Order(StringComparer.Ordinal);
        return (
            call.State,
            call.Connected,
            call.Converted,
            call.Paid,
            call.Revenue,
            (
                call.Payout,
                call.CallSeconds,
                call.ConnectedSeconds,
                call.EndedBy,
                call.ConversionReason,
                call.PayoutReason,
                call.Legs[0].Outcome
            ),
            string.Join(',', pixels)
        );
    }

    private static List<Func<Task>> Shuffled(Func<Task>[] callbacks, Random random)
    {
        var all = callbacks.Concat(callbacks.Where(_ => random.Next(3) == 0)).ToArray();
        random.Shuffle(all);
        return [.. all];
    }
}
