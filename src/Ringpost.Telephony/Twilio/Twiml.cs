using System.Globalization;
using System.Xml.Linq;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;

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
                answer switch
                {
                    CallAnswer.Dial dial => Dial(dial),
                    CallAnswer.Reject { Reason: CallRejection.NoTarget } => new XElement("Reject", new XAttribute("reason", "busy")),
                    CallAnswer.Reject => new XElement("Reject"),
                    CallAnswer.HangUp => new XElement("Hangup"),
                    _ => throw new ArgumentOutOfRangeException(nameof(answer)),
                }
            )
        );

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
        element.Add(
            new XElement(
                dial.Destination.Type == DestinationType.Sip ? "Sip" : "Number",
                new XAttribute("statusCallback", Url($"leg?leg={leg}")),
                new XAttribute("statusCallbackMethod", "POST"),
                new XAttribute("statusCallbackEvent", "initiated ringing answered completed"),
                dial.Destination.Value
            )
        );
        return element;
    }

    private static string Text(XElement response) =>
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + response.ToString(SaveOptions.DisableFormatting);
}
