using Microsoft.AspNetCore.Components;

namespace Ringpost.Console.Components;

/// <summary>What a colour says; it never stands without a word (design.md).</summary>
public enum Tone
{
    /// <summary>Paid, delivered, converted.</summary>
    Good,

    /// <summary>Pending, waiting.</summary>
    Wait,

    /// <summary>Refused, failed.</summary>
    Bad,

    /// <summary>Test, demo, information.</summary>
    Note,

    /// <summary>Nothing in particular.</summary>
    Plain,
}

internal static class ToneLook
{
    public static string Class(Tone tone) =>
        tone switch
        {
            Tone.Good => "tone-good",
            Tone.Wait => "tone-wait",
            Tone.Bad => "tone-bad",
            Tone.Note => "tone-note",
            Tone.Plain => "tone-plain",
        };

    public static MarkupString Icon(Tone tone) =>
        tone switch
        {
            Tone.Good => Icons.CheckCircle,
            Tone.Wait => Icons.Schedule,
            Tone.Bad => Icons.ErrorOutline,
            Tone.Note => Icons.Info,
            Tone.Plain => Icons.RemoveCircleOutline,
        };
}
