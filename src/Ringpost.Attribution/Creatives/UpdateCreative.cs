using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Clicks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Creatives;

/// <summary>Changes a creative. What is absent stays; a link of null takes the offer's again.</summary>
public sealed class UpdateCreative(Database database, ConfigurationVersion configuration)
{
    public sealed record Request(string? Name = null, string? Type = null, string? Status = null, Optional<string> Link = default);

    public async Task<Result<CreativeAnswer>> RunAsync(
        Actor actor,
        CreativeId id,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);

        return await database.WriteOnceAsync<CreativeAnswer>(
            actor,
            WriteKeys.Of($"creative:{id}"),
            async unit =>
            {
                if (await CreativesSql.FindAsync(unit.Connection, id) is not { } before)
                    return new Missing($"Creative {id}");
                var validation = new Validation();
                var after = before with
                {
                    Name = request.Name is null ? before.Name : validation.Name("name", request.Name),
                    Type = CreativeWords.Type(validation, request.Type, before.Type),
                    Status = CreativeWords.Status(validation, request.Status, before.Status),
                    Link = request.Link.IsGiven ? OfferLinkRule.Read(validation, "link", request.Link.Value) : before.Link,
                };
                if (validation.HasErrors)
                    return validation.ToRefusal();
                await CreativesSql.UpdateAsync(unit, after);
                var answer = CreativeAnswer.Of(after);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "creative",
                    $"{id}",
                    "update",
                    CreativeAnswer.Of(before),
                    answer,
                    new("offer", $"{before.OfferId}")
                );
                await configuration.RaiseAsync(unit);
                return answer;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapPatch(
            "/creatives/{id}",
            async (HttpContext http, CreativeId id, Request request, UpdateCreative operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
        // Clicks and conversions keep their creative: removing one sets it inactive.
        api.MapDelete(
            "/creatives/{id}",
            async (HttpContext http, CreativeId id, UpdateCreative operation) =>
                (await operation.RunAsync(http.Actor(), id, new Request(Status: "inactive"), http.RequestAborted)).ToNoContent()
        );
    }
}
