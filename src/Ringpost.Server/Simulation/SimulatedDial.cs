using System.Globalization;
using System.Xml.Linq;

namespace Ringpost.Server.Simulation;

/// <summary>One <c>&lt;Dial&gt;</c>: plays the steps of the script and reports each leg as its noun asks for (telephony.md C2, C3).</summary>
internal sealed class SimulatedDial(
    CarrierRequests requests,
    SimulatedCarrier.State state,
    XElement dial,
    Uri at,
    Func<SimulatedCarrier.State, string, Dictionary<string, string>> form
)
{
    private const int PickUp = 4;

    private int? _recorded;

    /// <summary>One noun: a phone that rings, with what the script lets it do.</summary>
    private sealed class Phone(XElement noun, LegStep step)
    {
        public XElement Noun => noun;
        public LegStep Step => step;
        public string Sid { get; } = SimulatedCarrier.NewSid("CA");
        public int Sequence { get; set; }
        public bool Answers => step.Script is LegScript.Answer or LegScript.Hangup or LegScript.Hold;
        public string? Refusal =>
            step.Script is LegScript.Busy ? "busy"
            : step.Script is LegScript.Failed ? "failed"
            : null;
    }

    /// <summary>The form for the action, or null where the caller is gone. Several nouns ring together, a step of the script each.</summary>
    public async Task<Dictionary<string, string>?> RunAsync(CancellationToken cancellation)
    {
        Phone[] phones =
        [
            .. dial.Elements()
                .Where(e => e.Name.LocalName is "Number" or "Sip")
                .DefaultIfEmpty(dial)
                .Select(noun => new Phone(noun, state.NextStep())),
        ];
        var timeout = int.TryParse((string?)dial.Attribute("timeout"), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : 30;
        foreach (var phone in phones)
            await ReportAsync(phone, "initiated", "initiated", null, cancellation);
        state.Advance(1);
        foreach (var phone in phones.Where(p => p.Refusal is not null))
            await OverAsync(phone, phone.Refusal!, 0, cancellation);
        Phone[] ringing = [.. phones.Where(p => p.Refusal is null)];
        foreach (var phone in ringing)
            await ReportAsync(phone, "ringing", "ringing", null, cancellation);

        if (ringing.FirstOrDefault(p => p.Answers) is { } winner)
        {
            state.Advance(PickUp);
            await ReportAsync(winner, "answered", "in-progress", null, cancellation);
            foreach (var phone in ringing.Where(p => p != winner))
                await OverAsync(phone, "canceled", 0, cancellation);
            return await TalkAsync(winner, cancellation);
        }

        if (ringing.FirstOrDefault(p => p.Step.Script == LegScript.Cancel) is { } quitter)
        {
            state.Advance(Math.Min(quitter.Step.Seconds, timeout));
            (state.CallerGone, state.End) = (true, "the caller gave up while it rang");
            foreach (var phone in ringing)
                await OverAsync(phone, "canceled", 0, cancellation);
            return null;
        }

        if (ringing.Length > 0)
            state.Advance(timeout);
        foreach (var phone in ringing)
            await OverAsync(phone, "no-answer", 0, cancellation);
        var last = ringing.FirstOrDefault() ?? phones[0];
        return Action(last, last.Refusal ?? "no-answer", 0);
    }

    private async Task<Dictionary<string, string>?> TalkAsync(Phone phone, CancellationToken cancellation)
    {
        var step = phone.Step;
        if (step.Script == LegScript.Hold && state.Books is { } books)
            await books.UntilEndedAsync(state.CallSid, cancellation);
        var longest = int.TryParse((string?)dial.Attribute("timeLimit"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? limit
            : int.MaxValue;
        var seconds = Math.Min(step.Seconds, longest);
        state.Advance(seconds);
        (state.Connected, state.Answered, state.ConnectedSeconds) = (true, true, state.ConnectedSeconds + seconds);
        await OverAsync(phone, "completed", seconds, cancellation);
        if (step.Script == LegScript.Hold)
        {
            // A call that the API ends asks for no further words.
            (state.CallerGone, state.End) = (true, "ended through the API");
            return null;
        }

        if (step.Script == LegScript.Hangup)
            (state.CallerGone, state.End) = (true, "the caller hung up");
        else
            state.End = "the target hung up";
        var action = Action(phone, "completed", seconds);
        _recorded = seconds;
        if (!state.CallerGone)
            return action;

        // The action is asked even when the caller is gone; what it answers can't be followed.
        action["CallStatus"] = "completed";
        if (dial.Attribute("action") is { } url)
            await requests.PostAsync(new Uri(at, url.Value), action, cancellation);
        await RecordAsync(cancellation);
        return null;
    }

    /// <summary>The leg's end, in the books and in its last report.</summary>
    private async Task OverAsync(Phone phone, string status, int seconds, CancellationToken cancellation)
    {
        state.Books?.AddLeg(
            state.CallSid,
            phone.Sid,
            (string?)dial.Attribute("callerId") ?? state.Call.From,
            phone.Noun.Value,
            state.Now - TimeSpan.FromSeconds(seconds),
            status,
            seconds
        );
        await ReportAsync(phone, "completed", status, seconds, cancellation);
    }

    private Dictionary<string, string> Action(Phone phone, string status, int seconds)
    {
        var action = form(state, "in-progress");
        action["DialCallStatus"] = status;
        action["DialCallSid"] = phone.Sid;
        action["DialBridged"] = status == "completed" ? "true" : "false";
        if (status == "completed")
            action["DialCallDuration"] = seconds.ToString(CultureInfo.InvariantCulture);
        return action;
    }

    private async Task ReportAsync(Phone phone, string @event, string status, int? seconds, CancellationToken cancellation)
    {
        var number = phone.Sequence++;
        if ((string?)phone.Noun.Attribute("statusCallback") is not { } url)
            return;
        var wanted = (string?)phone.Noun.Attribute("statusCallbackEvent") ?? "completed";
        if (!wanted.Split(' ').Contains(@event, StringComparer.Ordinal))
            return;
        var leg = form(state, status);
        leg["ParentCallSid"] = state.CallSid;
        leg["CallSid"] = phone.Sid;
        leg["Direction"] = "outbound-dial";
        leg["To"] = leg["Called"] = phone.Noun.Value;
        leg["SequenceNumber"] = number.ToString(CultureInfo.InvariantCulture);
        leg["CallbackSource"] = "call-progress-events";
        if (seconds is { } s)
            leg["CallDuration"] = leg["Duration"] = s.ToString(CultureInfo.InvariantCulture);
        await requests.PostAsync(new Uri(at, url), leg, cancellation);
    }

    /// <summary>A recording is there some seconds after the talk, so its callback comes after the action's.</summary>
    public async Task RecordAsync(CancellationToken cancellation)
    {
        if (
            _recorded is not { } seconds
            || (string?)dial.Attribute("record") is null or "do-not-record"
            || (string?)dial.Attribute("recordingStatusCallback") is not { } url
        )
            return;
        var sid = SimulatedCarrier.NewSid("RE");
        if (state.Books is { } books)
            books.Recordings[sid] = seconds;
        await requests.PostAsync(
            new Uri(at, url),
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["AccountSid"] = requests.AccountSid,
                ["CallSid"] = state.CallSid,
                ["RecordingSid"] = sid,
                ["RecordingStatus"] = "completed",
                ["RecordingUrl"] = state.Books?.Media is { } media ? $"{media}{sid}" : $"https://recordings.invalid/{sid}",
                ["RecordingDuration"] = seconds.ToString(CultureInfo.InvariantCulture),
                ["RecordingChannels"] = "2",
                ["RecordingSource"] = "DialVerb",
                ["Timestamp"] = CarrierRequests.Timestamp(state.Now),
            },
            cancellation
        );
    }
}
