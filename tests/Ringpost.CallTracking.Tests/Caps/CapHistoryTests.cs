using System.Globalization;
using Dapper;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Tests.Calls;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Caps;

/// <summary>
/// Random histories of calls under random caps. After each step everything is counted naively from the calls themselves: the counters, what is held,
/// whether the next call is let in and by whom it is refused.
/// </summary>
public sealed class CapHistoryTests
{
    private const int Steps = 45;

    /// <summary>The long form of the proof runs with RINGPOST_LONG=1.</summary>
    private static readonly int Histories = Proof.IsLong ? 100 : 6;

    private static readonly string[] Zones = ["America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Europe/Berlin"];

    [Theory, EachDatabase]
    public async Task Caps_agree_with_a_naive_recount_after_every_step(Dialect dialect)
    {
        for (var seed = 1; seed <= Histories; seed++)
        {
            await using var world = await CallWorld.OpenAsync(dialect);
            var history = new History(world, new Random(seed));
            try
            {
                for (var step = 0; step < Steps; step++)
                    await history.StepAsync();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed} of {dialect}, after: {string.Join("; ", history.Told)}", e);
            }
        }
    }

    private sealed class History
    {
        private readonly CallWorld _world;
        private readonly Random _random;
        private readonly List<string> _sids = [];
        private readonly CapOwner[] _owners;

        public History(CallWorld world, Random random)
        {
            (_world, _random) = (world, random);
            // Around the hours in which clocks are set, in the north and in the south.
            var start = random.Next(3) switch
            {
                0 => "2026-03-08T03:00:00Z",
                1 => "2026-10-25T00:10:00Z",
                _ => "2026-04-04T13:20:00Z",
            };
            world.Time.SetUtcNow(DateTimeOffset.Parse(start, CultureInfo.InvariantCulture));
            world.Targets[0] = world.Targets[0] with { Caps = Caps(legs: true), ConcurrencyCap = random.Next(3) == 0 ? 3 : null };
            world.Targets[1] = world.Targets[1] with { BuyerId = null };
            world.Buyer = world.Buyer with { Caps = Caps(legs: true), ConcurrencyCap = random.Next(3) == 0 ? 4 : null };
            world.Sender = world.Sender with { Caps = Caps(legs: false), BlockCallsIfCapped = random.Next(2) == 0 };
            // A node that remembers what it saw full, or one that asks each time.
            world.Node = random.Next(2) == 0 ? world.Book() : null;
            _owners = [CapOwner.Of(world.Targets[0]), CapOwner.Of(world.Buyer), CapOwner.Of(world.Sender)];
            Told.Add(string.Join(" | ", _owners.Select(o => $"{o.Id} {o.Caps.ToJson()} {o.Concurrency}")));
        }

        public List<string> Told { get; } = [];

        private Instant Now => _world.Database.Now;

        private CallCaps Caps(bool legs) =>
            new()
            {
                Hourly = Maybe(3),
                Daily = Maybe(6),
                AllTime = Maybe(12),
                HourlySum = Maybe(legs ? 80 : 30) is { } hour ? hour * 1_000_000L : null,
                MonthlySum = Maybe(legs ? 260 : 90) is { } month ? month * 1_000_000L : null,
                CountOn = legs ? (CapCountOn)_random.Next(3) : null,
                StrictCounts = _random.Next(2) == 0,
                StrictSums = _random.Next(4) != 0,
                TimeZone = Zones[_random.Next(Zones.Length)],
            };

        private int? Maybe(int most) => _random.Next(2) == 0 ? _random.Next(most / 2, most + 1) : null;

        public async Task StepAsync()
        {
            var live = new List<CallRecord>();
            foreach (var sid in _sids)
                if (await _world.FindAsync(sid) is { IsLive: true } call)
                    live.Add(call);
            switch (_random.Next(10))
            {
                case 0:
                    var minutes = _random.Next(1, 55);
                    Tell($"{minutes} minutes later");
                    _world.Time.Advance(TimeSpan.FromMinutes(minutes));
                    break;
                case 1 when _random.Next(4) == 0:
                    Tell("given up");
                    _world.Time.Advance(TimeSpan.FromHours(5));
                    await _world.RunTimersAsync();
                    break;
                case < 6 when live.Count > 0:
                    await ChangeAsync(live[_random.Next(live.Count)]);
                    break;
                default:
                    await ArriveAsync();
                    break;
            }

            await CompareAsync();
        }

        private async Task ChangeAsync(CallRecord call)
        {
            var sid = call.CarrierCallId;
            var leg = (int)call.Legs.Count;
            var kind = leg == 0 ? 3 : _random.Next(5);
            Tell($"{sid}: {kind}");
            switch (kind)
            {
                case 0:
                    await _world.ReportAsync(sid, leg, LegProgressStep.Answered, 2, 5);
                    break;
                case 1:
                    await _world.FinishAsync(sid, leg, LegEnd.Busy, null, true);
                    break;
                case 2:
                    await _world.FinishAsync(sid, leg, LegEnd.NotBridged, 3, _random.Next(2) == 0);
                    break;
                case 3:
                    await _world.EndAsync(sid, 90);
                    break;
                default:
                    await _world.FinishAsync(sid, leg, LegEnd.Completed, _random.Next(2) == 0 ? 75 : 20, false);
                    await _world.EndAsync(sid, 90);
                    break;
            }
        }

        private async Task ArriveAsync()
        {
            var sid = $"S{_sids.Count}";
            var calls = await CallsAsync();
            var sender = Full(_owners[2], calls, 10_000_000);
            var first = Full(_owners[0], calls, 25_000_000) || Full(_owners[1], calls, 25_000_000);
            var expected =
                sender && _world.Sender.BlockCallsIfCapped ? "Blocked"
                : first ? CapWorld.Second
                : CapWorld.First;
            Tell($"{sid} arrives, expected {expected}");
            _sids.Add(sid);
            Assert.Equal(expected, await _world.CallAsync(sid));
            Assert.Equal(sender, (await _world.FindAsync(sid)).PayoutCapped);
        }

        /// <summary>Whether one of the owner's caps lets no further call in.</summary>
        private bool Full(CapOwner owner, IReadOnlyList<CallRecord> calls, long most)
        {
            if (owner.Concurrency is { } limit && calls.Count(c => c.IsLive && Open(c, owner)) >= limit)
                return true;
            return owner
                .Caps.Lines()
                .Any(line =>
                {
                    var (used, held) = Count(owner, line, calls);
                    var more = line.Measure == CapMeasure.Calls ? 1 : most;
                    return line.Strict ? used + held >= line.Limit || used + held + more > line.Limit : used >= line.Limit;
                });
        }

        private static bool Open(CallRecord call, CapOwner owner) => call.Legs.Exists(l => IsOf(l, owner) && l.Evidence.End is null);

        private static bool IsOf(LegRecord leg, CapOwner owner) => leg.TargetId.Value == owner.Id || leg.BuyerId?.Value == owner.Id;

        /// <summary>Used and held in the present period, from nothing but the calls.</summary>
        private (long Used, long Held) Count(CapOwner owner, CapLine line, IReadOnlyList<CallRecord> calls)
        {
            var now = PeriodOf(owner, line, Now);
            var money = line.Measure == CapMeasure.Money;
            long used = 0;
            long held = 0;
            foreach (var call in calls)
            {
                if (owner.Kind == CapOwnerKind.Publisher)
                {
                    if (PeriodOf(owner, line, call.ArrivedAt) != now)
                        continue;
                    used +=
                        money ? call.Payout
                        : call.Paid ? 1
                        : 0;
                    if (call is { IsLive: true, PayoutCapped: false })
                        held += money ? 10_000_000 : 1;
                    continue;
                }

                foreach (var leg in call.Legs.Where(l => IsOf(l, owner) && PeriodOf(owner, line, l.DialedAt) == now))
                {
                    var counts = owner.Caps.CountOn switch
                    {
                        CapCountOn.Connect => leg.Evidence.Connected,
                        CapCountOn.Convert => leg.Converted,
                        _ => leg.Revenue > 0,
                    };
                    used +=
                        money ? leg.Revenue
                        : counts ? 1
                        : 0;
                    if (call.IsLive && (leg.Evidence.End is null || leg.Evidence.Connected))
                        held +=
                            money ? 25_000_000
                            : counts ? 0
                            : 1;
                }
            }

            return (used, line.Strict ? held : 0);
        }

        /// <summary>Named by the clock on the wall; an hour that comes twice differs by its offset.</summary>
        private static string PeriodOf(CapOwner owner, CapLine line, Instant at)
        {
            var local = TimeZoneInfo.ConvertTime(at.ToDateTimeOffset(), TimeZoneInfo.FindSystemTimeZoneById(owner.Caps.TimeZone!));
            return line.Period switch
            {
                CapPeriod.Hourly => $"{local:yyyy-MM-dd HH zzz}",
                CapPeriod.Daily => $"{local:yyyy-MM-dd}",
                CapPeriod.Monthly => $"{local:yyyy-MM}",
                _ => "",
            };
        }

        private async Task CompareAsync()
        {
            var calls = await CallsAsync();
            foreach (var owner in _owners)
            {
                string[] ids = [owner.Id];
                var isIn = _world.Database.Pick("IN @owners", "= ANY(@owners)");
                var counters = await _world.Database.ReadAsync(c => CapCountersSql.ReadAsync(c, ids, Now, isIn));
                var places = await _world.Database.ReadAsync(c => CapPlacesSql.ReadAsync(c, ids, isIn));
                foreach (var stand in CapStand.Wanted([owner], TimeZoneInfo.Utc, Now, "USD"))
                {
                    var (used, held) = Count(owner, stand.Line, calls);
                    // One that nobody asked yet in its period is made when it is.
                    if (counters.TryGetValue(stand.Key, out var stored))
                        Assert.Equal((stand.Key, used), (stand.Key, stored));
                    if (!stand.Line.Strict)
                        continue;
                    Assert.Equal((stand.Key, held), (stand.Key, CapStand.HeldIn(places, stand, "USD")));
                }
            }

            var slots = await _world.Database.ReadAsync(c =>
                c.QueryAsync<string>(
                    "SELECT call_id FROM call_slots s WHERE NOT EXISTS (SELECT 1 FROM calls c WHERE c.id = s.call_id AND c.live = 1)"
                )
            );
            Assert.Empty(slots);
        }

        private async Task<IReadOnlyList<CallRecord>> CallsAsync()
        {
            var calls = new List<CallRecord>();
            foreach (var sid in _sids)
                calls.Add(await _world.FindAsync(sid));
            return calls;
        }

        private void Tell(string step) => Told.Add(step);
    }
}
