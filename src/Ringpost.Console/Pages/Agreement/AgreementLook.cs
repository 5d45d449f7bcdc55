using Ringpost.CallTracking.Configuration;
using Ringpost.Console.Components;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Agreement;
using Ringpost.Reconciliation.OwnBooks;

namespace Ringpost.Console.Pages.Agreement;

/// <summary>How verdicts and fixes look and read on the page.</summary>
internal static class AgreementLook
{
    public static IReadOnlyList<Choice<string>> Verdicts =>
        [
            .. Enum.GetValues<AgreementVerdict>()
                .Where(v => v != AgreementVerdict.Matched)
                .Select(v => new Choice<string>(v.Code(), T.Known(v.Title()))),
        ];

    public static Tone ToneOf(AgreementVerdict verdict) =>
        verdict switch
        {
            AgreementVerdict.Matched => Tone.Good,
            AgreementVerdict.OnItsWay => Tone.Wait,
            AgreementVerdict.AnotherDay or AgreementVerdict.TakenElsewhere => Tone.Note,
            AgreementVerdict.Test => Tone.Plain,
            AgreementVerdict.NeverSent
            or AgreementVerdict.SentButRejected
            or AgreementVerdict.NeverArrived
            or AgreementVerdict.Rejected
            or AgreementVerdict.CountedTwice
            or AgreementVerdict.UnknownCall
            or AgreementVerdict.UnpaidCall
            or AgreementVerdict.AnotherCurrency
            or AgreementVerdict.AnotherAmount
            or AgreementVerdict.AnotherCampaign => Tone.Bad,
        };

    public static IReadOnlyList<Choice<string>> Campaigns(CallConfiguration configuration) =>
        [
            .. configuration
                .Campaigns.Values.OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase)
                .Select(c => new Choice<string>(c.Id.Value, c.Name)),
        ];

    public static IReadOnlyList<Choice<string>> Publishers(CallConfiguration configuration) =>
        [
            .. configuration
                .Publishers.Values.OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase)
                .Select(p => new Choice<string>(p.Id.Value, p.Name)),
        ];

    /// <summary>What the button or link says.</summary>
    public static string Words(OwnFix fix) =>
        fix.Kind switch
        {
            OwnFixKind.ReplayPixel => T["Replay pixel"],
            OwnFixKind.SendPixel => T["Send pixel"],
            OwnFixKind.AttachPixel => T["Attach a pixel"],
            OwnFixKind.ChangePixel => T["Look at the pixel"],
            OwnFixKind.RunPostbackAgain => T["Run postback again"],
            OwnFixKind.AddCampaign => T["Add campaign"],
            OwnFixKind.AdjustConversion => T["Adjust conversion"],
            OwnFixKind.AdjustCall => T["Adjust call"],
            OwnFixKind.ApproveConversion => T["Approve conversion"],
            OwnFixKind.RejectConversion => T["Reject conversion"],
        };

    /// <summary>Where it is done on another page; null for what is done in place.</summary>
    public static string? Href(OwnFix fix) =>
        fix.Kind switch
        {
            OwnFixKind.AttachPixel => $"/console/campaigns/{fix.CallCampaignId}?tab=pixels",
            OwnFixKind.ChangePixel => $"/console/pixels/{fix.PixelId}",
            OwnFixKind.AddCampaign => $"/console/attribution/campaigns?offer={fix.OfferId}&affiliate={fix.AffiliateId}&create=1",
            OwnFixKind.ReplayPixel
            or OwnFixKind.SendPixel
            or OwnFixKind.RunPostbackAgain
            or OwnFixKind.AdjustConversion
            or OwnFixKind.AdjustCall
            or OwnFixKind.ApproveConversion
            or OwnFixKind.RejectConversion => null,
        };

    /// <summary><c>+1.00</c>, <c>−1.00</c>; nothing for no difference.</summary>
    public static string Difference(decimal? amount) =>
        amount is null or 0 ? "" : (amount < 0 ? "−" : "+") + ConsoleFormat.Amount(Money.ToMillionths(Math.Abs(amount.Value)));
}
