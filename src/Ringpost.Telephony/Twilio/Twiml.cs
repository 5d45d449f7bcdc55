using System.Globalization;
using System.Xml.Linq;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Recordings;
using Ringpost.CallTracking.Routing;

namespace Ringpost.Telephony.Twilio;

/// <summary>Writes our answers as the carrier reads them (telephony.md C2, C5).</summary>
/// <param name="Url">The absolute URL of one of the account's pages for this call.</param>
internal sealed record Twiml(Func<string, string> Url)
{
    /// <summary>The carriers' own limit of a call; our timer gives a call up just after.</summary>
    private const string TimeLimit = "14400";

    public static string Empty { get; } = Text(new XElement("Response"));

    public string Write(CallAnswer answer) =>
        Text(
            new XElement(
                "Response",
                // Before the dial, so that it is no connected time: that begins when the target answers.
                answer is CallAnswer.Dial { Notice: { } notice }
                    ? Notice(notice)
                    : null,
                answer switch
                {
                    CallAnswer.Dial dial => (object)Dial(dial),
                    CallAnswer.Say say => new[] { new XElement("Say", say.Text), new XElement("Hangup") },
                    CallAnswer.Reject { Reason: CallRejection.NoTarget } => new XElement("Reject", new XAttribute("reason", "busy")),
                    CallAnswer.Reject => new XElement("Reject"),
                    CallAnswer.HangUp => new XElement("Hangup"),
                    _ => throw new ArgumentOutOfRangeException(nameof(answer)),
                }
            )
        );

    /// <summary>Words that need no server: what is dialed or said, without anybody who is asked or told. Null where there is no fallback.</summary>
    /// <param name="destinations">Of the target, or of the targets of its group.</param>
    public static string? Static(Fallback fallback, Target? target, IReadOnlyList<Destination> destinations) =>
        fallback.Kind switch
        {
            FallbackKind.Target when target is not null => Text(
                new XElement(
                    "Response",
                    new XElement(
                        "Dial",
                        new XAttribute("timeout", target.RingSeconds),
                        new XAttribute("timeLimit", TimeLimit),
                        new XAttribute("answerOnBridge", "true"),
                        destinations.Select(d => new XElement(Noun(d), d.Value))
                    )
                )
            ),
            FallbackKind.Message => Text(new XElement("Response", new XElement("Say", fallback.Message), new XElement("Hangup"))),
            FallbackKind.Target or FallbackKind.None => null,
            _ => throw new ArgumentOutOfRangeException(nameof(fallback)),
        };

    private static string Noun(Destination destination) => destination.Type == DestinationType.Sip ? "Sip" : "Number";

    private static XElement? Notice(RecordingNotice notice) =>
        notice.Kind switch
        {
            NoticeKind.None => null,
            NoticeKind.Text => new XElement("Say", notice.Value),
            NoticeKind.Audio => new XElement("Play", notice.Value),
            _ => throw new ArgumentOutOfRangeException(nameof(notice)),
        };

    private XElement Dial(CallAnswer.Dial dial)
    {
        var leg = dial.Leg.ToString(CultureInfo.InvariantCulture);
        var element = new XElement(
            "Dial",
            new XAttribute("action", Url($"dial?leg={leg}")),
            new XAttribute("method", "POST"),
            new XAttribute("timeout", dial.RingSeconds),
            new XAttribute("timeLimit", TimeLimit),
            // The caller hears ringing until the target answers, and an unanswered call stays unanswered.
            new XAttribute("answerOnBridge", "true")
        );
        // Without one the target sees the caller's own id; a withheld one must not make the dial fail.
        if (dial.CallerId is { } callerId)
            element.Add(new XAttribute("callerId", callerId));
        if (dial.Record)
            element.Add(
                new XAttribute("record", "record-from-answer-dual"),
                new XAttribute("recordingStatusCallback", Url("recording")),
                new XAttribute("recordingStatusCallbackMethod", "POST"),
                new XAttribute("recordingStatusCallbackEvent", "completed")
            );
        foreach (var (number, destination) in dial.Also.Select(l => (l.Leg, l.Destination)).Prepend((dial.Leg, dial.Destination)))
            element.Add(Noun(number, destination));
        return element;
    }

    private XElement Noun(int leg, Destination destination) =>
        new XElement(
            Noun(destination),
            new XAttribute("statusCallback", Url(string.Create(CultureInfo.InvariantCulture, $"leg?leg={leg}"))),
            new XAttribute("statusCallbackMethod", "POST"),
            new XAttribute("statusCallbackEvent", "initiated ringing answered completed"),
            destination.Value
        );

    private static string Text(XElement response) =>
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + response.ToString(SaveOptions.DisableFormatting);
}
