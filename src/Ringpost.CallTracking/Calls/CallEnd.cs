using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Calls;

/// <summary>
/// The end of a call: CompletedCall → ConvertedCall → PayoutCall → EndCallSource, then the pixels Completed, Converted, Payout, Finalized in
/// that order (ringba.md 2.2, 13). Conversion and payout are written first, so that each pixel can carry both.
/// </summary>
internal static class CallEnd
{
    /// <summary>Writes what the evidence says of the end: moments, seconds, who ended it, what became of each leg.</summary>
    public static void Describe(CallRecord call, Instant now)
    {
        var callerGone = call.InboundEndedAt is not null;
        foreach (var leg in call.Legs)
        {
            leg.Outcome = leg.Evidence.Outcome(callerGone) ?? LegOutcome.EndUnknown;
            leg.EndedAt ??= call.InboundEndedAt ?? now;
        }

        DescribeCall(call, now);
    }

    /// <summary>The same of the call alone, without its legs.</summary>
    public static void DescribeCall(CallRecord call, Instant now)
    {
        call.EndedAt ??= call.InboundEndedAt ?? (call.Legs.Count > 0 ? call.Legs[^1].EndedAt : now);
        call.EndedBy = EndedByWhom(call);
        LegEvidence[] connected = [.. call.Legs.Select(l => l.Evidence).Where(e => e.Connected)];
        call.ConnectedSeconds = CallLengths.Sum(connected.Select(e => e.ConnectedSeconds));
        call.DialedSeconds =
            connected.Length > 0
                ? CallLengths.Sum(connected.Select(e => e.DialedSeconds))
                : RingTogether.LastOf(call)?.Evidence.DialedSeconds;
    }

    /// <summary>True where the call converts now: each side is decided once and never changed (architecture 4.7).</summary>
    public static bool WriteConversion(CallRecord call, CallSettlement settlement)
    {
        if (call.ConversionDecided)
            return false;
        for (var i = 0; i < call.Legs.Count; i++)
        {
            var leg = call.Legs[i];
            leg.ConversionReason = settlement.Legs[i].Reason;
            (leg.EarlierCallId, leg.EarlierAt) = (settlement.Legs[i].Earlier?.Id, settlement.Legs[i].Earlier?.At);
            leg.Converted = settlement.Converted == Verdict.Met && leg.ConversionReason is null;
            leg.Revenue = leg.Converted ? settlement.Legs[i].Revenue : 0;
        }

        call.ConversionDecided = settlement.IsConversionDecided;
        call.Converted = settlement.Converted == Verdict.Met;
        call.ConversionReason = settlement.ConversionReason;
        call.Revenue = settlement.Revenue;
        return call.Converted;
    }

    /// <inheritdoc cref="WriteConversion"/>
    public static bool WritePayout(CallRecord call, PayoutDecision payout)
    {
        if (call.PayoutDecided)
            return false;
        // The publisher's caps were asked when the call arrived; what was let in then is paid.
        if (call.PayoutCapped && payout.Paid is not null)
            payout = new PayoutDecision(null, PayoutRefusal.Capped);
        call.PayoutDecided = payout.Reason != PayoutRefusal.EndUnknown;
        call.Paid = payout.Paid is not null;
        call.PayoutReason = payout.Reason;
        call.PayoutRuleId = payout.Paid?.Rule;
        call.Payout = payout.Amount;
        (call.PayoutEarlierId, call.PayoutEarlierAt) = (payout.Earlier?.Id, payout.Earlier?.At);
        call.PayoutWindow = payout.Earlier is null ? null : payout.Window;
        return call.Paid;
    }

    public static async Task TellAsync(CallWriter writer, bool isFirstEnd, bool converts, bool pays)
    {
        var call = writer.Call;
        var at = isFirstEnd ? call.EndedAt!.Value : writer.Unit.Now;
        var failed = isFirstEnd && !call.Connected && call.Legs.Exists(l => l.Outcome == LegOutcome.Failed);
        if (isFirstEnd && call.Connected)
            await writer.LogAsync("CompletedCall", Length(writer), at);
        if (converts)
            foreach (var leg in call.Legs.Where(l => l.Converted))
                await writer.LogAsync("ConvertedCall", Conversion(writer, leg), at);
        if (pays)
            await writer.LogAsync("PayoutCall", new { payoutAmount = InUnits(call.Payout), payoutRuleId = call.PayoutRuleId }, at);
        if (writer.Rehearsed is { } rehearsed)
            await writer.LogAsync("TestCall", Rehearsal(rehearsed), at);
        if (failed)
            await writer.LogAsync("Error", new { reason = "CarrierFailure" }, at);
        if (isFirstEnd)
            await writer.LogAsync("EndCallSource", new { source = $"{call.EndedBy}" }, at);

        // The outbox keeps one delivery per call, pixel and event: a Completed that went before its end was known is not repeated.
        if (call.Connected)
            await writer.FireAsync(PixelEvent.Completed, at);
        if (converts || writer.Rehearsed?.Converted == Verdict.Met)
            await writer.FireAsync(PixelEvent.Converted, at);
        if (pays || writer.Rehearsed?.Payout.Paid is not null)
            await writer.FireAsync(PixelEvent.Payout, at);
        if (failed)
            await writer.FireAsync(PixelEvent.Error, at);
        if (isFirstEnd)
            await writer.FireAsync(PixelEvent.Finalized, at);
        if (isFirstEnd && call.RecordingUrl is not null)
            await writer.FireAsync(PixelEvent.Recording, at);
    }

    /// <summary>A leg that the buyer's webhook converts after the call was settled; what other legs came to stays.</summary>
    public static bool WriteLateConversion(CallRecord call, LegRecord leg, LegVerdict verdict)
    {
        leg.ConversionReason = verdict.Reason;
        (leg.EarlierCallId, leg.EarlierAt) = (verdict.Earlier?.Id, verdict.Earlier?.At);
        leg.Converted = verdict.Reason is null;
        leg.Revenue = verdict.Revenue;
        call.Revenue += verdict.Revenue;
        call.Converted |= leg.Converted;
        call.ConversionReason = call.Converted ? null : verdict.Reason;
        return leg.Converted;
    }

    public static async Task TellLateAsync(CallWriter writer, LegRecord leg, bool converts, bool pays)
    {
        var call = writer.Call;
        if (converts)
            await writer.LogAsync("ConvertedCall", Conversion(writer, leg));
        if (pays)
            await writer.LogAsync("PayoutCall", new { payoutAmount = InUnits(call.Payout), payoutRuleId = call.PayoutRuleId });
        if (converts)
            await writer.FireAsync(PixelEvent.Converted);
        if (pays)
            await writer.FireAsync(PixelEvent.Payout);
    }

    /// <summary>The event that tells what became of a leg that nobody was joined with.</summary>
    public static string EventOf(LegOutcome outcome) =>
        outcome switch
        {
            LegOutcome.Busy => "BusyCall",
            LegOutcome.NoAnswer or LegOutcome.NotBridged => "NoAnswer",
            LegOutcome.Failed => "TargetFailed",
            LegOutcome.Canceled => "TargetCanceled",
            LegOutcome.CallerHungUpWhileRinging => "CallerHungUpWhileRinging",
            LegOutcome.Answered or LegOutcome.AnsweredElsewhere or LegOutcome.EndUnknown => throw new InvalidOperationException(
                $"A leg without connection is not {outcome}."
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
        };

    private static Dictionary<string, object?> Length(CallWriter writer) =>
        new(writer.Describe(writer.Call.ConnectedLeg!))
        {
            ["callLengthInSeconds"] = writer.Call.CallSeconds,
            ["connectedCallLengthInSeconds"] = writer.Call.ConnectedSeconds,
            ["callCompletedDt"] = writer.Call.EndedAt!.Value.UnixMilliseconds,
        };

    private static Dictionary<string, object?> Conversion(CallWriter writer, LegRecord leg) =>
        new(writer.Describe(leg))
        {
            ["conversionAmount"] = InUnits(leg.Revenue),
            ["payoutAmount"] = InUnits(writer.Call.Payout),
            ["rule"] = leg.Terms,
        };

    /// <summary>What the rules say of a test call; its own amounts are none.</summary>
    private static Dictionary<string, object?> Rehearsal(CallSettlement rehearsed) =>
        new()
        {
            ["wouldConvert"] = rehearsed.Converted == Verdict.Met,
            ["conversionAmount"] = InUnits(rehearsed.Revenue),
            ["conversionReason"] = rehearsed.ConversionReason?.ToString(),
            ["wouldPay"] = rehearsed.Payout.Paid is not null,
            ["payoutAmount"] = InUnits(rehearsed.Payout.Amount),
            ["payoutReason"] = rehearsed.Payout.Reason?.ToString(),
            ["payoutRuleId"] = rehearsed.Payout.Paid?.Rule,
        };

    private static decimal InUnits(long millionths) => millionths / 1_000_000m;

    /// <summary>The party that the carrier's words point at; the platform where it had nobody left to dial or gave the call up.</summary>
    private static EndedBy EndedByWhom(CallRecord call) =>
        RingTogether.LastOf(call) switch
        {
            { Evidence.Dial.CallerPresent: false } => EndedBy.Caller,
            { Evidence: { Dial.CallerPresent: true, Connected: true } } => EndedBy.Target,
            { Outcome: LegOutcome.CallerHungUpWhileRinging } => EndedBy.Caller,
            _ => EndedBy.System,
        };
}
