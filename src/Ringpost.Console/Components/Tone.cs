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

    public static string Icon(Tone tone) =>
        tone switch
        {
            Tone.Good => MudBlazor.Icons.Material.Outlined.CheckCircle,
            Tone.Wait => MudBlazor.Icons.Material.Outlined.Schedule,
            Tone.Bad => MudBlazor.Icons.Material.Outlined.ErrorOutline,
            Tone.Note => MudBlazor.Icons.Material.Outlined.Info,
            Tone.Plain => MudBlazor.Icons.Material.Outlined.RemoveCircleOutline,
        };
}
