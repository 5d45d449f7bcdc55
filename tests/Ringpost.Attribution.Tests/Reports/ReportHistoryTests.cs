using System.Globalization;
using Dapper;
using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.Reports;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Reports;

/// <summary>
/// Rollups and waiting deltas are the records (architecture 4.13): over random histories of postbacks, completions, approvals, adjustments, moves
/// between dispositions, clicks, folds, folds that are cut off and rebuilds, each question has one answer, whichever way it is counted.
/// </summary>
public sealed class ReportHistoryTests
{
    /// <summary>The long form of the proof runs with RINGPOST_LONG=1.</summary>
    private static readonly int Histories = Proof.IsLong ? 100 : 6;

    private const int Steps = 60;

    private static readonly string[] Dispositions = ["approved", "pending", "rejected", "returned"];

    private static readonly string[] Zones = ["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/New_York"];

    [Theory, EachDatabase]
    public async Task Rollups_and_deltas_are_the_records_whatever_happened(Dialect dialect)
    {
        for (var history = 0; history < Histories; history++)
        {
            var seed = Environment.TickCount + history;
            try
            {
                await RunAsync(dialect, new Random(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"History with seed {seed} on {dialect}: {e.Message}", e);
            }
        }
    }

    private static async Task RunAsync(Dialect dialect, Random random)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        using var instance = new Snapshot<Instance>(tracker.Database, tracker.Network.Version, Instance.ReadAsync);
        var (fold, rebuild) = (new FoldDeltas(tracker.Database), new RebuildReports(tracker.Database, instance));
        var other = await tracker.Network.AffiliateAsync("Publisher Two");
        var campaign = await tracker.Network.CampaignAsync(tracker.Offer.Id, other.Id);
        await tracker.Network.EventAsync(tracker.Advertiser.Id, "Incoming call", "Incoming", "micro", 1, 2);
        // Some of it comes over a cap: then amounts are cut before they are first counted, or by the ledger when a sender is believed later.
        Assert.True(
            (
                await tracker
                    .Get<CreateCap>()
                    .RunAsync(Actor.System, new("conversion", tracker.Offer.Id, Interval: "daily", Limit: random.Next(3, 8)))
            ).IsOk
        );
        // Yesterday and the days before, so that nothing lies in the future of the machine's clock.
        var first = TimeProvider.System.GetUtcNow().Date.AddDays(-4);
        Instant Moment() => Instant.From(new DateTimeOffset(first, TimeSpan.Zero).AddSeconds(random.Next(3 * 86_400)));

        for (var step = 0; step < Steps; step++)
        {
            var affiliate = random.Next(2) == 0 ? tracker.Affiliate.Id : other.Id;
            var query =
                $"o={tracker.Offer.Id}&pubid={affiliate}&f=pb&t={random.Next(25)}&dt={Moment()}&p={Amount(random)}"
                + $"&ap={(random.Next(4) == 0 ? "" : Amount(random))}{(random.Next(3) == 0 ? "&en=Incoming" : "")}{(random.Next(8) == 0 ? "&test=1" : "")}";
            switch (random.Next(13))
            {
                case < 5:
                    await tracker.SendToAsync("/m.ashx", query, from: random.Next(4) == 0 ? Tracker.Stranger : Tracker.Whitelisted);
                    break;
                case 5:
                    await ApproveAsync(tracker, random);
                    break;
                case < 8:
                    await ChangeAsync(tracker, random, Moment());
                    break;
                case 8:
                    await StoredClicks.InsertAsync(
                        tracker.Database,
                        tracker.Network.Identifiers,
                        new(
                            tracker.Advertiser.Id,
                            tracker.Offer.Id,
                            affiliate,
                            affiliate == other.Id ? campaign.Id : tracker.Campaign.Id,
                            tracker.Offer.DefaultCreativeId,
                            default,
                            Currency.Usd
                        ),
                        Moment(),
                        random.Next(3) == 0
                    );
                    break;
                case 9:
                    await fold.RunAsync();
                    break;
                case 10:
                    await CutFoldOffAsync(tracker.Database);
                    break;
                case 11:
                    await MergeAsync(tracker.Database);
                    break;
                default:
                    if (random.Next(3) == 0)
                        Assert.True((await rebuild.RunAsync(Actor.System, new())).IsOk);
                    break;
            }

            if (step % 10 == 9)
                await AskAsync(tracker.Database, random, first);
        }

        while (await fold.HasWorkAsync())
            await fold.RunAsync();
        await AskAsync(tracker.Database, random, first);
        var folded = await CellsAsync(tracker.Database);
        Assert.NotEmpty(folded);
        Assert.True((await rebuild.RunAsync(Actor.System, new())).IsOk);
        Assert.Equal(folded, await CellsAsync(tracker.Database));
    }

    private static string Amount(Random random) => (random.Next(5000) / 100m).ToString(CultureInfo.InvariantCulture);

    private static async Task ApproveAsync(Tracker tracker, Random random)
    {
        var pending = (await tracker.ConversionsAsync()).Where(c => c.Disposition == "pending").ToArray();
        if (pending.Length > 0)
            await tracker.Get<ApproveConversion>().RunAsync(Actor.System, new ConversionId(pending[random.Next(pending.Length)].Id));
    }

    private static async Task ChangeAsync(Tracker tracker, Random random, Instant effective)
    {
        var all = await tracker.ConversionsAsync();
        if (all.Count == 0)
            return;
        var id = all[random.Next(all.Count)].Id;
        var (to, amount, side) = (
            Dispositions[random.Next(4)],
            random.Next(-3000, 3000) * 10_000L,
            random.Next(2) == 0 ? "received" : "paid"
        );
        await tracker.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                var deltas = new ReportDeltas();
                var record = Assert.Single(await ReportedConversion.LockAsync(unit, [id]));
                if (amount % 20_000 == 0)
                    await record.AddAsync(unit, deltas, side, amount, effective, $"{effective}"[..10], "user:1", "Corrected");
                await record.MoveAsync(unit, deltas, to, effective, "user:1", "Reviewed");
                await unit.Connection.ExecuteAsync(
                    "UPDATE conversions SET disposition = @to, reason = NULL WHERE id = @id",
                    new { to, id }
                );
                await deltas.AppendAsync(unit);
            }
        );
    }

    /// <summary>All of a fold but its commit.</summary>
    private static async Task CutFoldOffAsync(Database database)
    {
        var cut = await Record.ExceptionAsync(() =>
            database.WriteAsync(
                WriteKeys.None,
                async unit =>
                {
                    var deltas = await FoldSql.ListAsync(unit.Connection, 1000);
                    var sums = new Dictionary<(long Quarter, ReportCell Cell), ReportSum>();
                    foreach (var delta in deltas)
                        ReportEntry.ReadAll(
                            delta.Cells,
                            e => FoldDeltas.Sum(sums, e.Quarter, e.Cell).Add(e.Measure, e.Count, e.Received, e.Paid)
                        );
                    Assert.True(await FoldSql.TakeAsync(unit, [.. deltas.Select(d => d.Id)]));
                    foreach (var rollup in Rollup.All)
                        await FoldSql.AddAsync(unit, rollup, sums);
                    throw new TimeoutException("The node is gone.");
                }
            )
        );
        Assert.NotNull(cut);
    }

    /// <summary>A fold that was cut off between its two steps: what waited is there as fewer rows.</summary>
    private static Task MergeAsync(Database database) =>
        database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                var deltas = await FoldSql.ListAsync(unit.Connection, 1000);
                if (deltas.Count == 0)
                    return;
                var merged = new ReportDeltas();
                foreach (var delta in deltas)
                    ReportEntry.ReadAll(delta.Cells, merged.Add);
                Assert.True(await FoldSql.TakeAsync(unit, [.. deltas.Select(d => d.Id)]));
                await FoldSql.InsertAsync(unit, $"{merged}");
            }
        );

    /// <summary>A random question, counted from rollups and deltas and counted from the records.</summary>
    private static async Task AskAsync(Database database, Random random, DateTime first)
    {
        var reader = new ReportReader(database);
        for (var i = 0; i < 4; i++)
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(Zones[random.Next(Zones.Length)]);
            var day = DateOnly.FromDateTime(first).AddDays(random.Next(-1, 3));
            ReportDimension[] groupings =
            [
                .. Enumerable
                    .Range(0, random.Next(1, 4))
                    .Select(_ => ReportDimensions.All[random.Next(ReportDimensions.All.Count)])
                    .Where(d => d != ReportDimension.SubAffiliate)
                    .Distinct()
                    .DefaultIfEmpty(ReportDimension.Offer),
            ];
            var question = new ReportQuestion(
                new TimeRange(TimeZones.StartOfDay(day, zone), TimeZones.StartOfDay(day.AddDays(random.Next(1, 6)), zone)),
                zone,
                groupings,
                random.Next(3) == 0 ? new ReportFilter(Affiliate: new AffiliateId(1 + random.Next(2))) : new ReportFilter()
            );
            Assert.Null(question.RowsReason);
            var rollups = await reader.ReadAsync(question);
            // As of the end of time is counted from the records.
            var records = await reader.ReadAsync(question with { AsOf = TimeRange.All.To });
            Assert.Equal(Lines(records), Lines(rollups));
        }
    }

    private static List<string> Lines(ReportSums sums) =>
        [
            .. sums
                .Groups.Where(g => !g.Value.IsZero)
                .Select(g =>
                    $"{g.Key.A} {g.Key.B} {g.Key.C} {g.Key.Currency} {string.Join(' ', Rollup.ToNumbers(g.Value))} {g.Value.ApprovedMicro}"
                )
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>What the rollups hold, cells that came to nothing left out.</summary>
    private static async Task<List<string>> CellsAsync(Database database)
    {
        var cells = new List<string>();
        foreach (var rollup in Rollup.All)
        {
            var numbers = string.Join(" || ' ' || ", Amounts().Select(n => $"CAST({n} AS text)"));
            var rows = await database.ReadAsync(c =>
                c.QueryAsync<string>(
                    $"SELECT {string.Join(" || ' ' || ", rollup.Keys.Select(k => $"CAST({k} AS text)"))} || ': ' || {numbers} FROM {rollup.Table}"
                )
            );
            cells.AddRange(rows.Where(r => r.Split(": ")[1].Any(c => c is not ('0' or ' '))).Select(r => $"{rollup.Table} {r}"));
        }

        cells.Sort(StringComparer.Ordinal);
        return cells;
    }

    /// <summary>Units and rest together: how they are split depends on the order in which they came.</summary>
    private static IEnumerable<string> Amounts() =>
        Rollup
            .Numbers.Where(n => !n.EndsWith("_rest", StringComparison.Ordinal))
            .Select(n => Rollup.Numbers.Contains(n + "_rest") ? $"({n} * 1000000 + {n}_rest)" : n);
}
