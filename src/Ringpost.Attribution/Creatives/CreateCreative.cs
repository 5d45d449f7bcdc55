using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Creatives;

/// <summary>Adds a creative to an offer; each offer has one from its beginning (cake.md 2.7).</summary>
public sealed class CreateCreative(Database database, ConfigurationVersion configuration)
{
    public sealed record Request(OfferId? OfferId, string? Name, string? Type = null, string? Status = null, string? Link = null);

    public async Task<Result<CreativeAnswer>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var draft = new Creative(
            default,
            request.OfferId ?? default,
            validation.Name("name", request.Name),
            CreativeWords.Type(validation, request.Type, CreativeType.Link),
            CreativeWords.Status(validation, request.Status, CreativeStatus.Active),
            OfferLinkRule.Read(validation, "link", request.Link),
            default
        );
        if (request.OfferId is not { } offer)
            validation.Add("offerId", "A creative belongs to an offer.");
        else if (await database.ReadAsync(c => OffersSql.FindAsync(c, offer), cancellation) is null)
            validation.Add("offerId", NotThere(offer));
        if (validation.HasErrors)
            return validation.ToRefusal();

        return await database.WriteOnceAsync<CreativeAnswer>(
            actor,
            WriteKeys.Of($"offer:{draft.OfferId}"),
            async unit =>
            {
                if (await OffersSql.FindAsync(unit.Connection, draft.OfferId) is null)
                    return new Invalid("offerId", NotThere(draft.OfferId));
                var created = CreativeAnswer.Of(await CreativesSql.InsertAsync(unit, draft with { CreatedAt = unit.Now }));
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "creative",
                    $"{created.Id}",
                    "create",
                    null,
                    created,
                    new("offer", $"{created.OfferId}")
                );
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    private static Phrase NotThere(OfferId id) => $"Offer {id} does not exist.";

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/creatives",
            async (HttpContext http, Request request, CreateCreative operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(c => $"/api/v1/creatives/{c.Id}")
        );
}
