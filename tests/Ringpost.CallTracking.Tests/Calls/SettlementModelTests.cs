using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Calls;

/// <summary>
/// Random histories of calls, of which several are in progress at a time and end in any order, against a model that recounts everything from
/// its list of settled calls.
/// </summary>
public sealed class SettlementModelTests
{
    private const int Histories = 12,
        CallsEach = 14;

    [Theory, EachDatabase]
    public async Task Conversion_payout_and_windows_agree_with_a_simple_model(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        for (var seed = 1; seed <= Histories; seed++)
        {
            var random = new Random(seed);
            var terms = Draw(world, random);
            var model = new Model(terms, world.OnePayoutPerCaller, world.Conversion);
            var open = new List<ModelCall>();
            for (var i = 0; i < CallsEach || open.Count > 0; )
            {
                world.Time.Advance(TimeSpan.FromSeconds(random.Next(1, 4000)));
                if (i < CallsEach && (open.Count == 0 || random.Next(2) == 0))
                {
                    // Each history has callers of its own.
                    var call = new ModelCall(
                        $"{seed}-{i++}",
                        $"+1661{seed + 200:000}010{random.Next(3)}",
                        random.Next(2),
                        random.Next(4) switch
                        {
                            0 => null,
                            1 => 30,
                            2 => 60,
                            _ => 130,
                        }
                    );
                    await world.ReceiveAsync(call.Sid, call.Caller, number: call.Publisher == 0 ? CallWorld.Number : CallWorld.OtherNumber);
                    open.Add(call with { At = (await world.FindAsync(call.Sid)).ArrivedAt.UnixMilliseconds });
                    continue;
                }

                var ending = open[random.Next(open.Count)];
                open.Remove(ending);
                await EndAsync(world, ending);
                var expected = model.Settle(ending);
                var settled = await world.FindAsync(ending.Sid);
                var actual = (settled.Revenue, settled.Payout, settled.ConversionReason?.ToString(), settled.PayoutReason?.ToString());
                Assert.True(expected == actual, $"seed {seed}, call {ending.Sid}: model {expected}, settled {actual}");
                Assert.Equal((settled.ConversionReason is null, settled.PayoutReason is null), (settled.Converted, settled.Paid));
            }
        }
    }

    private static IReadOnlyList<PayoutRule> Draw(CallWorld world, Random random)
    {
        int Window() =>
            random.Next(4) switch
            {
                0 => -1,
                1 => 0,
                _ => random.Next(1, 12_000),
            };
        world.OnePayoutPerCaller = random.Next(3) == 0;
        world.Conversion = new(random.Next(4) == 0 ? ConvertOn.Connected : ConvertOn.CallLength, 60, TimerStart.Connected, 20_000_000)
        {
            Lengths = random.Next(2) == 0 ? LengthSteps.Of([new(120, 35_550_000)]) : null,
            DedupeSeconds = Window(),
        };
        var rule = world.Payouts[0];
        world.Payouts.Clear();
        for (var i = 0; i < 3; i++)
            world.Payouts.Add(
                rule with
                {
                    Id = new($"PS{i}"),
                    Position = i,
                    PublisherId = random.Next(3) == 0 ? new PublisherId("AF2") : null,
                    On = (PayoutOn)random.Next(4),
                    Seconds = random.Next(2) == 0 ? 60 : 120,
                    Amount = 1_000_000 * (i + 1),
                    RevenueShare = random.Next(3) == 0 ? new(33_330_000, random.Next(2) == 0 ? 3 : null, 11) : null,
                    DedupeSeconds = Window(),
                }
            );
        return world.Payouts.ToArray();
    }

    private static async Task EndAsync(CallWorld world, ModelCall call)
    {
        if (call.Talk is { } talk)
        {
            await world.FinishAsync(call.Sid, 1, LegEnd.Completed, talk, false);
            await world.EndAsync(call.Sid, talk + 5);
            return;
        }

        await world.FinishAsync(call.Sid, 1, LegEnd.NoAnswer, null, true);
        await world.FinishAsync(call.Sid, 2, LegEnd.NoAnswer, null, true);
        await world.EndAsync(call.Sid, 45);
    }

    private sealed record ModelCall(string Sid, string Caller, int Publisher, int? Talk)
    {
        public long At { get; init; }
        public long Revenue { get; init; }
        public long Payout { get; init; }
    }

    private sealed class Model(IReadOnlyList<PayoutRule> rules, bool once, ConversionSetting conversion)
    {
        private readonly List<ModelCall> _settled = [];

        public (long Revenue, long Payout, string? Conversion, string? Payment) Settle(ModelCall call)
        {
            string? refused = null;
            long revenue = 0;
            if (call.Talk is not { } talk)
                refused = "NotConnected";
            else if (conversion.On == ConvertOn.CallLength && talk < 60)
                refused = "TooShort";
            else if (Stops(conversion.DedupeSeconds, call, _settled.Where(s => s.Revenue > 0)))
                refused = "Duplicate";
            else
                revenue = conversion is { On: ConvertOn.CallLength, Lengths: not null } && talk >= 120 ? 35_550_000 : 20_000_000;

            string? first = null;
            long paid = 0;
            foreach (var rule in rules.Where(r => r.PublisherId is null || call.Publisher == 1).OrderBy(r => r.PublisherId is null))
            {
                var (why, amount) = Ask(rule, call, refused is null, revenue);
                paid = amount;
                first = why is null ? null : first ?? why;
                if (why is null)
                    break;
            }

            _settled.Add(call with { Revenue = revenue, Payout = paid });
            return (revenue, paid, refused, paid > 0 ? null : first ?? "NoRule");
        }

        private (string? Why, long Amount) Ask(PayoutRule rule, ModelCall call, bool converted, long revenue)
        {
            if (rule.On is PayoutOn.Connected or PayoutOn.CallLength && call.Talk is null)
                return ("NotConnected", 0);
            if (rule.On == PayoutOn.Converted && !converted)
                return ("NotConverted", 0);
            if (rule.On == PayoutOn.CallLength && call.Talk < rule.Seconds)
                return ("TooShort", 0);
            var window = once && rule.DedupeSeconds == 0 ? -1 : rule.DedupeSeconds;
            if (Stops(window, call, _settled.Where(s => s.Payout > 0 && (once || s.Publisher == call.Publisher))))
                return ("Duplicate", 0);
            if (rule.RevenueShare is not { } share)
                return (null, rule.Amount);
            var amount = Math.Min(Math.Round(revenue / 1_000_000m * 0.3333m, 4, MidpointRounding.AwayFromZero), 11m);
            amount = Math.Max(amount, share.Minimum ?? 0);
            return amount > 0 ? (null, (long)(amount * 1_000_000)) : (converted ? "NoRevenue" : "NotConverted", 0);
        }

        private static bool Stops(int window, ModelCall call, IEnumerable<ModelCall> earlier) =>
            earlier.Where(e => e.Caller == call.Caller).Any(e => window < 0 || Math.Abs(e.At - call.At) < window * 1000L);
    }
}
