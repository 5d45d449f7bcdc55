using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Guards;
using Ringpost.CallTracking.Tags;
using Ringpost.CallTracking.TestCalls;
using Ringpost.Delivery.Alerts;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Calls;

/// <summary>
/// A call arrives: 1 find the number, 2 ask the campaign's check, 3 write the call once per carrier's call id, 4 turn it away or plan,
/// 5 dial the first target, else the fallback. A repeat gets the answer
/// that the call stands at. The carrier's signature was checked before; no person acts.
/// </summary>
public sealed class ReceiveCall(CallBook book, Identifiers identifiers, WeightDraw draw, AskCheck? check = null)
{
    /// <param name="Caller">Null for an anonymous or withheld number.</param>
    /// <param name="Test">The carrier is a simulator.</param>
    /// <param name="Attestation">Null where the carrier stated none.</param>
    public sealed record Request(
        string CarrierId,
        string CarrierCallId,
        PhoneNumber? Caller,
        string Dialed,
        bool Test,
        Attestation? Attestation = null
    );

    public async Task<CallAnswer> RunAsync(Request request, CancellationToken cancellation = default)
    {
        var configuration = await book.ConfigurationAsync(cancellation);
        if (
            !configuration.Numbers.TryGetValue(request.Dialed, out var number)
            || !configuration.Campaigns.TryGetValue(number.CampaignId, out var campaign)
        )
        {
            CallsLog.Arrival(book.Log, nameof(CallRejection.UnknownNumber), request.Dialed);
            await book.TellAsync(
                new AlertDraft(
                    AlertKind.UnassignedNumber,
                    $"number:{request.Dialed}",
                    $"Somebody called {request.Dialed}, which belongs to no campaign: the call was turned away. Assign the number, or give it back to the carrier."
                ),
                cancellation
            );
            return new CallAnswer.Reject(CallRejection.UnknownNumber);
        }

        string[] keys =
        [
            CallRecord.KeyOf(request.CarrierId, request.CarrierCallId),
            CallRecord.CallerKeyOf(campaign.Id, request.Caller?.E164 ?? ""),
            .. LegDialer.KeysOf(configuration, campaign.Id),
            .. CapOwner.OfCall(configuration, number.PublisherId) is { } publisher ? [publisher.Key] : Array.Empty<string>(),
        ];
        var id = new CallId(identifiers.TimeOrdered());
        var asked =
            check is not null && Block(configuration, number, campaign) is null
                ? await check.RunAsync(configuration, number, campaign, request, id, cancellation)
                : null;
        return await book.WriteAsync(
            keys,
            (unit, _) => ReceiveAsync(unit, configuration, request, number, campaign, id, asked),
            cancellation
        );
    }

    private async Task<CallAnswer> ReceiveAsync(
        WriteUnit unit,
        CallConfiguration configuration,
        Request request,
        TrackingNumber number,
        CallCampaign campaign,
        CallId id,
        CheckResult? asked
    )
    {
        if (await CallsSql.FindAsync(unit.Connection, request.CarrierId, request.CarrierCallId) is { } known)
        {
            var again = Again(configuration, known);
            await NoteAsync(unit, known.Id, again);
            return again;
        }

        var caller = request.Caller?.E164 ?? "";
        var test = configuration.Tests.Judge(request.Test, caller);
        var earlier =
            test == TestVerdict.Uncounted ? CallerHistory.Unasked : await ArrivalSql.FindAsync(unit.Connection, caller, campaign, unit.Now);
        var turned =
            TurnedAway.For(Block(configuration, number, campaign))
            ?? ArrivalGuards.Judge(configuration, campaign, caller, earlier.Repeat, request.Attestation, unit.Now)
            ?? asked?.Turned;
        var capped =
            turned is null && test != TestVerdict.Uncounted
                ? await PublisherCaps.RefuseAsync(unit, configuration, number.PublisherId, campaign)
                : null;
        if (capped is { } full && PublisherCaps.Blocks(full, configuration))
            turned = TurnedAway.For(BlockReason.PublisherCapped);
        var block = turned?.Reason;
        var call = new CallRecord
        {
            Id = id,
            CarrierId = request.CarrierId,
            CarrierCallId = request.CarrierCallId,
            ArrivedAt = unit.Now,
            Caller = caller,
            Dialed = number.Number.E164,
            NumberId = number.Id,
            CampaignId = campaign.Id,
            PublisherId = number.PublisherId,
            Test = test != TestVerdict.Real,
            Uncounted = test == TestVerdict.Uncounted,
            State = block is null ? CallState.Dialing : CallState.Blocked,
            BlockReason = block,
            Attestation = request.Attestation,
            Duplicate = earlier.Duplicate,
            PreviouslyConnected = earlier.Ever,
            Currency = campaign.Currency.Code,
            EndedAt = block is null ? null : unit.Now,
            PayoutCapped = capped is not null,
        };
        IReadOnlyList<StoredTag> tags =
        [
            .. await ArrivalTags.CollectAsync(unit.Connection, unit.Now, number, caller),
            .. asked?.Tags ?? [],
        ];
        call.Tags = CallTagsSql.ByKey(tags);
        call.TakePayoutTerms(configuration, call.Tags);
        var plan = block is null
            ? DuplicateRoute.Apply(await PlanAsync(unit, configuration, call), campaign.Guards.Duplicates, earlier.Target)
            : null;
        if (plan is not null)
            call.Take(plan);
        await CallsSql.InsertAsync(unit, call);
        await CallTagsSql.InsertAsync(unit, call.Id, tags);
        await PublisherCaps.EnterAsync(unit, configuration, call, capped);
        var writer = book.Writer(unit, call, configuration);
        if (asked?.Fields is { } said)
            await writer.LogAsync("RoutingCheck", said);
        var answer = await BeginAsync(writer, plan, turned);
        await NoteAsync(unit, call.Id, answer);
        unit.AfterCommit(() =>
            CallsLog.Arrival(book.Log, answer is CallAnswer.Reject reject ? reject.Reason.ToString() : "Dialed", request.Dialed)
        );
        return answer;
    }

    private static Task NoteAsync(WriteUnit unit, CallId id, CallAnswer answer) =>
        CarrierReportsSql.AppendAsync(unit, id, CarrierReportKind.Arrived, "a call arrives", CarrierReportText.Of(answer));

    private async Task<CallAnswer> BeginAsync(CallWriter writer, RoutingPlan? plan, TurnedAway? turned)
    {
        if (plan is null)
        {
            await writer.LogAsync("BlockedCall", turned?.Fields());
            return new CallAnswer.Reject(CallRejection.Blocked);
        }

        await writer.FireAsync(PixelEvent.Incoming);
        if (writer.Call.Duplicate)
            await writer.LogAsync("DuplicateCall");
        await writer.LogAsync("CallPlanDetail", PlanText.Fields(plan));
        if (await LegDialer.TryDialAsync(writer) is { } leg)
        {
            await CallEndTimer.SetAsync(writer.Unit, writer.Call, writer.Unit.Now + book.Options.LongestCall);
            return LegDialer.Instruction(writer.Configuration, writer.Call, leg);
        }

        if (await CallFallback.TryDialAsync(writer) is { } lastResort)
        {
            writer.Call.IncompleteReason = null;
            await writer.SaveAsync();
            await CallEndTimer.SetAsync(writer.Unit, writer.Call, writer.Unit.Now + book.Options.LongestCall);
            return LegDialer.Instruction(writer.Configuration, writer.Call, lastResort);
        }

        var words = CallFallback.Words(writer.Configuration, writer.Call.CampaignId);
        if (words is CallAnswer.Say say)
            await writer.LogAsync("FallbackMessage", new { message = say.Text });
        writer.Call.IncompleteReason = IncompleteReason.NoTarget;
        await writer.LogAsync("IncompleteCall", new { reason = nameof(IncompleteReason.NoTarget) });
        await writer.LogAsync("Error", new { reason = nameof(IncompleteReason.NoTarget) });
        await writer.FireAsync(PixelEvent.Error);
        writer.Apply(CallFact.LegsOver);
        await writer.AdvanceAsync();
        await writer.SaveAsync();
        return words;
    }

    private async Task<RoutingPlan> PlanAsync(WriteUnit unit, CallConfiguration configuration, CallRecord call)
    {
        var routes = LegDialer.RoutesOf(configuration, call.CampaignId);
        var caps = await CapRanking.ReadAsync(unit, configuration, routes, call.Currency);
        var valueOf = new CallTokens(call, configuration, unit.Now, call.Tags ?? CallTokens.NoTags).Lookup();
        var candidates = routes.Select(r => LegDialer.Candidate(configuration, r, caps.Refuse(r.TargetId), unit.Now, valueOf));
        return RoutingPlan.Make(
            await RoutingLimits.JudgeAsync(unit, call, candidates),
            configuration.Routing.WeightDirection ?? book.Options.WeightDirection,
            draw.Next
        );
    }

    private static CallAnswer Again(CallConfiguration configuration, CallRecord call)
    {
        if (call.State == CallState.Blocked)
            return new CallAnswer.Reject(CallRejection.Blocked);
        if (call.Legs.Count == 0)
            return CallFallback.Words(configuration, call.CampaignId);
        return call is { State: CallState.Dialing or CallState.Connected, Legs: [.., { Evidence.Dial: null } open] }
            ? LegDialer.Instruction(configuration, call, open)
            : new CallAnswer.HangUp();
    }

    private static BlockReason? Block(CallConfiguration configuration, TrackingNumber number, CallCampaign campaign)
    {
        if (!number.Enabled)
            return BlockReason.NumberPaused;
        if (!campaign.Enabled)
            return BlockReason.CampaignPaused;
        return number.PublisherId is { } id && configuration.Publishers.GetValueOrDefault(id) is not { Enabled: true }
            ? BlockReason.PublisherPaused
            : null;
    }
}
