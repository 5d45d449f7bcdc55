using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Ringpost.Api;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Enrichment;
using Ringpost.CallTracking.Publishers;
using Ringpost.CallTracking.Tags;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Numbers;

/// <summary>Gives a number to another campaign or publisher, or pauses and resumes it. What is absent stays; a null publisher is none.</summary>
public sealed class ChangeNumber(
    Database database,
    ConfigurationVersion configuration,
    Identifiers identifiers,
    IOptions<CallOptions> options,
    SecretBox secrets
)
{
    /// <inheritdoc cref="CreateNumber.Request"/>
    /// <param name="Tags">All of the number's own tags; in place of those it has.</param>
    /// <param name="EnrichSecret">What requests to <c>/enrich/{id}</c> must carry as <c>secret</c>; null asks for none.</param>
    public sealed record Request(
        CallCampaignId? CallCampaignId = null,
        Optional<PublisherId?> PublisherId = default,
        bool? Enabled = null,
        bool OverrideRest = false,
        IReadOnlyDictionary<string, string?>? Tags = null,
        Optional<string?> EnrichSecret = default
    );

    public async Task<Result<TrackingNumber>> RunAsync(Actor actor, NumberId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var keys = WriteKeys.Of(
            NumberHoldsSql.Key,
            $"number:{id}",
            $"call-campaign:{request.CallCampaignId}",
            $"publisher:{request.PublisherId.Value}"
        );
        return await database.WriteOnceAsync<TrackingNumber>(
            actor,
            keys,
            async unit =>
            {
                if (await NumbersSql.FindAsync(unit.Connection, id) is not { } before)
                    return await NotInUse.OfAsync(unit.Connection, id);
                var validation = new Validation();
                if (request.CallCampaignId is { } campaign && await CallCampaignsSql.FindAsync(unit.Connection, campaign) is null)
                    validation.Add("callCampaignId", (await NotInUse.OfAsync(unit.Connection, campaign)).Says);
                if (request.PublisherId.Value is { } publisher && await PublishersSql.FindAsync(unit.Connection, publisher) is null)
                    validation.Add("publisherId", (await NotInUse.OfAsync(unit.Connection, publisher)).Says);
                var cutsShort =
                    request.PublisherId.Value != before.PublisherId
                    && await NumberRestCheck.CutsShortAsync(
                        unit,
                        validation,
                        before.Number,
                        request.PublisherId.Value,
                        options.Value.NumberRest,
                        request.OverrideRest
                    );
                var tags = request.Tags is null ? before.Tags : TagCheck.Values(validation, "tags", "DialedNumber", request.Tags);
                if (request.EnrichSecret.Value is { } secret && secret.Trim().Length is < 8 or > 200)
                    validation.Add("enrichSecret", "8 to 200 characters.");
                if (validation.HasErrors)
                    return validation.ToRefusal();
                var fingerprint = request.EnrichSecret.IsGiven ? Fingerprint(request.EnrichSecret.Value) : before.EnrichSecret;
                var after = before with
                {
                    Tags = tags,
                    EnrichSecret = fingerprint,
                    EnrichSecretSet = fingerprint is not null,
                    CampaignId = request.CallCampaignId ?? before.CampaignId,
                    PublisherId = request.PublisherId.Or(before.PublisherId),
                    Enabled = request.Enabled ?? before.Enabled,
                };
                await NumbersSql.UpdateAsync(unit, after);
                await NumberAssignmentsSql.MoveAsync(unit, actor, before, after, identifiers.TimeOrdered(), cutsShort);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "number",
                    $"{id}",
                    "update",
                    before,
                    after,
                    new("call-campaign", $"{after.CampaignId}")
                );
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    private string? Fingerprint(string? secret) =>
        secret is null ? null : secrets.Fingerprint(secret.Trim(), AcceptEnrichment.SecretPurpose);

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch(
            "/numbers/{id}",
            async (HttpContext http, NumberId id, Request request, ChangeNumber operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
