using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Routing;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;

namespace Ringpost.Telephony.Twilio;

/// <summary>
/// A campaign's fallback as a TwiML document that the operator leaves with the carrier (a TwiML bin, its address as the fallback URL of the
/// campaign's numbers): calls go on while this server can't answer.
/// </summary>
public sealed class GetFallbackTwiml(Snapshot<CallConfiguration> snapshot)
{
    /// <summary>The document of one number.</summary>
    public sealed record Line(string Number, CallCampaignId CallCampaignId, string Twiml);

    public async Task<Result<string>> RunAsync(Actor actor, CallCampaignId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        var configuration = await snapshot.GetAsync(cancellation);
        if (!configuration.Campaigns.TryGetValue(id, out var campaign))
            return new Missing($"Campaign {id}");
        return Write(configuration, campaign) is { } text ? text : new Missing($"A fallback target or message for {campaign.Name}");
    }

    /// <summary>The document of every number whose campaign has a fallback, for a static page per number.</summary>
    public async Task<Result<Page<Line>>> ListAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        var configuration = await snapshot.GetAsync(cancellation);
        var lines = new List<Line>();
        foreach (var number in configuration.Numbers.Values.Where(n => n.Enabled).OrderBy(n => n.Number.E164, StringComparer.Ordinal))
            if (configuration.Campaigns.TryGetValue(number.CampaignId, out var campaign) && Write(configuration, campaign) is { } text)
                lines.Add(new Line(number.Number.E164, campaign.Id, text));
        return new Page<Line>(lines, null);
    }

    private static string? Write(CallConfiguration configuration, CallCampaign campaign)
    {
        var fallback = campaign.Fallback ?? configuration.Routing.Fallback ?? Fallback.None;
        var target = fallback.TargetId is { } known ? configuration.Targets.GetValueOrDefault(known) : null;
        var destinations = (target?.Destination.Members ?? (target is null ? [] : [target.Id]))
            .Select(t => configuration.Targets.GetValueOrDefault(t)?.Destination)
            .OfType<Destination>();
        return Twiml.Static(fallback, target, [.. destinations]);
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/fallback-twiml",
            async (HttpContext http, GetFallbackTwiml operation) => (await operation.ListAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
        api.MapGet(
            "/call-campaigns/{id}/fallback.xml",
            async Task<IResult> (HttpContext http, CallCampaignId id, GetFallbackTwiml operation) =>
            {
                var result = await operation.RunAsync(http.Actor(), id, http.RequestAborted);
                return result.IsOk ? TypedResults.Text(result.Value, "text/xml; charset=utf-8") : result.Refusal.ToProblem();
            }
        );
    }
}
