using System.Xml.Linq;
using Ringpost.CallTracking;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Guards;
using Ringpost.CallTracking.Recordings;
using Ringpost.Telephony.Twilio;
using Xunit;

namespace Ringpost.Telephony.Tests.Twilio;

public sealed class TwilioWordsTests
{
    private static readonly Twiml Twiml = new(page => "https://h/t/" + page);

    [Theory]
    [InlineData("DialCallStatus=completed&DialCallDuration=62&CallStatus=in-progress", LegEnd.Completed, 62L, true)]
    [InlineData("DialCallStatus=answered&DialCallDuration=62&DialBridged=true&CallStatus=completed", LegEnd.Completed, 62L, false)]
    [InlineData("DialCallStatus=completed&DialBridged=false&DialCallDuration=4&CallStatus=in-progress", LegEnd.NotBridged, 4L, true)]
    [InlineData("DialCallStatus=busy&CallStatus=ringing", LegEnd.Busy, null, true)]
    [InlineData("DialCallStatus=no-answer&CallStatus=completed", LegEnd.NoAnswer, null, false)]
    [InlineData("DialCallStatus=canceled", LegEnd.Canceled, null, false)]
    [InlineData("DialCallStatus=exploded&CallStatus=in-progress", LegEnd.Failed, null, true)]
    [InlineData("DialCallStatus=completed&DialCallDuration=-1&CallStatus=in-progress", LegEnd.Completed, null, true)]
    public void A_dials_result_is_read(string form, LegEnd end, long? seconds, bool present) =>
        Assert.Equal(new DialResult(end, seconds, present), TwilioWords.Dial(TwilioForm.Parse(form)));

    [Theory]
    [InlineData("CallStatus=initiated&SequenceNumber=0", LegProgressStep.Initiated, null)]
    [InlineData("CallStatus=ringing&SequenceNumber=1", LegProgressStep.Ringing, null)]
    [InlineData("CallStatus=in-progress&SequenceNumber=2", LegProgressStep.Answered, null)]
    [InlineData("CallStatus=no-answer&SequenceNumber=2", LegProgressStep.Ended, LegEnd.NoAnswer)]
    public void A_legs_report_is_read(string form, LegProgressStep step, LegEnd? end)
    {
        var report = TwilioWords.Progress(TwilioForm.Parse(form + "&CallSid=CA9"))!;
        Assert.Equal((step, end, "CA9"), (report.Step, report.End, report.CarrierLegId));
        Assert.Null(TwilioWords.Progress(TwilioForm.Parse("CallStatus=thinking")));
    }

    [Theory]
    [InlineData("Tue, 12 May 2015 17:52:22 +0000", "2015-05-12T17:52:22.000Z")]
    [InlineData("Tue, 12 May 2015 13:52:22 -0400", "2015-05-12T17:52:22.000Z")]
    [InlineData("2015-05-12T17:52:22.5Z", "2015-05-12T17:52:22.500Z")]
    [InlineData("yesterday", null)]
    [InlineData("", null)]
    public void Both_clocks_are_read(string text, string? expected) => Assert.Equal(expected, TwilioTime.Parse(text)?.ToString());

    [Theory]
    [InlineData("+16615550106", "+16615550106")]
    [InlineData("sip:+16615550106@sip.example.com", "+16615550106")]
    [InlineData("+266696687", null)]
    [InlineData("266696687", null)]
    [InlineData("7378742833", null)]
    [InlineData("+17378742833", "+17378742833")]
    [InlineData("+86282452253", null)]
    [InlineData("+0000000000", null)]
    [InlineData("+464", null)]
    [InlineData("sip:anonymous@anonymous.invalid", null)]
    [InlineData("sip:8656696@sip.example.com", null)]
    [InlineData("Unavailable", null)]
    [InlineData("ACME Roofing", null)]
    [InlineData("+1-800-FLOWERS-00000000000", null)]
    [InlineData("+", null)]
    [InlineData("anonymous", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_withheld_number_is_no_number(string? from, string? expected) => Assert.Equal(expected, TwilioNumber.Caller(from)?.E164);

    [Theory]
    [InlineData("StirVerstat=TN-Validation-Passed-A", Attestation.A)]
    [InlineData("StirVerstat=TN-Validation-Passed-B-Diverted", Attestation.B)]
    [InlineData("StirVerstat=TN-Validation-Passed-C", Attestation.C)]
    [InlineData("StirVerstat=TN-Validation-Failed-A", Attestation.Failed)]
    [InlineData("StirVerstat=TN-Validation-Failed", Attestation.Failed)]
    [InlineData("StirVerstat=No-TN-Validation", null)]
    [InlineData("StirVerstat=TN-Validation-Passed-Z", null)]
    [InlineData("StirVerstat=", null)]
    [InlineData("ShakenStirAttestation=B", Attestation.B)]
    [InlineData("CallSid=CA1", null)]
    public void What_the_carrier_vouches_for_is_read(string form, Attestation? expected) =>
        Assert.Equal(expected, TwilioWords.Attested(TwilioForm.Parse(form)));

    [Fact]
    public void Answers_are_the_carriers_verbs()
    {
        Same("<Response><Reject/></Response>", new CallAnswer.Reject(CallRejection.UnknownNumber));
        Same("<Response><Reject reason=\"busy\"/></Response>", new CallAnswer.Reject(CallRejection.NoTarget));
        Same("<Response><Hangup/></Response>", new CallAnswer.HangUp());
        Same(
            """
            <Response><Dial action="https://h/t/dial?leg=1" method="POST" timeout="20" timeLimit="14400" answerOnBridge="true" record="record-from-answer-dual" recordingStatusCallback="https://h/t/recording" recordingStatusCallbackMethod="POST" recordingStatusCallbackEvent="completed"><Number statusCallback="https://h/t/leg?leg=1" statusCallbackMethod="POST" statusCallbackEvent="initiated ringing answered completed">+15550003333</Number></Dial></Response>
            """,
            new CallAnswer.Dial(new CallId("c"), 1, new Destination(DestinationType.Number, "+15550003333"), 20, true)
        );
        Same(
            """
            <Response><Dial action="https://h/t/dial?leg=2" method="POST" timeout="9" timeLimit="14400" answerOnBridge="true"><Sip statusCallback="https://h/t/leg?leg=2" statusCallbackMethod="POST" statusCallbackEvent="initiated ringing answered completed">sip:buyer@example.com:5061;transport=tls?X-Lead=42&amp;X-B=1</Sip></Dial></Response>
            """,
            new CallAnswer.Dial(
                new CallId("c"),
                2,
                new Destination(DestinationType.Sip, "sip:buyer@example.com:5061;transport=tls?X-Lead=42&X-B=1"),
                9,
                false
            )
        );
    }

    [Fact]
    public void A_notice_is_heard_before_the_dial()
    {
        var dial = new CallAnswer.Dial(new CallId("c"), 1, new Destination(DestinationType.Number, "+1202555"), 20, true);
        var text = XElement.Parse(Twiml.Write(dial with { Notice = new(NoticeKind.Text, "You & we are recorded.") }));
        Assert.Equal(["Say", "Dial"], text.Elements().Select(e => e.Name.LocalName));
        Assert.Equal("You & we are recorded.", text.Element("Say")!.Value);
        var audio = XElement.Parse(Twiml.Write(dial with { Notice = new(NoticeKind.Audio, "https://example.com/n.mp3?a=1&b=2") }));
        Assert.Equal(["Play", "Dial"], audio.Elements().Select(e => e.Name.LocalName));
        Assert.Equal("https://example.com/n.mp3?a=1&b=2", audio.Element("Play")!.Value);
        var none = XElement.Parse(Twiml.Write(dial with { Notice = new(NoticeKind.None, null) }));
        Assert.Equal(["Dial"], none.Elements().Select(e => e.Name.LocalName));
    }

    private static void Same(string expected, CallAnswer answer) =>
        Assert.True(XNode.DeepEquals(XElement.Parse(expected.Trim()), XElement.Parse(Twiml.Write(answer))), Twiml.Write(answer));
}
