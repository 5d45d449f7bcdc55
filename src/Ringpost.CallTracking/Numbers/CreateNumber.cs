using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Ringpost.Api;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Publishers;
using Ringpost.CallTracking.Tags;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Numbers;

/// <summary>Adds a tracking number to a campaign, for one publisher or for none (ringba.md 9.2).</summary>
public sealed class CreateNumber(
    Database database,
    ConfigurationVersion configuration,
    Identifiers identifiers,
    IOptions<CallOptions> options
)
{
    /// <param name="Tags">The number's own tags by name: <c>[tag:DialedNumber:name]</c>.</param>
    /// <param name="Number">As a person writes it; without <c>+</c> it is read as of the campaign's country.</param>
    /// <param name="OverrideRest">Gives it to another publisher before it has rested; recorded.</param>
    public sealed record Request(
        string? Number,
        CallCampaignId? CallCampaignId,
        PublisherId? PublisherId = null,
        bool OverrideRest = false,
        IReadOnlyDictionary<string, string?>? Tags = null
    );

    public async Task<Result<TrackingNumber>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var id = new NumberId("NU" + identifiers.TimeOrdered());
        // One key over all numbers: which text is which number is known only once the campaign's country is.
        var keys = WriteKeys.Of(NumberHoldsSql.Key, $"call-campaign:{request.CallCampaignId}", $"publisher:{request.PublisherId}");
        return await database.WriteOnceAsync<TrackingNumber>(
            actor,
            keys,
            async unit =>
            {
                var validation = new Validation();
                var campaign = request.CallCampaignId is { } campaignId
                    ? await CallCampaignsSql.FindAsync(unit.Connection, campaignId)
                    : null;
                if (campaign is null)
                    validation.Add(
                        "callCampaignId",
                        request.CallCampaignId is { } given
                            ? (await NotInUse.OfAsync(unit.Connection, given)).Says
                            : "A campaign is needed."
                    );
                if (request.PublisherId is { } publisher && await PublishersSql.FindAsync(unit.Connection, publisher) is null)
                    validation.Add("publisherId", (await NotInUse.OfAsync(unit.Connection, publisher)).Says);
                var tags = request.Tags is null ? TagValues.None : TagCheck.Values(validation, "tags", "DialedNumber", request.Tags);
                var country = campaign?.Country ?? "US";
                if (!PhoneNumber.TryParse(request.Number, country, out var number))
                    validation.Add("number", $"A telephone number of {country}, or one with its country code, as +12025550181.");
                else if (await NumbersSql.CampaignOfAsync(unit.Connection, number) is { } owner)
                    validation.Add("number", $"{number} already belongs to the campaign “{owner}”.");
                else if (await NumberHoldsSql.IsHeldAsync(unit.Connection, number, unit.Now))
                    validation.Add("number", $"{number} is being released at its carrier.");
                var cutsShort = await NumberRestCheck.CutsShortAsync(
                    unit,
                    validation,
                    number,
                    request.PublisherId,
                    options.Value.NumberRest,
                    request.OverrideRest
                );
                if (validation.HasErrors)
                    return validation.ToRefusal();

                var created = new TrackingNumber(id, number, campaign!.Id, request.PublisherId, true, unit.Now) { Tags = tags };
                await NumbersSql.InsertAsync(unit, created);
                await NumberAssignmentsSql.MoveAsync(unit, actor, null, created, identifiers.TimeOrdered(), cutsShort);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "number",
                    $"{id}",
                    "create",
                    null,
                    created,
                    new("call-campaign", $"{created.CampaignId}")
                );
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/numbers",
            async (HttpContext http, Request request, CreateNumber operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(n => $"/api/v1/numbers/{n.Id}")
        );
}
