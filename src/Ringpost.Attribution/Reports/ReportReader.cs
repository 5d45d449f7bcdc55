using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Reports;

/// <summary>
/// Answers a question from the smallest source that can. The range is read in parts, each in a snapshot of its own, so that no read lives
/// long (architecture 4.13); each part is exact at the moment it was read, and totals are sums of what was read.
/// </summary>
internal sealed class ReportReader(Database database)
{
    private static readonly TimeSpan PartOfOffers = TimeSpan.FromDays(92);

    private static readonly TimeSpan PartOfCampaigns = TimeSpan.FromDays(31);

    private static readonly TimeSpan PartOfRows = TimeSpan.FromDays(1);

    public async Task<ReportSums> ReadAsync(ReportQuestion question, CancellationToken cancellation = default)
    {
        var zone = new ReportZone(question.Zone, question.Range);
        var sums = new ReportSums(question, zone)
        {
            MicroEvents = await database.ReadAsync(ReportRollupSql.MicroEventsAsync, cancellation),
        };
        if (question.RowsReason is not null)
        {
            foreach (var part in Parts(question.Range, PartOfRows))
                await database.ReadAsync(c => ReportRowsSql.AddAsync(c, part, sums), cancellation);
            return sums;
        }

        var rollup = question.PickRollup(zone);
        foreach (var part in Parts(question.Range, rollup.HasCampaigns ? PartOfCampaigns : PartOfOffers))
            await database.ReadAsync(
                async c =>
                {
                    await ReportRollupSql.AddRollupAsync(c, rollup, part, sums);
                    await ReportRollupSql.AddDeltasAsync(c, part, sums);
                },
                cancellation
            );
        return sums;
    }

    private static IEnumerable<TimeRange> Parts(TimeRange range, TimeSpan length)
    {
        for (var from = range.From; from < range.To; from += length)
            yield return new TimeRange(from, from + length < range.To ? from + length : range.To);
    }
}
