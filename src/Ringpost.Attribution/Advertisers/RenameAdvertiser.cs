using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Affiliates;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Advertisers;

/// <summary>Gives an advertiser another name or status. What is absent stays.</summary>
public sealed class RenameAdvertiser(Database database, ConfigurationVersion configuration)
{
    public sealed record Request(string? Name = null, string? Status = null);

    public async Task<Result<Advertiser>> RunAsync(Actor actor, AdvertiserId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<Advertiser>(
            actor,
            WriteKeys.Of($"advertiser:{id}"),
            async unit =>
            {
                if (await AdvertisersSql.FindAsync(unit.Connection, id) is not { } before)
                    return new Missing($"Advertiser {id}");
                var validation = new Validation();
                var after = before with
                {
                    Name = request.Name is null ? before.Name : validation.Name("name", request.Name),
                    Status = AccountWords.Of(
                        AccountWords.Status(validation, request.Status ?? before.Status, Configuration.AccountStatus.Active)
                    ),
                };
                if (validation.HasErrors)
                    return validation.ToRefusal();
                await AdvertisersSql.UpdateAsync(unit, after);
                await ChangeLogSql.AppendAsync(unit, actor, "advertiser", $"{id}", "update", before, after);
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch(
            "/advertisers/{id}",
            async (HttpContext http, AdvertiserId id, Request request, RenameAdvertiser operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
