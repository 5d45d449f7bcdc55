using System.Data.Common;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Tags;
using Ringpost.CallTracking.TestCalls;
using Ringpost.Delivery.GuardedHttp;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Guards;

/// <summary>
/// The check before routing: asks the campaign's URL about a call that no other door turns away, before the call is written and outside any
/// transaction. A call that is stored is not asked about again.
/// </summary>
public sealed class AskCheck(Database database, AskUrl ask)
{
    /// <param name="id">What the call will be called once it is stored.</param>
    /// <returns>Null where nothing is to be said: no check, or the call is here already.</returns>
    internal async Task<CheckResult?> RunAsync(
        CallConfiguration configuration,
        TrackingNumber number,
        CallCampaign campaign,
        ReceiveCall.Request request,
        CallId id,
        CancellationToken cancellation
    )
    {
        if (campaign.Guards.Check is not { } setting)
            return null;
        var now = database.Now;
        var (known, turned, tokens) = await database.ReadAsync(
            connection => ReadAsync(connection, configuration, number, campaign, request, id, now),
            cancellation
        );
        if (known)
            return null;
        if (turned is not null)
            return CheckResult.NotAsked(turned);
        var url = TokenTemplate.Parse(setting.Url).Render(tokens!.ValueOf, TokenEncoding.Url);
        var answer = await ask.GetAsync(url, id.Value, TimeSpan.FromMilliseconds(setting.Milliseconds), cancellation);
        return CheckResult.Of(answer, setting);
    }

    private static async Task<(bool Known, TurnedAway? Turned, CallTokens? Tokens)> ReadAsync(
        DbConnection connection,
        CallConfiguration configuration,
        TrackingNumber number,
        CallCampaign campaign,
        ReceiveCall.Request request,
        CallId id,
        Instant now
    )
    {
        if (await CallsSql.FindCampaignAsync(connection, request.CarrierId, request.CarrierCallId) is not null)
            return (true, null, null);
        var caller = request.Caller?.E164 ?? "";
        // As the call's own write will judge it: a test that counts nowhere has no past.
        var test = configuration.Tests.Judge(request.Test, caller);
        var earlier = test == TestVerdict.Uncounted ? CallerHistory.Unasked : await ArrivalSql.FindAsync(connection, caller, campaign, now);
        if (ArrivalGuards.Judge(configuration, campaign, caller, earlier.Repeat, request.Attestation, now) is { } turned)
            return (false, turned, null);
        var call = new CallRecord
        {
            Id = id,
            ArrivedAt = now,
            Caller = caller,
            Dialed = number.Number.E164,
            NumberId = number.Id,
            CampaignId = campaign.Id,
            PublisherId = number.PublisherId,
            Test = test != TestVerdict.Real,
            Uncounted = test == TestVerdict.Uncounted,
            Attestation = request.Attestation,
            Duplicate = earlier.Duplicate,
        };
        var tags = await ArrivalTags.CollectAsync(connection, now, number, caller);
        return (false, null, new CallTokens(call, configuration, now, CallTagsSql.ByKey(tags)));
    }
}
