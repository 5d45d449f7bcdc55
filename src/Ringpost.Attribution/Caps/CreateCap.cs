using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Caps;

/// <summary>Puts a cap on an offer, a contract, a campaign, or an event at an offer or a campaign (cake.md 5.7). It counts what its present period already has.</summary>
public sealed class CreateCap(Database database, ConfigurationVersion configuration, TimeProvider time)
{
    /// <param name="Type"><c>conversion</c> (default) or <c>click</c>.</param>
    /// <param name="Interval"><c>daily</c> (default), <c>weekly</c>, <c>monthly</c>, <c>lifetime</c> or <c>custom</c>.</param>
    /// <param name="Limit">0 lets nothing pass; absent, null and −1 are none.</param>
    /// <param name="Start">Where a custom cap begins to count.</param>
    /// <param name="Zone">Whose days it counts, as <c>America/New_York</c>; absent follows the instance.</param>
    /// <param name="SendAlertOnly">CAKE's name for <paramref name="AlertOnly"/>.</param>
    public sealed record Request(
        string? Type = null,
        OfferId? OfferId = null,
        OfferContractId? ContractId = null,
        OfferCampaignId? CampaignId = null,
        OfferEventId? EventId = null,
        string? Interval = null,
        long? Limit = null,
        Instant? Start = null,
        string? Zone = null,
        bool? AlertOnly = null,
        bool? SendAlertOnly = null
    );

    public async Task<Result<CapAnswer>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var read = CapDraft.Read(validation, request);
        var draft = await database.ReadAsync(c => CapDraft.PlaceAsync(c, validation, read), cancellation);
        if (validation.HasErrors)
            return validation.ToRefusal();
        draft = draft with { Zone = await database.ReadAsync(c => CapsSql.ZoneAsync(c, draft.ZoneId), cancellation) };
        var period = CapPeriodRule.Of(draft, Instant.From(time.GetUtcNow()));
        var before = await CapCounting.BeforeAsync(database, draft, period, false, cancellation);

        return await database.WriteOnceAsync<CapAnswer>(
            actor,
            WriteKeys.Of($"caps:{draft.OfferId}"),
            async unit =>
            {
                var gone = new Validation();
                await CapDraft.PlaceAsync(unit.Connection, gone, draft);
                if (gone.HasErrors)
                    return gone.ToRefusal();
                if (await CapsSql.FindTwinAsync(unit.Connection, draft) is { } twin)
                    return CapDraft.Taken(twin);
                var created = await CapsSql.InsertAsync(unit, draft with { CreatedAt = unit.Now });
                await CapCounting.PutAsync(unit, created, period, before, false);
                var answer = await CapNow.ReadAsync(unit.Connection, created, unit.Now);
                await ChangeLogSql.AppendAsync(unit, actor, "cap", $"{created.Id}", "create", null, answer, CapWords.CardOf(created));
                await configuration.RaiseAsync(unit);
                return answer;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/caps",
            async (HttpContext http, Request request, CreateCap operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(c => $"/api/v1/caps/{c.Id}")
        );
}
