using Ringpost.CallTracking.PaymentAnswers;
using Ringpost.Console.Components;
using Ringpost.Reconciliation.CallTraces;

namespace Ringpost.Console.Pages.Calls.CallLists;

/// <summary>How an answer looks, and where what it proposes is done.</summary>
internal static class AnswerWords
{
    public static Tone ToneOf(TraceAnswer answer) => answer.Wire == WireCase.Fine ? ToneOf(answer.Case) : WireTone(answer.Wire);

    public static Tone ToneOf(PaymentCase payment) =>
        payment switch
        {
            PaymentCase.Paid or PaymentCase.PaidAdjusted or PaymentCase.PaidByAdjustment or PaymentCase.Charged => Tone.Good,
            PaymentCase.Live or PaymentCase.PaidPending or PaymentCase.PaidDisputed or PaymentCase.EndUnknown => Tone.Wait,
            PaymentCase.Test or PaymentCase.History => Tone.Note,
            PaymentCase.TakenBack or PaymentCase.Blocked or PaymentCase.Missed or PaymentCase.NoTarget or PaymentCase.NoRule => Tone.Bad,
            PaymentCase.NotConnected
            or PaymentCase.NotConverted
            or PaymentCase.TooShort
            or PaymentCase.Duplicate
            or PaymentCase.Closed
            or PaymentCase.FilterNotMet
            or PaymentCase.NoRevenue
            or PaymentCase.Capped
            or PaymentCase.NotCharged => Tone.Plain,
        };

    /// <summary>What the answer has said already is not said once more below it.</summary>
    public static bool SaysWhyNotConverted(PaymentCase payment) =>
        payment
            is PaymentCase.NotConverted
                or PaymentCase.NotConnected
                or PaymentCase.Blocked
                or PaymentCase.NoTarget
                or PaymentCase.Missed
                or PaymentCase.Test
                or PaymentCase.History;

    public static bool SaysPending(PaymentCase payment) =>
        payment is PaymentCase.PaidPending or PaymentCase.PaidDisputed or PaymentCase.Charged;

    public static string Href(TraceNextStep next) =>
        next.Action switch
        {
            TraceAction.ReplayDelivery => $"/console/deliveries/{next.RecordId}",
            TraceAction.RunPostbackAgain => $"/console/attribution/pixel-log/{next.RecordId}",
            TraceAction.DecideConversion => $"/console/attribution/conversions/{next.RecordId}",
            TraceAction.OpenCampaign => $"/console/campaigns/{next.RecordId}",
            TraceAction.OpenNumber => $"/console/numbers/{next.RecordId}",
            TraceAction.OpenPublisher => $"/console/publishers/{next.RecordId}",
            TraceAction.OpenTarget => $"/console/targets/{next.RecordId}",
            TraceAction.OpenEarlierCall => $"/console/calls/{next.RecordId}",
            TraceAction.OpenBlockedNumbers => "/console/blocked-numbers",
            TraceAction.ReadCarrierRecord => $"/console/calls/{next.RecordId}?tab=record",
            TraceAction.OpenAdjustments or TraceAction.AdjustCall => $"/console/calls/{next.RecordId}?tab=money",
            TraceAction.OpenDispute => "/console/adjustment-requests",
        };

    private static Tone WireTone(WireCase wire) =>
        wire switch
        {
            WireCase.Fine => Tone.Good,
            WireCase.PixelWaiting or WireCase.ConversionPending or WireCase.NobodyTold or WireCase.AffiliateNotTold => Tone.Wait,
            WireCase.PixelFailed or WireCase.PixelRejected or WireCase.PostbackRefused or WireCase.ConversionRejected => Tone.Bad,
        };
}
