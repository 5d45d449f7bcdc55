using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Blocks;

/// <summary>
/// Blocks a number, a beginning of numbers or anonymous callers, from the next call on. What is blocked already on the same campaign, or on
/// all, takes the new expiry and note.
/// </summary>
public sealed class BlockNumber(
    Database database,
    ConfigurationVersion configuration,
    Snapshot<CallConfiguration> snapshot,
    Identifiers identifiers
)
{
    /// <param name="Number">A number, a beginning as <c>+1661*</c>, or <c>anonymous</c>.</param>
    /// <param name="CallCampaignId">All campaigns where absent.</param>
    /// <param name="ExpiresAt">For ever where absent.</param>
    /// <param name="Note">Why.</param>
    public sealed record Request(string? Number, CallCampaignId? CallCampaignId = null, Instant? ExpiresAt = null, string? Note = null);

    public async Task<Result<BlockedNumber>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var current = await snapshot.GetAsync(cancellation);
        var country = request.CallCampaignId is { } id ? current.Campaigns.GetValueOrDefault(id)?.Country : null;
        var validation = new Validation();
        if (BlockPattern.Read(request.Number, country ?? "US", out var error) is not { } number)
        {
            number = "";
            validation.Add("number", error);
        }

        return await StoreAsync(actor, validation, number, request.CallCampaignId, request.ExpiresAt, request.Note, null, cancellation);
    }

    internal async Task<Result<BlockedNumber>> StoreAsync(
        Actor actor,
        Validation validation,
        string number,
        CallCampaignId? campaign,
        Instant? expiresAt,
        string? note,
        CallId? call,
        CancellationToken cancellation
    )
    {
        var text = validation.Text("note", note);
        if (expiresAt is { } end && end <= database.Now)
            validation.Add("expiresAt", "This lies in the past.");
        if (validation.HasErrors)
            return validation.ToRefusal();
        return await database.WriteOnceAsync<BlockedNumber>(
            actor,
            WriteKeys.Of($"blocked-number:{number}:{campaign}"),
            async unit =>
            {
                if (campaign is { } only && await CallCampaignsSql.FindAsync(unit.Connection, only) is null)
                    return new Invalid("callCampaignId", (await NotInUse.OfAsync(unit.Connection, only)).Says);
                var before = await BlockedNumbersSql.FindAsync(unit.Connection, number, campaign);
                var id = before?.Id ?? new BlockedNumberId("BL" + identifiers.TimeOrdered());
                var after = new BlockedNumber(id, number, campaign, text, expiresAt, actor.Name, call, unit.Now);
                await BlockedNumbersSql.StoreAsync(unit, [after]);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "blocked-number",
                    $"{id}",
                    before is null ? "create" : "update",
                    before?.Logged(),
                    after.Logged()
                );
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/blocked-numbers",
            async (HttpContext http, Request request, BlockNumber operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(b => $"/api/v1/blocked-numbers/{b.Id}")
        );
}
