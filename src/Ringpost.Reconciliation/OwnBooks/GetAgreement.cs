using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Agreement;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.Reconciliation.OwnBooks;

/// <summary>
/// The daily statement: paid calls beside what was booked for them, by day, call campaign and publisher, and what does not agree with its money.
/// Publishers' and buyers' people don't see it: it holds both sides of the network's money.
/// </summary>
public sealed class GetAgreement
{
    private readonly Database _database;
    private readonly Snapshot<Instance> _instance;
    private readonly OwnBooksReader _reader;

    internal GetAgreement(Database database, Snapshot<Instance> instance, OwnBooksReader reader) =>
        (_database, _instance, _reader) = (database, instance, reader);

    public async Task<Result<OwnStatement>> RunAsync(Actor actor, OwnQuestion question, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        var instance = await _instance.GetAsync(cancellation);
        var validation = new Validation();
        var (filter, zone) = question.Read(validation, instance.Zone, _database.Now);
        if (validation.HasErrors)
            return validation.ToRefusal();

        var names = await _reader.NamesAsync(cancellation);
        var rule = new OwnRule(names, zone);
        var groups = new Dictionary<(DateOnly Day, CallCampaignId? Campaign, PublisherId? Publisher, Currency Currency), OwnSums>();
        var totals = new Dictionary<Currency, OwnSums>();
        for (var place = OwnPlace.Start; place is not null; )
        {
            (var items, place) = await _reader.ReadAsync(actor, filter, rule, names, place, cancellation);
            foreach (var judged in items)
            {
                var key = (rule.Day(judged.At), judged.Call?.CampaignId, judged.Call?.PublisherId, judged.Currency);
                Sums(groups, key, judged.Currency).Add(judged);
                Sums(totals, judged.Currency, judged.Currency).Add(judged);
            }
        }

        OwnFigures[] all =
        [
            .. totals
                .Values.Select(t => t.ToFigures())
                .OrderByDescending(t => t.Calls)
                .ThenBy(t => t.Currency.Code, StringComparer.Ordinal),
        ];
        return new OwnStatement(
            filter.Range.From,
            filter.Range.To,
            zone.Id,
            all.Length == 0 ? ["No paid calls and no conversions of theirs in these days."] : [.. all.Select(OwnSums.Headline)],
            all,
            [
                .. groups
                    .Select(g => new OwnGroup(
                        g.Key.Day,
                        g.Key.Campaign,
                        names.Campaign(g.Key.Campaign),
                        g.Key.Publisher,
                        names.Publisher(g.Key.Publisher),
                        g.Value.ToFigures()
                    ))
                    .OrderByDescending(g => g.Day)
                    .ThenBy(g => g.CallCampaignName is null)
                    .ThenBy(g => g.CallCampaignName, StringComparer.Ordinal)
                    .ThenBy(g => g.PublisherName, StringComparer.Ordinal),
            ]
        );
    }

    private static OwnSums Sums<TKey>(Dictionary<TKey, OwnSums> sums, TKey key, Currency currency)
        where TKey : notnull
    {
        if (!sums.TryGetValue(key, out var found))
            sums[key] = found = new OwnSums(currency);
        return found;
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/agreement",
            async (HttpContext http, GetAgreement operation, [AsParameters] OwnQuestion question) =>
                (await operation.RunAsync(http.Actor(), question, http.RequestAborted)).ToOk()
        );
        api.MapGet(
            "/agreement.csv",
            (HttpContext http, GetAgreement operation, [AsParameters] OwnQuestion question) =>
                new CsvAnswer<OwnGroup>(
                    "agreement.csv",
                    Columns,
                    async _ =>
                    {
                        var statement = await operation.RunAsync(http.Actor(), question, http.RequestAborted);
                        return statement.IsOk ? new Page<OwnGroup>(statement.Value.Rows, null) : statement.Refusal;
                    }
                )
        );
    }

    private static readonly CsvColumn<OwnGroup>[] Columns =
    [
        new("Day", g => g.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        new("Campaign", g => g.CallCampaignName),
        new("Publisher", g => g.PublisherName),
        new("Currency", g => g.Figures.Currency.Code),
        new("Paid Calls", g => $"{g.Figures.Calls}"),
        new("Payout", g => Amount(g.Figures.Payout)),
        new("Revenue", g => Amount(g.Figures.Revenue)),
        new("Conversions", g => $"{g.Figures.Conversions}"),
        new("Paid", g => Amount(g.Figures.Paid)),
        new("Received", g => Amount(g.Figures.Received)),
        new("Pending", g => $"{g.Figures.Pending}"),
        new("Matched", g => $"{g.Figures.Matched}"),
        .. Enum.GetValues<AgreementVerdict>().Where(v => v != AgreementVerdict.Matched).SelectMany(Of),
    ];

    private static CsvColumn<OwnGroup>[] Of(AgreementVerdict verdict) =>
        [
            new(verdict.Title(), g => $"{g.Figures.Cells.Where(c => c.Verdict == verdict).Sum(c => c.Count)}"),
            new($"{verdict.Title()} (Paid)", g => Amount(g.Figures.Cells.Where(c => c.Verdict == verdict).Sum(c => c.PaidDifference))),
            new(
                $"{verdict.Title()} (Received)",
                g => Amount(g.Figures.Cells.Where(c => c.Verdict == verdict).Sum(c => c.ReceivedDifference))
            ),
        ];

    internal static string Amount(long millionths) => (millionths / 1_000_000m).ToString("0.00####", CultureInfo.InvariantCulture);
}
