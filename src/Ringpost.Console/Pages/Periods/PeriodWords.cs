using Ringpost.Console.Components;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Documents;
using Ringpost.Reconciliation.Periods;

namespace Ringpost.Console.Pages.Periods;

/// <summary>How documents and their lines are called on pages.</summary>
internal static class PeriodWords
{
    public static Choice<string>[] Kinds =>
        [.. Enum.GetValues<DocumentKind>().Select(k => new Choice<string>($"{char.ToLowerInvariant($"{k}"[0])}{$"{k}"[1..]}", Of(k)))];

    public static string Of(DocumentKind kind) =>
        kind switch
        {
            DocumentKind.BuyerBill => T["Buyer bill"],
            DocumentKind.PublisherStatement => T["Publisher statement"],
            DocumentKind.AdvertiserBill => T["Advertiser bill"],
            DocumentKind.AffiliateStatement => T["Affiliate statement"],
        };

    public static string Of(LineKind kind) =>
        kind switch
        {
            LineKind.Booked => T["Booked"],
            LineKind.Adjusted => T["Adjusted in the period"],
            LineKind.Correction => T["Correction of earlier days"],
            LineKind.Late => T["Late, of closed days"],
        };

    /// <summary>“Credit” where the other side is owed.</summary>
    public static string Title(Document document) => $"{(document.IsCredit ? T["Credit: "] : "")}{Of(document.Kind)} {document.Number}";

    public static string Days(string? from, string through) => from is null ? T["until {0}", through] : T["{0} to {1}", from, through];

    public static string Amount(decimal amount) => ConsoleFormat.Amount(amount).Replace('-', '−');

    public static string Money(decimal amount, Currency currency) => $"{Amount(amount)} {currency.Code}";

    public static Tone ToneOf(PeriodWarningKind kind) => kind == PeriodWarningKind.NoParty ? Tone.Plain : Tone.Wait;

    /// <summary>Where what a warning speaks of can be settled.</summary>
    public static (string Href, string Text)? Where(PeriodWarningKind kind) =>
        kind switch
        {
            PeriodWarningKind.AdjustmentRequests => ("/console/adjustment-requests", T["Adjustment requests"]),
            PeriodWarningKind.PendingConversions => ("/console/attribution/conversions?disposition=pending", T["Pending conversions"]),
            PeriodWarningKind.WaitingDeliveries => ("/console/deliveries?state=pending", T["Deliveries"]),
            PeriodWarningKind.Disagreements => ("/console/agreement", T["Agreement"]),
            PeriodWarningKind.NoParty => null,
        };
}
