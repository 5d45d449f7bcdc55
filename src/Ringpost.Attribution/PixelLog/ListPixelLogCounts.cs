using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.Attribution.PixelLog;

/// <summary>The pixel log's main page: what arrived per offer and what became of it (cake.md 8), from numbers that are kept, not counted.</summary>
public sealed class ListPixelLogCounts
{
    private const int MostAddresses = 20;

    private readonly Database _database;
    private readonly Snapshot<OfferConfiguration> _configurations;

    public ListPixelLogCounts(Database database, Snapshot<OfferConfiguration> configurations) =>
        (_database, _configurations) = (database, configurations);

    /// <param name="Attempted">All that arrived but what the rate limit refused, which has no rows.</param>
    /// <param name="Items">Most attempts first; the row without an offer is what named none that exists.</param>
    /// <param name="RateLimited">Refused by the rate limit, whatever the offer.</param>
    /// <param name="RateLimitedAddresses">Whose they were, most first, at most 20.</param>
    public sealed record Response(
        Instant From,
        Instant To,
        long Attempted,
        IReadOnlyList<PixelLogOfferCount> Items,
        long RateLimited,
        IReadOnlyList<RefusedAddress> RateLimitedAddresses
    );

    /// <summary>The numbers are kept by 15 minutes: a range is widened to whole ones.</summary>
    public async Task<Result<Response>> RunAsync(
        Actor actor,
        Instant from,
        Instant to,
        AdvertiserId? advertiser = null,
        bool hideInactive = false,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        if (advertiser is not null && !actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        var configuration = await _configurations.GetAsync(cancellation);
        var (fromQuarter, toQuarter) = (PixelLogCounts.QuarterOf(from), PixelLogCounts.QuarterOf(to + LessThanAQuarter));
        return await _database.ReadAsync<Result<Response>>(
            async c =>
            {
                var sums = Sum(await PixelLogCountsSql.ReadAsync(c, fromQuarter, toQuarter), fromQuarter, toQuarter);
                var items = sums.GroupBy(s => s.Key.Offer)
                    .Select(g => ToItem(g, configuration))
                    .Where(i => i.Attempted > 0 && (advertiser is null || i.AdvertiserId == advertiser) && !(hideInactive && i.Inactive))
                    .OrderByDescending(i => i.Attempted)
                    .ThenBy(i => i.OfferId?.Value)
                    .ToList();
                return new Response(
                    Start(fromQuarter),
                    Start(toQuarter),
                    items.Sum(i => i.Attempted),
                    actor.May(Permission.SeeRevenue) ? items : [.. items.Select(i => i with { AdvertiserId = null })],
                    await PixelLogCountsSql.SumRefusalsAsync(c, from, to),
                    await PixelLogCountsSql.ListRefusalsAsync(c, from, to, MostAddresses)
                );
            },
            cancellation
        );
    }

    private static readonly TimeSpan LessThanAQuarter = TimeSpan.FromMilliseconds(PixelLogCounts.MillisecondsPerQuarter - 1);

    private static Instant Start(long quarter) => new(quarter * PixelLogCounts.MillisecondsPerQuarter);

    private static Dictionary<PixelLogCount, long> Sum(IReadOnlyList<CountRow> rows, long fromQuarter, long toQuarter)
    {
        var sums = new Dictionary<PixelLogCount, long>();
        var deltas = new Dictionary<PixelLogCount, long>();
        foreach (var row in rows)
            if (row.Changes is { } changes)
                PixelLogCounts.Add(deltas, changes);
            else
                Add(new PixelLogCount(0, row.Offer, row.Outcome, row.Whitelisted), row.Requests);
        foreach (var (key, change) in deltas)
            if (key.Quarter >= fromQuarter && key.Quarter < toQuarter)
                Add(key with { Quarter = 0 }, change);
        return sums;

        void Add(PixelLogCount key, long number) => sums[key] = sums.GetValueOrDefault(key) + number;
    }

    private static PixelLogOfferCount ToItem(IGrouping<long, KeyValuePair<PixelLogCount, long>> sums, OfferConfiguration configuration)
    {
        configuration.Offers.TryGetValue(sums.Key, out var offer);
        var outcomes = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (key, number) in sums)
            if (number != 0)
                outcomes[key.Outcome] = outcomes.GetValueOrDefault(key.Outcome) + number;
        return new PixelLogOfferCount(
            sums.Key == 0 ? null : new OfferId(sums.Key),
            offer?.Name,
            offer?.AdvertiserId,
            offer?.Status == OfferStatus.Inactive,
            outcomes.Values.Sum(),
            outcomes.Sum(o => PostbackOutcomes.TryRead(o.Key, out var read) && read.IsRefusal() ? o.Value : 0),
            outcomes.GetValueOrDefault(PostbackOutcome.Stored.ToText()),
            sums.Sum(s => s.Key.Whitelisted ? s.Value : 0),
            outcomes
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/pixel-log/offers",
            async (
                HttpContext http,
                ListPixelLogCounts operation,
                string? from = null,
                string? to = null,
                AdvertiserId? advertiserId = null,
                bool hideInactive = false
            ) =>
            {
                var range = new PixelLogQuery { From = from, To = to }.Read((await operation._configurations.GetAsync()).Zone);
                if (!range.IsOk)
                    return range.Refusal.ToProblem();
                var end = range.Value.To ?? operation._database.Now;
                return (IResult)
                    (
                        await operation.RunAsync(
                            http.Actor(),
                            range.Value.From ?? end - TimeSpan.FromDays(1),
                            end,
                            advertiserId,
                            hideInactive,
                            http.RequestAborted
                        )
                    ).ToOk();
            }
        );
}

/// <summary>The postbacks of one offer over a range.</summary>
/// <param name="OfferId">Null for those that named no offer that exists.</param>
/// <param name="Ignored">Refused by a step or as a duplicate.</param>
/// <param name="Converted">Became a conversion. What is neither this nor ignored repeats or completes one.</param>
/// <param name="Whitelisted">Came from a whitelisted address of the advertiser.</param>
public sealed record PixelLogOfferCount(
    OfferId? OfferId,
    string? OfferName,
    AdvertiserId? AdvertiserId,
    bool Inactive,
    long Attempted,
    long Ignored,
    long Converted,
    long Whitelisted,
    IReadOnlyDictionary<string, long> Outcomes
);
