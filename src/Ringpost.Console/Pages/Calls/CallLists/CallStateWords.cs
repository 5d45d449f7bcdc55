using Ringpost.CallTracking.CallLists;
using Ringpost.Console.Components;

namespace Ringpost.Console.Pages.Calls.CallLists;

/// <summary>What a list of calls can be narrowed to, in Ringba's words.</summary>
internal static class CallStateWords
{
    public static IReadOnlyList<Choice<string>> Choices =>
        [.. Enum.GetValues<CallListState>().Select(s => new Choice<string>(CallWords.Word(s), Text(s)))];

    private static string Text(CallListState state) =>
        state switch
        {
            CallListState.Live => T["Live"],
            CallListState.Completed => T["Completed"],
            CallListState.Connected => T["Connected"],
            CallListState.Converted => T["Converted"],
            CallListState.NotConverted => T["Not converted"],
            CallListState.Paid => T["Paid"],
            CallListState.NotPaid => T["Not paid"],
            CallListState.Duplicate => T["Duplicate"],
            CallListState.Blocked => T["Blocked"],
            CallListState.Pending => T["Pending amounts"],
            CallListState.Disputed => T["Disputed"],
            CallListState.Final => T["Final amounts"],
            CallListState.Incomplete => T["IVR Hangup"],
            CallListState.Test => T["Test"],
            CallListState.History => T["From another tracker"],
        };
}
