using System.Data.Common;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Reports;

/// <summary>
/// Proves that the rollups, with the deltas that wait, are the sums of the records (decision 0007): some hours at a time, each of one moment, so that
/// it runs beside everything else. Clicks are left out: their rows go after a while.
/// </summary>
public sealed class CheckReports(Database database)
{
    private const long Hour = 3_600_000;

    private const long Step = 24 * Hour;

    private static readonly int FirstNumber = Rollup.Numbers.ToList().IndexOf("approved");

    public async Task<Result<IReadOnlyList<BookDifference>>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var found = new List<BookDifference>();
        if (await database.ReadAsync(RebuildSql.RangeAsync, cancellation) is not { } known)
            return found;
        var end = known.To.UnixMilliseconds;
        for (var at = known.From.UnixMilliseconds / Hour * Hour; at < end; at += Step)
        {
            var part = new TimeRange(new Instant(at), new Instant(Math.Min(at + Step, (end + Hour - 1) / Hour * Hour)));
            found.AddRange(await database.ReadAsync(c => CheckAsync(c, part), cancellation));
        }

        return found;
    }

    private static async Task<List<BookDifference>> CheckAsync(DbConnection connection, TimeRange part)
    {
        var (first, end) = (ReportDeltas.QuarterOf(part.From.UnixMilliseconds), ReportDeltas.QuarterOf(part.To.UnixMilliseconds));
        var records = await ReportRowsSql.SumCellsAsync(connection, part);
        var waiting = new Dictionary<(long Quarter, ReportCell Cell), ReportSum>();
        foreach (var delta in await FoldSql.ListAsync(connection, int.MaxValue))
            ReportEntry.ReadAll(
                delta.Cells,
                e =>
                {
                    if (e.Quarter >= first && e.Quarter < end)
                        FoldDeltas.Sum(waiting, e.Quarter, e.Cell).Add(e.Measure, e.Count, e.Received, e.Paid);
                }
            );

        var found = new List<BookDifference>();
        foreach (var rollup in Rollup.All)
        {
            var expected = Collect(rollup, records);
            var stored = Collect(rollup, waiting);
            await ReadAsync(connection, rollup, first, end, stored);
            foreach (var key in expected.Keys.Union(stored.Keys))
            {
                var (right, there) = (expected.GetValueOrDefault(key, Nothing), stored.GetValueOrDefault(key, Nothing));
                for (var i = 0; i < right.Length; i++)
                    if (right[i] != there[i])
                        found.Add(Difference(rollup, key, i, right[i], there[i]));
            }
        }

        return found;
    }

    /// <summary>Counts, then amounts in millionths: the columns of a rollup without its clicks.</summary>
    private static Int128[] Nothing => new Int128[8];

    private static readonly string[] Columns =
    [
        "approved",
        "pending",
        "rejected",
        "returned",
        "received",
        "paid",
        "pending received",
        "pending paid",
    ];

    private static Dictionary<(long Span, ReportCell Cell), Int128[]> Collect(
        Rollup rollup,
        Dictionary<(long Quarter, ReportCell Cell), ReportSum> sums
    )
    {
        var collected = new Dictionary<(long, ReportCell), Int128[]>();
        foreach (var ((quarter, cell), sum) in sums)
        {
            var numbers = Of(collected, rollup.KeyOf(quarter, cell));
            Int128[] more =
            [
                sum.Approved,
                sum.Pending,
                sum.Rejected,
                sum.Returned,
                sum.Received,
                sum.Paid,
                sum.PendingReceived,
                sum.PendingPaid,
            ];
            for (var i = 0; i < numbers.Length; i++)
                numbers[i] += more[i];
        }

        return collected;
    }

    private static Int128[] Of(Dictionary<(long, ReportCell), Int128[]> sums, (long, ReportCell) key)
    {
        if (!sums.TryGetValue(key, out var numbers))
            sums[key] = numbers = Nothing;
        return numbers;
    }

    private static async Task ReadAsync(
        DbConnection connection,
        Rollup rollup,
        long first,
        long end,
        Dictionary<(long, ReportCell), Int128[]> sums
    )
    {
        await using var command = connection.CreateCommand();
        var (from, to) = (first / rollup.QuartersPerSpan, end / rollup.QuartersPerSpan);
        command.CommandText =
            $"SELECT {string.Join(", ", rollup.Keys)}, {string.Join(", ", Rollup.Numbers.Skip(FirstNumber))} FROM {rollup.Table} WHERE span >= {from} AND span < {to}";
        await using var reader = await command.ExecuteReaderAsync();
        var keys = rollup.Keys.Count;
        // Not every rollup has each of them.
        int PlaceOf(string name) => rollup.Keys.ToList().IndexOf(name);
        var (advertiser, offer, affiliate) = (PlaceOf("advertiser_id"), PlaceOf("offer_id"), PlaceOf("affiliate_id"));
        var (campaign, creative, happened) = (PlaceOf("campaign_id"), PlaceOf("creative_id"), PlaceOf("event_id"));
        while (await reader.ReadAsync())
        {
            long Key(int place) => place >= 0 ? reader.GetInt64(place) : 0;
            var cell = new ReportCell(
                new AdvertiserId(Key(advertiser)),
                new OfferId(Key(offer)),
                new AffiliateId(Key(affiliate)),
                new OfferCampaignId(Key(campaign)),
                new CreativeId(Key(creative)),
                new OfferEventId(Key(happened)),
                CurrencyCode.Of(reader.GetString(keys - 1))
            );
            var numbers = Of(sums, (reader.GetInt64(0), cell));
            for (var i = 0; i < 4; i++)
                numbers[i] += reader.GetInt64(keys + i);
            for (var i = 0; i < 4; i++)
                numbers[4 + i] += ((Int128)reader.GetInt64(keys + 4 + (2 * i)) * 1_000_000) + reader.GetInt64(keys + 5 + (2 * i));
        }
    }

    private static BookDifference Difference(Rollup rollup, (long Span, ReportCell Cell) key, int column, Int128 expected, Int128 found)
    {
        var at = new Instant(key.Span * rollup.SpanMilliseconds);
        var campaign = rollup.HasCampaigns ? $", campaign {key.Cell.Campaign}" : "";
        var isAmount = column >= 4;
        return new BookDifference(
            BookDifferenceKind.RollupNotItsRecords,
            $"{rollup.Table} {at}, offer {key.Cell.Offer}{campaign}, event {key.Cell.Event}, {Columns[column]}",
            (decimal)expected / (isAmount ? 1_000_000m : 1),
            (decimal)found / (isAmount ? 1_000_000m : 1),
            isAmount ? $"{key.Cell.Currency}" : null
        );
    }
}
