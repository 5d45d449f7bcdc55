using System.Data.Common;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.Search;

/// <summary>
/// Calls by id, the carrier's id or caller, as far as the actor sees calls. Who may not see full numbers finds a caller by the whole number alone and gets it
/// masked, as in the list; a publisher's or buyer's person finds their own calls by whole ids and numbers.
/// </summary>
public sealed class SearchCalls(Database database, Snapshot<CallConfiguration> snapshot)
{
    /// <summary>Of one caller the newest so many are looked at.</summary>
    private const int Deep = 500;

    public async Task<Result<IReadOnlyList<SearchHit>>> RunAsync(
        Actor actor,
        SearchTerm term,
        int most,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.SeeCalls))
            return new Forbidden(Permission.SeeCalls);
        if (term.Id is null && term.ForeignId is null && term.Phones.Count == 0 && term.PhonePrefixes.Count == 0)
            return Array.Empty<SearchHit>();
        var names = new CallNames(await snapshot.GetAsync(cancellation), actor);
        var scope = CallScope.Of(actor, database.Dialect);
        return await database.ReadAsync<Result<IReadOnlyList<SearchHit>>>(
            async connection =>
            {
                var ids = new HashSet<string>(StringComparer.Ordinal);
                if (term.Id is { } id && (term.IsWholeId || !actor.IsPartner))
                    ids.UnionWith(await SearchCallsSql.ByIdAsync(connection, id, most));
                // What a carrier calls a call stands on no page of a partner's.
                if (term.ForeignId is { } foreign && !actor.IsPartner)
                    ids.UnionWith(await SearchCallsSql.ByCarrierIdAsync(connection, foreign, most));
                foreach (var number in term.Phones)
                    ids.UnionWith(await SearchCallsSql.ByCallerAsync(connection, number.E164, Deep));
                var rows = ids.Count == 0 ? [] : await CallListSql.FindAsync(connection, database.Dialect, scope, ids, most);
                var hits = rows.Select(r => Hit(names.Summary(r))).ToList();
                hits.AddRange(await CallersAsync(connection, actor, term, rows, most));
                return hits;
            },
            cancellation
        );
    }

    private static async Task<IEnumerable<SearchHit>> CallersAsync(
        DbConnection connection,
        Actor actor,
        SearchTerm term,
        IReadOnlyList<CallRow> found,
        int most
    )
    {
        var callers = new SortedSet<string>(
            found.Select(r => r.Caller).Where(c => term.Phones.Any(p => p.E164 == c)),
            StringComparer.Ordinal
        );
        if (actor.May(Permission.SeeFullNumbers) && !actor.IsPartner)
            foreach (var prefix in term.PhonePrefixes)
                callers.UnionWith(await SearchCallsSql.CallersAsync(connection, prefix, most));
        return callers
            .Take(most)
            // Whoever sees no number typed the whole of it: nothing else found its caller.
            .Select(c => new SearchHit(SearchKind.Caller, c, CallerMask.For(actor, c).Show(c), "All calls of this caller"));
    }

    private static SearchHit Hit(CallSummary call) =>
        new(
            SearchKind.Call,
            call.Id.Value,
            call.From.Length == 0 ? "Anonymous caller" : call.From,
            Phrase.Joined(
                [
                    State(call),
                    .. new[] { call.Number, call.CallCampaignName, call.PublisherName, call.BuyerName }
                        .Where(d => !string.IsNullOrEmpty(d))
                        .Select(d => Phrase.Of($"{d}")),
                ],
                " · "
            )
        )
        {
            At = call.At,
        };

    private static Phrase State(CallSummary call) =>
        call switch
        {
            { History: true } => "From another tracker",
            { Live: true } => "Live",
            { Blocked: true } => "Blocked",
            { Paid: true } => "Paid",
            { Converted: true } => "Converted",
            { Connected: true } => "Connected",
            { Incomplete: true } => "IVR Hangup",
            _ => "Not connected",
        };
}
