using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Conversions;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Whitelist;

/// <summary>
/// Adds a range of addresses whose postbacks an advertiser believes (cake.md 2.9), and approves what came from there before and still waits
/// for its sender to be believed (2.3a).
/// </summary>
public sealed class AddWhitelistRow(Database database, ConfigurationVersion configuration, Approval approval)
{
    /// <param name="To">Blank is <paramref name="From"/>: a single address.</param>
    public sealed record Request(
        AdvertiserId? AdvertiserId,
        string? From,
        string? To,
        OfferId? OfferId = null,
        int? PerSecond = null,
        bool? Active = null,
        string? Note = null
    );

    public async Task<Result<WhitelistAnswer>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var draft = WhitelistDraft.Read(validation, request);
        await database.ReadAsync(c => WhitelistDraft.CheckAsync(c, validation, draft), cancellation);
        if (validation.HasErrors)
            return validation.ToRefusal();

        return await database.WriteOnceAsync<WhitelistAnswer>(
            actor,
            WriteKeys.Of($"advertiser:{draft.AdvertiserId}"),
            async unit =>
            {
                var exists = new Validation();
                await WhitelistDraft.CheckAsync(unit.Connection, exists, draft);
                if (exists.HasErrors)
                    return exists.ToRefusal();
                var created = WhitelistAnswer.Of(await WhitelistSql.InsertAsync(unit, draft));
                await ChangeLogSql.AppendAsync(unit, actor, "ip-whitelist", $"{created.Id}", "create", null, created);
                if (draft.Active && actor.May(Permission.ChangeMoney))
                    await WhitelistApproval.RunAsync(unit, actor, draft, approval);
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/ip-whitelist",
            async (HttpContext http, Request request, AddWhitelistRow operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(r => $"/api/v1/ip-whitelist/{r.Id}")
        );
}
