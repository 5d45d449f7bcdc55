using Ringpost.CallTracking.Recordings;
using Ringpost.Console.Components;

namespace Ringpost.Console.Pages.Calls.CallLists;

/// <summary>Where a recording stands, in words. One of a time before there were states is a link.</summary>
internal static class RecordingWords
{
    public static string State(RecordingState? state) =>
        state switch
        {
            null or RecordingState.Link => T["At the carrier"],
            RecordingState.Waiting => T["Being copied"],
            RecordingState.Copied => T["Copied"],
            RecordingState.Failed => T["Not copied"],
            RecordingState.Purged => T["Deleted: its time was over"],
            RecordingState.Erasing => T["Being deleted: its caller was erased"],
            RecordingState.Erased => T["Deleted: its caller was erased"],
            _ => throw new ArgumentOutOfRangeException(nameof(state)),
        };

    public static Tone Tone(RecordingState? state) =>
        state switch
        {
            RecordingState.Copied => Components.Tone.Good,
            RecordingState.Waiting => Components.Tone.Wait,
            RecordingState.Failed => Components.Tone.Bad,
            _ => Components.Tone.Plain,
        };
}
