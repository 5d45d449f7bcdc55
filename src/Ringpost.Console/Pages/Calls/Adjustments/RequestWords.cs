using Ringpost.CallTracking.Adjustments;
using Ringpost.Console.Components;

namespace Ringpost.Console.Pages.Calls.Adjustments;

internal static class RequestWords
{
    public static Tone ToneOf(RequestState state) =>
        state switch
        {
            RequestState.Pending => Tone.Wait,
            RequestState.Approved => Tone.Good,
            RequestState.Declined => Tone.Bad,
        };

    public static string Amount(AdjustmentRequest request) =>
        request.Mode == AdjustmentMode.Absolute
            ? T["revenue of {0}", ConsoleFormat.Money(request.Revenue, request.Currency)]
            : T["{0}{1} of revenue", request.Revenue < 0 ? "" : "+", ConsoleFormat.Money(request.Revenue, request.Currency)];

    /// <summary>A dispute's begins with its cause.</summary>
    public static string Reason(AdjustmentRequest request) =>
        request.Cause?.Words() is { } cause && request.Reason.StartsWith(cause, StringComparison.Ordinal)
            ? T.Known(cause) + request.Reason[cause.Length..]
            : request.Reason;

    /// <summary>As the buyer reads its own.</summary>
    public static string Dispute(AdjustmentRequest request) =>
        T["Disputed: {0}.", Reason(request)] + (request.Note is { Length: > 0 } note ? " " + T["The answer: {0}", note] : "");

    public static string Change(long difference, long total) =>
        difference == 0 ? "–" : $"{(difference > 0 ? "+" : "")}{ConsoleFormat.Amount(difference)} → {ConsoleFormat.Amount(total)}";

    public static string Sentence(AdjustmentRequest request) =>
        (
            request.Cause is null
                ? T["{0} asked for a {1}: {2}", request.By, Amount(request), Reason(request)]
                : T["{0} disputed the call, {1}: {2}.", request.By, Amount(request), Reason(request)]
        )
        + (
            request.DecidedBy is { } by
                ? " " + (request.Note is { } note ? T["Decided by {0}: {1}", by, note] : T["Decided by {0}.", by])
                : ""
        );

    public static string Of(ChargebackVerdict verdict) =>
        verdict switch
        {
            ChargebackVerdict.Ready => T["Ready"],
            ChargebackVerdict.Booked => T["Booked"],
            ChargebackVerdict.BookedBefore => T["Booked before"],
            ChargebackVerdict.Unreadable => T["Not readable"],
            ChargebackVerdict.NotFound => T["Not found"],
            ChargebackVerdict.SeveralFit => T["Several calls"],
            ChargebackVerdict.Repeated => T["Twice in the file"],
            ChargebackVerdict.AlreadyDisputed => T["Already disputed"],
            ChargebackVerdict.OutsideTime => T["Too late"],
            ChargebackVerdict.MoreThanItCosts => T["More than it costs"],
            ChargebackVerdict.CostsNothing => T["Costs nothing"],
            ChargebackVerdict.OtherCurrency => T["Another currency"],
            ChargebackVerdict.NotPossible => T["Not possible"],
        };
}
