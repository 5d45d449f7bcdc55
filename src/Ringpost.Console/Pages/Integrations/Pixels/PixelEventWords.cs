using Ringpost.CallTracking.Configuration;
using Ringpost.Console.Components;
using Ringpost.Console.Pages.Calls;

namespace Ringpost.Console.Pages.Integrations.Pixels;

/// <summary>The eight call events in Ringba's order, each with when it happens (ringba.md 3).</summary>
internal static class PixelEventWords
{
    public static IReadOnlyList<Choice<string>> Choices =>
        [.. Enum.GetValues<PixelEvent>().Select(e => new Choice<string>(CallWords.Word(e), e.ToString()))];

    public static IEnumerable<(string Name, string Meaning)> All => Enum.GetValues<PixelEvent>().Select(e => (e.ToString(), Explain(e)));

    public static string? Explain(string? word) => Enum.TryParse<PixelEvent>(word, true, out var each) ? Explain(each) : null;

    private static string Explain(PixelEvent each) =>
        each switch
        {
            PixelEvent.Incoming => T["A call arrives. Counts every call that is not blocked: the way to gauge total call volume."],
            PixelEvent.Connected => T["A target answers the call."],
            PixelEvent.Completed => T["A call that was connected to a target ends."],
            PixelEvent.Converted => T["The call converts by its route's rule. For revenue."],
            PixelEvent.Error => T["The call could not be handled: no target could take it, or the carrier failed."],
            PixelEvent.Payout => T["A payout to the publisher is recorded. For the payable event."],
            PixelEvent.Finalized => T["The call ends, no matter how."],
            PixelEvent.Recording => T["The call's recording is available, some seconds after the end."],
            PixelEvent.Adjusted => T[
                "An amount was changed after the call was settled. Fires at each change, with the new totals and the differences."
            ],
        };
}
