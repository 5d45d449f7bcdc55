using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Contracts;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Clicks;

/// <summary>How an offer takes clicks, as the API and the Console show it (cake.md 2.10, 5.3).</summary>
/// <param name="OfferLink">The default contract's: where clicks lead whose creative has no link of its own.</param>
/// <param name="RegenerationType"><c>none</c>, <c>ip</c>, <c>ipAndUserAgent</c> or <c>subId</c>.</param>
public sealed record OfferClicksAnswer(
    OfferId OfferId,
    string? OfferLink,
    int ClickCookieDays,
    bool LastTouch,
    bool ClickDeduplication,
    OfferId? RedirectOfferId,
    bool Redirect404,
    string RegenerationType,
    int RegenerationSeconds
)
{
    internal static OfferClicksAnswer Of(OfferClickSettings s, OfferContract contract) =>
        new(
            s.OfferId,
            contract.OfferLink,
            s.CookieDays,
            s.LastTouch,
            s.Deduplication,
            s.RedirectOfferId,
            s.Redirect404,
            ClickWords.Of(s.RegenerationType),
            s.RegenerationSeconds
        );
}

/// <summary>How an offer takes clicks.</summary>
public sealed class GetOfferClicks(Database database)
{
    public async Task<Result<OfferClicksAnswer>> RunAsync(Actor actor, OfferId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var found = await database.ReadAsync(
            async c =>
                await ContractsSql.FindForAsync(c, id, null) is { } contract
                    ? OfferClicksAnswer.Of(await ClickSettingsSql.ReadAsync(c, id), contract)
                    : null,
            cancellation
        );
        return found is null ? new Missing($"Offer {id}") : found;
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/offers/{id}/clicks",
            async (HttpContext http, OfferId id, GetOfferClicks operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}

internal static class RedirectOfferRule
{
    /// <summary>An offer that exists and is not the one that redirects.</summary>
    public static async Task CheckAsync(DbConnection connection, Validation validation, OfferId? target, OfferId own)
    {
        if (target is not { } id)
            return;
        if (id == own)
            validation.Add("redirectOfferId", "An offer can't redirect to itself.");
        else if (await OffersSql.FindAsync(connection, id) is null)
            validation.Add("redirectOfferId", $"Offer {id} does not exist.");
    }
}
