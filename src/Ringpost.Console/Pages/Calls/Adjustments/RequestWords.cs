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
            ? $"revenue of {ConsoleFormat.Money(request.Revenue, request.Currency)}"
            : $"{(request.Revenue < 0 ? "" : "+")}{ConsoleFormat.Money(request.Revenue, request.Currency)} of revenue";

    /// <summary>As the buyer reads its own.</summary>
    public static string Dispute(AdjustmentRequest request) =>
        $"Disputed: {request.Reason}." + (request.Note is { Length: > 0 } note ? $" The answer: {note}" : "");

    public static string Change(long difference, long total) =>
        difference == 0 ? "–" : $"{(difference > 0 ? "+" : "")}{ConsoleFormat.Amount(difference)} → {ConsoleFormat.Amount(total)}";

    public static string Sentence(AdjustmentRequest request) =>
        (
            request.Cause is null
                ? $"{request.By} asked for a {Amount(request)}: {request.Reason}"
                : $"{request.By} disputed the call, {Amount(request)}: {request.Reason}."
        ) + (request.DecidedBy is { } by ? $" Decided by {by}{(request.Note is { } note ? $": {note}" : ".")}" : "");

    public static string Of(ChargebackVerdict verdict) =>
        verdict switch
        {
            ChargebackVerdict.Ready => "Ready",
            ChargebackVerdict.Booked => "Booked",
            ChargebackVerdict.BookedBefore => "Booked before",
            ChargebackVerdict.Unreadable => "Not readable",
            ChargebackVerdict.NotFound => "Not found",
            ChargebackVerdict.SeveralFit => "Several calls",
            ChargebackVerdict.Repeated => "Twice in the file",
            ChargebackVerdict.AlreadyDisputed => "Already disputed",
            ChargebackVerdict.OutsideTime => "Too late",
            ChargebackVerdict.MoreThanItCosts => "More than it costs",
            ChargebackVerdict.CostsNothing => "Costs nothing",
            ChargebackVerdict.OtherCurrency => "Another currency",
            ChargebackVerdict.NotPossible => "Not possible",
        };
}
