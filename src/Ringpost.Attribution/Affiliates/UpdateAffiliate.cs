using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Affiliates;

/// <summary>Changes an affiliate. What is absent stays; a postback URL of null or blank is taken away.</summary>
public sealed class UpdateAffiliate(Database database, ConfigurationVersion configuration)
{
    public sealed record Request(string? Name = null, Optional<string> PostbackUrl = default, string? Status = null, bool? Review = null);

    public async Task<Result<Affiliate>> RunAsync(Actor actor, AffiliateId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);

        return await database.WriteOnceAsync<Affiliate>(
            actor,
            WriteKeys.Of($"affiliate:{id}"),
            async unit =>
            {
                if (await AffiliatesSql.FindAsync(unit.Connection, id) is not { } before)
                    return new Missing($"Affiliate {id}");
                var validation = new Validation();
                var after = before with
                {
                    Name = request.Name is null ? before.Name : validation.Name("name", request.Name),
                    PostbackUrl = request.PostbackUrl.IsGiven
                        ? PostbackUrlRule.ReadPixel(validation, "postbackUrl", request.PostbackUrl.Value)
                        : before.PostbackUrl,
                    Status = AccountWords.Status(validation, request.Status, before.Status),
                    Review = request.Review ?? before.Review,
                };
                if (validation.HasErrors)
                    return validation.ToRefusal();
                await AffiliatesSql.UpdateAsync(unit, after);
                await ChangeLogSql.AppendAsync(unit, actor, "affiliate", $"{id}", "update", before, after);
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapPatch(
            "/affiliates/{id}",
            async (HttpContext http, AffiliateId id, Request request, UpdateAffiliate operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
        // Conversions keep their affiliate: removing one sets it inactive.
        api.MapDelete(
            "/affiliates/{id}",
            async (HttpContext http, AffiliateId id, UpdateAffiliate operation) =>
                (await operation.RunAsync(http.Actor(), id, new Request(Status: "inactive"), http.RequestAborted)).ToNoContent()
        );
    }
}
