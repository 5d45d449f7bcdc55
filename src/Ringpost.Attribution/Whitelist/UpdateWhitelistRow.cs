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

/// <summary>Changes a whitelisted range. What is absent stays; an offer of null is every offer, a rate of null the instance's.</summary>
public sealed class UpdateWhitelistRow(Database database, ConfigurationVersion configuration, Approval approval)
{
    public sealed record Request(
        string? From = null,
        string? To = null,
        Optional<OfferId?> OfferId = default,
        Optional<int?> PerSecond = default,
        bool? Active = null,
        Optional<string> Note = default
    );

    public async Task<Result<WhitelistAnswer>> RunAsync(Actor actor, long id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);

        return await database.WriteOnceAsync<WhitelistAnswer>(
            actor,
            WriteKeys.Of($"ip-whitelist:{id}"),
            async unit =>
            {
                if (await WhitelistSql.FindAsync(unit.Connection, id) is not { } before)
                    return new Missing($"Range {id}");
                var validation = new Validation();
                var after = WhitelistDraft.Read(
                    validation,
                    new(
                        before.AdvertiserId,
                        request.From ?? before.From,
                        request.To ?? before.To,
                        request.OfferId.Or(before.OfferId),
                        request.PerSecond.Or(before.PerSecond),
                        request.Active ?? before.Active,
                        request.Note.Or(before.Note)
                    )
                ) with
                {
                    Id = id,
                };
                await WhitelistDraft.CheckAsync(unit.Connection, validation, after);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                await WhitelistSql.UpdateAsync(unit, after);
                var answer = WhitelistAnswer.Of(after);
                await ChangeLogSql.AppendAsync(unit, actor, "ip-whitelist", $"{id}", "update", WhitelistAnswer.Of(before), answer);
                if (after.Active && actor.May(Permission.ChangeMoney))
                    await WhitelistApproval.RunAsync(unit, actor, after, approval);
                await configuration.RaiseAsync(unit);
                return answer;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch(
            "/ip-whitelist/{id:long}",
            async (HttpContext http, long id, Request request, UpdateWhitelistRow operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
