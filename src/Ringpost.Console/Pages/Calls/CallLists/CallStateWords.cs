using Ringpost.CallTracking.CallLists;
using Ringpost.Console.Components;

namespace Ringpost.Console.Pages.Calls.CallLists;

/// <summary>What a list of calls can be narrowed to, in Ringba's words.</summary>
internal static class CallStateWords
{
    public static IReadOnlyList<Choice<string>> Choices { get; } =
    [.. Enum.GetValues<CallListState>().Select(s => new Choice<string>(CallWords.Word(s), Text(s)))];

    private static string Text(CallListState state) =>
        state switch
        {
            CallListState.Live => "Live",
            CallListState.Completed => "Completed",
            CallListState.Connected => "Connected",
            CallListState.Converted => "Converted",
            CallListState.NotConverted => "Not converted",
            CallListState.Paid => "Paid",
            CallListState.NotPaid => "Not paid",
            CallListState.Duplicate => "Duplicate",
            CallListState.Blocked => "Blocked",
            CallListState.Pending => "Pending amounts",
            CallListState.Disputed => "Disputed",
            CallListState.Final => "Final amounts",
            CallListState.Incomplete => "IVR Hangup",
            CallListState.Test => "Test",
            CallListState.History => "From another tracker",
        };
}
