using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Recordings;
using Ringpost.CallTracking.Routing;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Campaigns;

/// <summary>Changes a campaign's settings, or pauses and resumes it. What is absent stays.</summary>
public sealed class ChangeCallCampaign(Database database, ConfigurationVersion configuration)
{
    /// <param name="OnePayoutPerCaller">For calls that arrive from now on.</param>
    /// <param name="RecoverSeconds">A target that hangs up before so many connected seconds passes the caller on; 0 is never.</param>
    /// <param name="Fallback">Who takes a call that no target can take; null is as the instance says.</param>
    /// <param name="Currency">Can only repeat what it is: amounts already written are in it.</param>
    /// <param name="RecordingNotice">What callers hear before they are recorded; turning recording on needs one, which may be <c>none</c>.</param>
    public sealed record Request(
        string? Name = null,
        string? Country = null,
        string? TrackingId = null,
        bool? Enabled = null,
        int? DialAttempts = null,
        bool? RecordCalls = null,
        string? Currency = null,
        bool? OnePayoutPerCaller = null,
        int? RecoverSeconds = null,
        Optional<FallbackRequest?> Fallback = default,
        NoticeRequest? RecordingNotice = null
    );

    public async Task<Result<CallCampaign>> RunAsync(
        Actor actor,
        CallCampaignId id,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var name = request.Name is null ? null : validation.Name("name", request.Name);
        var country = request.Country is null ? null : CampaignCheck.Country(validation, request.Country);
        var trackingId = request.TrackingId is null ? null : validation.Text("trackingId", request.TrackingId);
        var attempts = validation.Whole("dialAttempts", request.DialAttempts, 1, CampaignCheck.MostDialAttempts, 0);
        var recover = RoutingLimitCheck.Recover(validation, request.RecoverSeconds);
        var fallback = FallbackRequest.Read(validation, request.Fallback.Value);
        var notice = NoticeRequest.Read(validation, "recordingNotice", request.RecordingNotice);
        if (validation.HasErrors)
            return validation.ToRefusal();

        return await database.WriteOnceAsync<CallCampaign>(
            actor,
            WriteKeys.Of($"call-campaign:{id}", FallbackRequest.KeyOf(fallback)),
            async unit =>
            {
                if (await CallCampaignsSql.FindAsync(unit.Connection, id) is not { } before)
                    return await NotInUse.OfAsync(unit.Connection, id);
                if (request.Currency is not null && !request.Currency.Equals(before.Currency.Code, StringComparison.OrdinalIgnoreCase))
                    return new Invalid(
                        "currency",
                        $"The campaign counts in {before.Currency}. Create another campaign for another currency."
                    );
                await FallbackRequest.CheckAsync(unit.Connection, validation, fallback);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                if (request.RecordCalls == true && !before.RecordCalls && (notice ?? before.RecordingNotice) is null)
                    return new Invalid("recordingNotice", NoticeRequest.Missing);
                var after = before with
                {
                    Name = name ?? before.Name,
                    Country = country ?? before.Country,
                    TrackingId = trackingId ?? before.TrackingId,
                    Enabled = request.Enabled ?? before.Enabled,
                    DialAttempts = attempts == 0 ? before.DialAttempts : attempts,
                    RecordCalls = request.RecordCalls ?? before.RecordCalls,
                    OnePayoutPerCaller = request.OnePayoutPerCaller ?? before.OnePayoutPerCaller,
                    RecoverSeconds = recover ?? before.RecoverSeconds,
                    Fallback = request.Fallback.IsGiven ? fallback : before.Fallback,
                    RecordingNotice = notice ?? before.RecordingNotice,
                };
                await CallCampaignsSql.UpdateAsync(unit, after);
                await ChangeLogSql.AppendAsync(unit, actor, "call-campaign", $"{id}", "update", before, after);
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch(
            "/call-campaigns/{id}",
            async (HttpContext http, CallCampaignId id, Request request, ChangeCallCampaign operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
