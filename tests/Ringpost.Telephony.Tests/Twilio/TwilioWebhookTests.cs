using System.Net;
using System.Xml.Linq;
using Dapper;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Telephony.Tests.Twilio;

public sealed class TwilioWebhookTests
{
    [Theory, EachDatabase]
    public async Task A_call_is_dialled_talked_and_paid_by_the_carriers_words(Dialect dialect)
    {
        await using var host = await TelephonyHost.OpenAsync(dialect, "simulator");
        var dial = (await host.CallAsync("CA1")).Element("Dial")!;
        var number = dial.Element("Number")!;
        Assert.Equal("+12025550111", number.Value);
        Assert.StartsWith(
            $"https://calls.example.com/telephony/twilio/{host.Carrier.Id}/dial?leg=1",
            (string)dial.Attribute("action")!,
            StringComparison.Ordinal
        );

        await LegAsync(host, number, "CA1", "in-progress", 2);
        await LegAsync(host, number, "CA1", "initiated", 0);
        await LegAsync(host, number, "CA1", "completed", 3, ("CallDuration", "75"));
        var next = await host.AskAsync(
            (string)dial.Attribute("action")!,
            ("CallSid", "CA1"),
            ("CallStatus", "in-progress"),
            ("DialCallStatus", "completed"),
            ("DialCallDuration", "75"),
            ("DialBridged", "true")
        );
        Assert.Equal("<Response><Hangup /></Response>", next.ToString(SaveOptions.DisableFormatting));
        await host.AskAsync("status", ("CallSid", "CA1"), ("CallStatus", "completed"), ("CallDuration", "81"));
        await host.AskAsync(
            "recording",
            ("CallSid", "CA1"),
            ("RecordingStatus", "completed"),
            ("RecordingUrl", "https://api.example.com/r/1")
        );

        Assert.Equal(
            new TelephonyHost.CallRow(
                "Ended",
                true,
                true,
                true,
                true,
                25_000_000,
                10_000_000,
                81,
                75,
                "Target",
                "https://api.example.com/r/1"
            ),
            await host.FindAsync("CA1")
        );
    }

    [Theory, EachDatabase]
    public async Task Busy_leads_to_the_second_target_and_a_caller_who_left_to_nobody(Dialect dialect)
    {
        await using var host = await TelephonyHost.OpenAsync(dialect);
        var action = (string)(await host.CallAsync("CA1")).Element("Dial")!.Attribute("action")!;
        var second = (await host.AskAsync(action, ("CallSid", "CA1"), ("CallStatus", "ringing"), ("DialCallStatus", "busy"))).Element(
            "Dial"
        )!;
        Assert.Equal("+12025550112", second.Element("Number")!.Value);
        var end = await host.AskAsync(
            (string)second.Attribute("action")!,
            ("CallSid", "CA1"),
            ("CallStatus", "completed"),
            ("DialCallStatus", "no-answer")
        );
        Assert.NotNull(end.Element("Hangup"));
        await host.AskAsync("status", ("CallSid", "CA1"), ("CallStatus", "no-answer"));

        Assert.Equal(
            new TelephonyHost.CallRow("Ended", false, false, false, false, 0, 0, 0, 0, "Caller", null),
            await host.FindAsync("CA1")
        );
    }

    [Theory, EachDatabase]
    public async Task A_target_sees_the_callers_id_and_the_tracking_number_where_it_is_withheld(Dialect dialect)
    {
        await using var host = await TelephonyHost.OpenAsync(dialect);
        Assert.Null((await host.CallAsync("CA1")).Element("Dial")!.Attribute("callerId"));
        foreach (var withheld in new[] { "+266696687", "anonymous", "Restricted", "" })
        {
            var fields = new[]
            {
                ("CallSid", "CA" + withheld),
                ("From", withheld),
                ("To", TelephonyHost.Number),
                ("CallStatus", "ringing"),
            };
            Assert.Equal(TelephonyHost.Number, (string?)(await host.AskAsync("voice", fields)).Element("Dial")!.Attribute("callerId"));
        }
    }

    [Theory, EachDatabase]
    public async Task What_the_carrier_vouches_for_is_kept_with_the_call(Dialect dialect)
    {
        await using var host = await TelephonyHost.OpenAsync(dialect);
        (string, string)[] fields =
        [
            ("CallSid", "CA1"),
            ("From", "+16615550106"),
            ("To", TelephonyHost.Number),
            ("CallStatus", "ringing"),
            ("StirVerstat", "TN-Validation-Passed-B"),
        ];
        await host.AskAsync("voice", fields);
        Assert.Equal("B", await host.Database.ReadAsync(c => c.ExecuteScalarAsync<string>("SELECT attestation FROM calls")));
    }

    [Theory, EachDatabase]
    public async Task Only_what_is_signed_gets_in(Dialect dialect)
    {
        await using var host = await TelephonyHost.OpenAsync(dialect);
        var fields = new[] { ("CallSid", "CA1"), ("From", "+16615550106"), ("To", TelephonyHost.Number) };
        foreach (var page in new[] { "voice", "dial?leg=1", "leg?leg=1", "status", "recording" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await host.PostAsync(page, null, fields)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await host.PostAsync(page, "wrong", fields)).StatusCode);
        }

        var elsewhere = host.Carrier.VoiceUrl.Replace(host.Carrier.Id.Value, new string('0', 32), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.PostAsync(elsewhere, TelephonyHost.Token, fields)).StatusCode);
        Assert.Equal(0, await host.CountCallsAsync());
    }

    [Theory, EachDatabase]
    public async Task What_fits_no_call_changes_nothing(Dialect dialect)
    {
        await using var host = await TelephonyHost.OpenAsync(dialect);
        Assert.NotNull((await host.CallAsync("CA1", "+18005550000")).Element("Reject"));
        Assert.NotNull(
            (await host.AskAsync("dial?leg=1", ("CallSid", "CA9"), ("DialCallStatus", "busy"), ("CallStatus", "ringing"))).Element("Hangup")
        );
        await host.AskAsync("leg?leg=1", ("CallSid", "CA8"), ("ParentCallSid", "CA9"), ("CallStatus", "ringing"));
        await host.AskAsync("status", ("CallSid", "CA9"), ("CallStatus", "completed"));
        await host.AskAsync("recording", ("CallSid", "CA9"), ("RecordingUrl", "https://r.example/1"));
        Assert.Equal(HttpStatusCode.BadRequest, (await host.PostAsync("voice", TelephonyHost.Token, ("From", "x"))).StatusCode);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await host.PostAsync("status", TelephonyHost.Token, ("CallSid", new string('a', 129)))).StatusCode
        );
        Assert.Equal(0, await host.CountCallsAsync());
    }

    [Theory, EachDatabase]
    public async Task The_same_webhook_thirty_two_times_is_one_call(Dialect dialect)
    {
        await using var host = await TelephonyHost.OpenAsync(dialect);
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => host.CallAsync("CA1")));
        Assert.Single(answers.Select(a => a.ToString()).Distinct());
        Assert.Equal(1, await host.CountCallsAsync());
        // A carrier may be set to ask with GET.
        Assert.Equal(
            HttpStatusCode.OK,
            (await host.GetAsync($"voice?CallSid=CA2&From=anonymous&To={Uri.EscapeDataString(TelephonyHost.Number)}")).StatusCode
        );
        Assert.Equal(2, await host.CountCallsAsync());
    }

    private static async Task LegAsync(
        TelephonyHost host,
        XElement number,
        string parent,
        string status,
        int sequence,
        params (string, string)[] more
    ) =>
        await host.AskAsync(
            (string)number.Attribute("statusCallback")!,
            [
                ("CallSid", "CA-child"),
                ("ParentCallSid", parent),
                ("CallStatus", status),
                ("SequenceNumber", $"{sequence}"),
                ("Timestamp", "Mon, 02 Mar 2026 15:04:05 +0000"),
                .. more,
            ]
        );
}
