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

    public static string Sentence(AdjustmentRequest request) =>
        $"{request.By} asked for a {Amount(request)}: {request.Reason}"
        + (request.DecidedBy is { } by ? $" Decided by {by}{(request.Note is { } note ? $": {note}" : ".")}" : "");
}
