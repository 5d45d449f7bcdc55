using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.CallTracking.Hours;
using Ringpost.CallTracking.Publishers;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Payouts;

/// <summary>
/// Changes a payout rule, for calls that arrive from now on. What is absent stays; a null publisher means all, a null revenue share a fixed
/// amount, null hours always.
/// </summary>
public sealed class ChangePayoutRule(Database database, ConfigurationVersion configuration)
{
    public sealed record Request(
        Optional<PublisherId?> PublisherId = default,
        string? On = null,
        int? Seconds = null,
        string? TimerStart = null,
        decimal? Amount = null,
        int? Position = null,
        Optional<RevenueShareRequest?> RevenueShare = default,
        IReadOnlyList<TagRuleRequest?>? Filters = null,
        Optional<OpeningHoursRequest?> Hours = default,
        int? DedupeSeconds = null
    );

    public async Task<Result<PayoutRule>> RunAsync(
        Actor actor,
        CallCampaignId campaignId,
        PayoutRuleId id,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var keys = WriteKeys.Of($"call-campaign:{campaignId}", $"publisher:{request.PublisherId.Value}");
        return await database.WriteOnceAsync<PayoutRule>(
            actor,
            keys,
            async unit =>
            {
                if (await PayoutRulesSql.FindAsync(unit.Connection, campaignId, id) is not { } before)
                    return new Missing($"Payout {id}");
                var validation = new Validation();
                var after = Apply(validation, before, request);
                if (request.PublisherId.Value is { } publisher && await PublishersSql.FindAsync(unit.Connection, publisher) is null)
                    validation.Add("publisherId", (await NotInUse.OfAsync(unit.Connection, publisher)).Says);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                await PayoutRulesSql.UpdateAsync(unit, after);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "payout-rule",
                    $"{id}",
                    "update",
                    before,
                    after,
                    new("call-campaign", $"{campaignId}")
                );
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    private static PayoutRule Apply(Validation validation, PayoutRule before, Request request)
    {
        var on = validation.Choice<PayoutOn>("on", request.On, before.On);
        if (request.RevenueShare.Value is not null)
            PayoutCheck.OneOf(validation, request.Amount, request.RevenueShare.Value);
        else if (request.RevenueShare.IsGiven && before.RevenueShare is not null)
            PayoutCheck.OneOf(validation, request.Amount, null);
        var share = PayoutCheck.Share(validation, request.RevenueShare.Value);
        var amount = validation.Amount("amount", request.Amount, before.Amount);
        int? standing = before.On == PayoutOn.CallLength ? before.Seconds : null;
        return before with
        {
            PublisherId = request.PublisherId.Or(before.PublisherId),
            On = on,
            TimerStart = validation.Choice<TimerStart>("timerStart", request.TimerStart, before.TimerStart),
            Seconds = CallSeconds.Read(validation, "seconds", request.Seconds ?? standing, on == PayoutOn.CallLength),
            // A fixed amount ends a share, a share a fixed amount.
            Amount = share is null ? amount : 0,
            RevenueShare = share ?? (request.RevenueShare.IsGiven || request.Amount is not null ? null : before.RevenueShare),
            Filters = request.Filters is null ? before.Filters : FilterCheck.Read(validation, "filters", request.Filters),
            Hours = request.Hours.IsGiven ? HoursCheck.Read(validation, "hours", request.Hours.Value) : before.Hours,
            DedupeSeconds = CallSeconds.Window(validation, "dedupeSeconds", request.DedupeSeconds ?? before.DedupeSeconds),
            Position = validation.Whole("position", request.Position, 0, 1000, before.Position),
        };
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch(
            "/call-campaigns/{campaignId}/payouts/{id}",
            async (HttpContext http, CallCampaignId campaignId, PayoutRuleId id, Request request, ChangePayoutRule operation) =>
                (await operation.RunAsync(http.Actor(), campaignId, id, request, http.RequestAborted)).ToOk()
        );
}
