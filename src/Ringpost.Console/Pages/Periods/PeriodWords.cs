using Ringpost.Console.Components;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Documents;
using Ringpost.Reconciliation.Periods;

namespace Ringpost.Console.Pages.Periods;

/// <summary>How documents and their lines are called on pages.</summary>
internal static class PeriodWords
{
    public static readonly Choice<string>[] Kinds =
    [
        .. Enum.GetValues<DocumentKind>().Select(k => new Choice<string>($"{char.ToLowerInvariant($"{k}"[0])}{$"{k}"[1..]}", Of(k))),
    ];

    public static string Of(DocumentKind kind) =>
        kind switch
        {
            DocumentKind.BuyerBill => "Buyer bill",
            DocumentKind.PublisherStatement => "Publisher statement",
            DocumentKind.AdvertiserBill => "Advertiser bill",
            DocumentKind.AffiliateStatement => "Affiliate statement",
        };

    public static string Of(LineKind kind) =>
        kind switch
        {
            LineKind.Booked => "Booked",
            LineKind.Adjusted => "Adjusted in the period",
            LineKind.Correction => "Correction of earlier days",
            LineKind.Late => "Late, of closed days",
        };

    /// <summary>“Credit” where the other side is owed.</summary>
    public static string Title(Document document) => $"{(document.IsCredit ? "Credit: " : "")}{Of(document.Kind)} {document.Number}";

    public static string Days(string? from, string through) => from is null ? $"until {through}" : $"{from} to {through}";

    public static string Amount(decimal amount) => ConsoleFormat.Amount(amount).Replace('-', '−');

    public static string Money(decimal amount, Currency currency) => $"{Amount(amount)} {currency.Code}";

    public static Tone ToneOf(PeriodWarningKind kind) => kind == PeriodWarningKind.NoParty ? Tone.Plain : Tone.Wait;

    /// <summary>Where what a warning speaks of can be settled.</summary>
    public static (string Href, string Text)? Where(PeriodWarningKind kind) =>
        kind switch
        {
            PeriodWarningKind.AdjustmentRequests => ("/console/adjustment-requests", "Adjustment requests"),
            PeriodWarningKind.PendingConversions => ("/console/attribution/conversions?disposition=pending", "Pending conversions"),
            PeriodWarningKind.WaitingDeliveries => ("/console/deliveries?state=pending", "Deliveries"),
            PeriodWarningKind.Disagreements => ("/console/agreement", "Agreement"),
            PeriodWarningKind.NoParty => null,
        };
}
