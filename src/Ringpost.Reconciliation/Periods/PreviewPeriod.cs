using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Configuration;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Documents;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.Reconciliation.Periods;

/// <summary>
/// What closing the days through one would make, and what speaks for waiting; changes nothing. Of days that are not over it is what their bills and
/// statements come to so far.
/// </summary>
public sealed class PreviewPeriod
{
    private readonly Database _database;
    private readonly Snapshot<Instance> _instance;
    private readonly BookWalk _walk;
    private readonly Snapshot<CallConfiguration> _calls;
    private readonly Snapshot<OfferConfiguration> _offers;
    private readonly PeriodWarnings _warnings;

    internal PreviewPeriod(
        Database database,
        Snapshot<Instance> instance,
        BookWalk walk,
        Snapshot<CallConfiguration> calls,
        Snapshot<OfferConfiguration> offers,
        PeriodWarnings warnings
    ) => (_database, _instance, _walk, _calls, _offers, _warnings) = (database, instance, walk, calls, offers, warnings);

    /// <param name="Entries">Amounts, changes among them.</param>
    /// <param name="Late">The part of the total that counts on days that were closed before; of <paramref name="LateEntries"/> amounts.</param>
    public sealed record Account(
        DocumentKind Kind,
        string? PartyId,
        string PartyName,
        Currency Currency,
        long Entries,
        decimal Total,
        long LateEntries,
        decimal Late
    );

    /// <param name="IsOver">Whether the days could be closed now.</param>
    public sealed record Response(
        string? From,
        string Through,
        string Zone,
        bool IsOver,
        IReadOnlyList<Account> Documents,
        IReadOnlyList<PeriodWarning> Warnings
    );

    /// <param name="progress">Told how many amounts were looked at so far.</param>
    public async Task<Result<Response>> RunAsync(
        Actor actor,
        PeriodQuestion question,
        Action<long>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        var instance = await _instance.GetAsync(cancellation);
        var (last, begin) = await _database.ReadAsync(
            async c => (await PeriodsSql.LastAsync(c), (await PeriodsSql.FindAsync(c, 1))?.StartsAt),
            cancellation
        );
        if (last is { State: PeriodState.Closing })
            return new Clash("period-is-closing", $"The days through {last.Through} are being closed. Look again when that is done.");
        var validation = new Validation();
        if (question.Read(validation, last, instance, actor, "", _database.Now, mayBeOpen: true) is not { } period)
            return validation.ToRefusal();

        var sums = new Dictionary<Periods.Account, DocumentDraft>();
        var seen = 0L;
        var range = new TimeRange(begin ?? period.StartsAt, period.EndsAt);
        await foreach (var piece in _walk.ReadAsync(actor, range, instance.Zone, period.AsOf, cancellation))
        {
            var known = await _database.ReadAsync(
                c => DocumentsSql.FindEntriesAsync(c, _database.Dialect, piece.Select(e => (e.Source, e.Key))),
                cancellation
            );
            foreach (var entry in piece.Where(e => !known.ContainsKey((e.Source, e.Key, e.Side))))
            {
                if (!sums.TryGetValue(entry.Account, out var sum))
                    sums[entry.Account] = sum = new DocumentDraft(entry.Account);
                sum.Add(period, entry);
            }

            progress?.Invoke(seen += piece.Count);
        }

        var names = await DocumentNames.ReadAsync(_calls, _offers, cancellation);
        return new Response(
            period.From,
            period.Through,
            period.Zone,
            period.EndsAt <= _database.Now,
            [
                .. sums
                    .Values.Select(s => ToAccount(s, names))
                    .OrderBy(a => a.Kind)
                    .ThenBy(a => a.PartyName, StringComparer.Ordinal)
                    .ThenBy(a => a.PartyId, StringComparer.Ordinal)
                    .ThenBy(a => a.Currency.Code, StringComparer.Ordinal),
            ],
            await _warnings.FindAsync(actor, period, [.. sums.Values], cancellation)
        );
    }

    private static Account ToAccount(DocumentDraft sum, DocumentNames names) =>
        new(
            sum.Account.Kind,
            sum.Account.Party.Length == 0 ? null : sum.Account.Party,
            names.Party(sum.Account.Kind, sum.Account.Party).Name,
            sum.Account.Currency,
            sum.Entries,
            sum.Total,
            sum.LateEntries,
            sum.Late
        );

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/periods/preview",
            async (HttpContext http, PeriodQuestion question, PreviewPeriod operation) =>
                (await operation.RunAsync(http.Actor(), question, null, http.RequestAborted)).ToOk()
        );
}
