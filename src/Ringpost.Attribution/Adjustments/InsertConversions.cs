using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Adjustments;

/// <summary>
/// Inserts conversions by hand (cake.md 6): how many, on which campaign and day, with which amounts, and the transaction ids, one a row; more ids
/// than rows is an error, fewer leave the rest blank. Nobody is told of them. A preview first; then slice by slice, each row whole or not at all.
/// </summary>
public sealed class InsertConversions(Database database, Snapshot<OfferConfiguration> configuration, Identifiers identifiers)
{
    private const int Slice = 100;

    /// <param name="ConversionDate">A date of the instance's zone, or a time.</param>
    /// <param name="CampaignId">Or offer and affiliate: then their original campaign.</param>
    /// <param name="Payout">Absent is the configured one.</param>
    /// <param name="TransactionIds">Separated by commas.</param>
    /// <param name="UnpaidDispositionId">What conversions without a payout become; 0 and absent leave them approved.</param>
    /// <param name="OverCaps">Insert also what finds a cap met; absent leaves it out. Either way each takes its place in the caps.</param>
    /// <param name="Key">Names the run, so that the same one again changes nothing; absent is the Idempotency-Key, else a run of its own.</param>
    public sealed record Request(
        string? ConversionDate,
        int? TotalToInsert,
        OfferCampaignId? CampaignId = null,
        OfferId? OfferId = null,
        AffiliateId? AffiliateId = null,
        OfferEventId? EventId = null,
        CreativeId? CreativeId = null,
        string? SubAffiliate = null,
        decimal? Payout = null,
        decimal? Received = null,
        string? Note = null,
        string? TransactionIds = null,
        long? UnpaidDispositionId = null,
        bool? OverCaps = null,
        bool? Apply = null,
        string? Key = null
    );

    public async Task<Result<MassAnswer>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeMoney))
            return new Forbidden(Permission.ChangeMoney);
        var picture = await configuration.GetAsync(cancellation);
        var named = request.UnpaidDispositionId is { } id and > 0
            ? await database.ReadAsync(c => DispositionsSql.FindAsync(c, id), cancellation)
            : null;
        var validation = new Validation();
        var draft = InsertDraft.Read(validation, request, picture, named, database.Now);
        if (validation.HasErrors)
            return validation.ToRefusal();
        if (request.Apply != true)
        {
            var (taken, tally) = await database.ReadAsync(
                async c => (await InsertsSql.ListTakenAsync(c, database.Dialect, draft), await InsertCaps.ReadAsync(c, draft)),
                cancellation
            );
            return MassAnswer.Of(null, [.. draft.Rows.Select(r => Foresee(r, draft, taken, tally, database.Now))]);
        }

        var key = MassKeys.Of("insert", actor, request.Key, identifiers);
        var run = await database.WriteAsync(
            WriteKeys.None,
            unit => MassRunsSql.EnsureAsync(unit, actor, key, "insert", $"{draft.Rows.Count} conversions", draft.Note ?? ""),
            cancellation
        );
        var done = new List<MassRow>(draft.Rows.Count);
        foreach (var slice in draft.Rows.Chunk(Slice))
            done.AddRange(
                await database.WriteAsync(
                    WriteKeys.Of($"mass-run:{run}"),
                    unit => InsertsSql.InsertAsync(unit, actor, run, draft, slice),
                    cancellation
                )
            );
        return MassAnswer.Of(run, done);
    }

    private static MassRow Foresee(
        (long No, string? TransactionId) row,
        InsertDraft draft,
        HashSet<string> taken,
        Caps.CapTally? tally,
        Instant now
    ) =>
        row.TransactionId is { } id && taken.Contains(id) ? MassRow.Refused(row.No, InsertsSql.Duplicate(id))
        : InsertCaps.Take(tally, draft, now) is { } over ? MassRow.Refused(row.No, over)
        : draft.ToRow(row.No, MassOutcome.Ready, null);

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/conversions/mass-insert",
            async (HttpContext http, Request request, InsertConversions operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}
