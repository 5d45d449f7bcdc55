using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Contracts;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Clicks;

/// <summary>
/// Changes how an offer takes clicks. What is absent stays; a link or redirect offer of null is taken away. The link is the default
/// contract's.
/// </summary>
public sealed class SetOfferClicks(Database database, ConfigurationVersion configuration)
{
    public const int LongestCookieDays = 400;

    public sealed record Request(
        Optional<string> OfferLink = default,
        int? ClickCookieDays = null,
        bool? LastTouch = null,
        bool? ClickDeduplication = null,
        Optional<OfferId?> RedirectOfferId = default,
        bool? Redirect404 = null,
        string? RegenerationType = null,
        int? RegenerationSeconds = null
    );

    public async Task<Result<OfferClicksAnswer>> RunAsync(
        Actor actor,
        OfferId id,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);

        return await database.WriteOnceAsync<OfferClicksAnswer>(
            actor,
            WriteKeys.Of($"offer:{id}"),
            async unit =>
            {
                if (await ContractsSql.FindForAsync(unit.Connection, id, null) is not { } contract)
                    return new Missing($"Offer {id}");
                var validation = new Validation();
                var before = await ClickSettingsSql.ReadAsync(unit.Connection, id);
                var after = Apply(request, before, validation);
                var linked = request.OfferLink.IsGiven
                    ? contract with
                    {
                        OfferLink = OfferLinkRule.Read(validation, "offerLink", request.OfferLink.Value),
                    }
                    : contract;
                await RedirectOfferRule.CheckAsync(unit.Connection, validation, after.RedirectOfferId, id);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                await ClickSettingsSql.WriteAsync(unit, after);
                if (linked != contract)
                    await ContractsSql.UpdateAsync(unit, linked);
                var answer = OfferClicksAnswer.Of(after, linked);
                await ChangeLogSql.AppendAsync(unit, actor, "offer", $"{id}", "clicks", OfferClicksAnswer.Of(before, contract), answer);
                await configuration.RaiseAsync(unit);
                return answer;
            },
            cancellation
        );
    }

    private static OfferClickSettings Apply(Request request, OfferClickSettings before, Validation validation)
    {
        var type = before.RegenerationType;
        if (request.RegenerationType is { } word)
        {
            if (ClickWords.ReadRegeneration(word) is { } read)
                type = read;
            else
                validation.Add("regenerationType", "One of: none, ip, ipAndUserAgent, subId.");
        }

        return before with
        {
            CookieDays = validation.Whole("clickCookieDays", request.ClickCookieDays, 1, LongestCookieDays, before.CookieDays),
            LastTouch = request.LastTouch ?? before.LastTouch,
            Deduplication = request.ClickDeduplication ?? before.Deduplication,
            RedirectOfferId = request.RedirectOfferId.IsGiven ? request.RedirectOfferId.Value : before.RedirectOfferId,
            Redirect404 = request.Redirect404 ?? before.Redirect404,
            RegenerationType = type,
            RegenerationSeconds =
                type == RegenerationType.None
                    ? 0
                    : validation.Whole(
                        "regenerationSeconds",
                        request.RegenerationSeconds,
                        1,
                        ClickWords.LongestSeconds(type),
                        before.RegenerationSeconds is > 0 and var seconds ? Math.Min(seconds, ClickWords.LongestSeconds(type)) : 86_400
                    ),
        };
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch(
            "/offers/{id}/clicks",
            async (HttpContext http, OfferId id, Request request, SetOfferClicks operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
