using Ringpost.Primitives;

namespace Ringpost.CallTracking.Recordings;

public enum NoticeKind
{
    /// <summary>Somebody said that none is needed.</summary>
    None,

    /// <summary>A text that the carrier reads out.</summary>
    Text,

    /// <summary>The URL of an audio file that the carrier plays.</summary>
    Audio,
}

/// <summary>What callers hear before the dial, so that they know that they are recorded.</summary>
public sealed record RecordingNotice(NoticeKind Kind, string? Value);

/// <summary>A notice as it is sent.</summary>
/// <param name="Kind">none, text or audio.</param>
/// <param name="Value">The text, or the audio's URL.</param>
public sealed record NoticeRequest(string? Kind, string? Value = null)
{
    public const string Missing = "Say what callers hear before they are recorded: a text, an audio URL, or that none is needed.";

    /// <summary>Null where nothing was sent.</summary>
    internal static RecordingNotice? Read(Validation validation, string field, NoticeRequest? request)
    {
        if (request is null)
            return null;
        var kind = validation.Choice<NoticeKind>($"{field}.kind", request.Kind);
        var value = validation.Text($"{field}.value", request.Value, kind == NoticeKind.Audio ? 2000 : 1000);
        switch (kind)
        {
            case NoticeKind.None:
                return new RecordingNotice(kind, null);
            case NoticeKind.Text when value.Length == 0:
                validation.Add($"{field}.value", "The words that the caller hears are needed.");
                break;
            case NoticeKind.Audio when !Uri.TryCreate(value, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"):
                validation.Add($"{field}.value", "The URL of an audio file that the carrier can fetch, as https://example.com/notice.mp3.");
                break;
        }

        return new RecordingNotice(kind, value);
    }
}
