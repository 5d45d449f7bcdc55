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

/// <summary>Adds an affiliate, active from the start (cake.md 5.1).</summary>
public sealed class CreateAffiliate(Database database, ConfigurationVersion configuration)
{
    public sealed record Request(string? Name, string? PostbackUrl = null, string? Status = null, bool? Review = null);

    public async Task<Result<Affiliate>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var draft = new Affiliate(
            default,
            validation.Name("name", request.Name),
            AccountWords.Status(validation, request.Status, AccountStatus.Active),
            PostbackUrlRule.ReadPixel(validation, "postbackUrl", request.PostbackUrl),
            default
        )
        {
            Review = request.Review ?? false,
        };
        if (validation.HasErrors)
            return validation.ToRefusal();

        return await database.WriteOnceAsync<Affiliate>(
            actor,
            WriteKeys.None,
            async unit =>
            {
                var created = await AffiliatesSql.InsertAsync(unit, draft with { CreatedAt = unit.Now });
                await ChangeLogSql.AppendAsync(unit, actor, "affiliate", $"{created.Id}", "create", null, created);
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/affiliates",
            async (HttpContext http, Request request, CreateAffiliate operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(a => $"/api/v1/affiliates/{a.Id}")
        );
}
