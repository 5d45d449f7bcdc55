using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Guards;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Campaigns;

/// <summary>Adds a container of numbers, routes, payouts and pixels (ringba.md 6.1).</summary>
public sealed class CreateCallCampaign(Database database, ConfigurationVersion configuration, Identifiers identifiers)
{
    /// <param name="Country">ISO 3166 alpha-2; numbers without <c>+</c> are read as this country's.</param>
    /// <param name="TrackingId">The receiving tracker's offer id.</param>
    /// <param name="Currency">The instance's where absent; fixed for the campaign's life.</param>
    public sealed record Request(string? Name, string? Country = null, string? TrackingId = null, string? Currency = null);

    public async Task<Result<CallCampaign>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var name = validation.Name("name", request.Name);
        var country = CampaignCheck.Country(validation, request.Country ?? "US");
        var trackingId = validation.Text("trackingId", request.TrackingId);
        Currency? currency = null;
        if (Currency.TryParse(request.Currency, out var parsed))
            currency = parsed;
        else if (!string.IsNullOrWhiteSpace(request.Currency))
            validation.Add("currency", "A currency is an ISO 4217 code, as USD.");
        if (validation.HasErrors)
            return validation.ToRefusal();

        var id = new CallCampaignId("CA" + identifiers.TimeOrdered());
        return await database.WriteOnceAsync<CallCampaign>(
            actor,
            WriteKeys.None,
            async unit =>
            {
                var settled = currency ?? (await Instance.ReadAsync(unit.Connection)).Currency;
                // Recording is off until somebody says what callers hear of it, unlike Ringba's: law asks for the notice in many places.
                var created = new CallCampaign(id, name, country, trackingId, settled, true, CampaignCheck.DialAttempts, false, unit.Now)
                {
                    Guards = CampaignGuards.New,
                };
                await CallCampaignsSql.InsertAsync(unit, created);
                await ChangeLogSql.AppendAsync(unit, actor, "call-campaign", $"{id}", "create", null, created);
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/call-campaigns",
            async (HttpContext http, Request request, CreateCallCampaign operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(c => $"/api/v1/call-campaigns/{c.Id}")
        );
}
