using System.Globalization;
using System.Xml.Linq;

namespace Ringpost.Server.Simulation;

/// <summary>One <c>&lt;Dial&gt;</c>: plays the step of the script and reports the leg as its noun asks for (telephony.md C2, C3).</summary>
internal sealed class SimulatedDial(
    CarrierRequests requests,
    SimulatedCarrier.State state,
    XElement dial,
    Uri at,
    Func<SimulatedCarrier.State, string, Dictionary<string, string>> form
)
{
    private const int PickUp = 4;

    private readonly XElement? _noun = dial.Elements().FirstOrDefault(e => e.Name.LocalName is "Number" or "Sip");
    private readonly string _legSid = SimulatedCarrier.NewSid("CA");
    private int _sequence;
    private int? _recorded;

    /// <summary>The form for the action, or null where the caller is gone.</summary>
    public async Task<Dictionary<string, string>?> RunAsync(CancellationToken cancellation)
    {
        var step = state.NextStep();
        var timeout = int.TryParse((string?)dial.Attribute("timeout"), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : 30;
        await ReportAsync("initiated", "initiated", null, cancellation);
        state.Advance(1);
        switch (step.Script)
        {
            case LegScript.Busy:
                return await EndAsync("busy", 0, cancellation);
            case LegScript.Failed:
                return await EndAsync("failed", 0, cancellation);
            case LegScript.NoAnswer:
                await ReportAsync("ringing", "ringing", null, cancellation);
                state.Advance(timeout);
                return await EndAsync("no-answer", 0, cancellation);
            case LegScript.Cancel:
                await ReportAsync("ringing", "ringing", null, cancellation);
                state.Advance(Math.Min(step.Seconds, timeout));
                (state.CallerGone, state.End) = (true, "the caller gave up while it rang");
                Write("canceled", 0);
                await ReportAsync("completed", "canceled", 0, cancellation);
                return null;
            case LegScript.Answer or LegScript.Hangup or LegScript.Hold:
                return await TalkAsync(step, cancellation);
        }

        return null;
    }

    private async Task<Dictionary<string, string>?> TalkAsync(LegStep step, CancellationToken cancellation)
    {
        await ReportAsync("ringing", "ringing", null, cancellation);
        state.Advance(PickUp);
        await ReportAsync("answered", "in-progress", null, cancellation);
        if (step.Script == LegScript.Hold && state.Books is { } books)
            await books.UntilEndedAsync(state.CallSid, cancellation);
        var longest = int.TryParse((string?)dial.Attribute("timeLimit"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? limit
            : int.MaxValue;
        var seconds = Math.Min(step.Seconds, longest);
        state.Advance(seconds);
        (state.Connected, state.Answered, state.ConnectedSeconds) = (true, true, state.ConnectedSeconds + seconds);
        if (step.Script == LegScript.Hold)
        {
            // A call that the API ends asks for no further words.
            (state.CallerGone, state.End) = (true, "ended through the API");
            await EndAsync("completed", seconds, cancellation);
            return null;
        }

        if (step.Script == LegScript.Hangup)
            (state.CallerGone, state.End) = (true, "the caller hung up");
        else
            state.End = "the target hung up";
        var action = await EndAsync("completed", seconds, cancellation);
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

    private void Write(string status, int seconds) =>
        state.Books?.AddLeg(
            state.CallSid,
            _legSid,
            (string?)dial.Attribute("callerId") ?? state.Call.From,
            _noun?.Value ?? "",
            state.Now - TimeSpan.FromSeconds(seconds),
            status,
            seconds
        );

    private async Task<Dictionary<string, string>> EndAsync(string status, int seconds, CancellationToken cancellation)
    {
        Write(status, seconds);
        await ReportAsync("completed", status, seconds, cancellation);
        var action = form(state, "in-progress");
        action["DialCallStatus"] = status;
        action["DialCallSid"] = _legSid;
        action["DialBridged"] = status == "completed" ? "true" : "false";
        if (status == "completed")
            action["DialCallDuration"] = seconds.ToString(CultureInfo.InvariantCulture);
        return action;
    }

    private async Task ReportAsync(string @event, string status, int? seconds, CancellationToken cancellation)
    {
        var number = _sequence++;
        if ((string?)_noun?.Attribute("statusCallback") is not { } url)
            return;
        var wanted = (string?)_noun.Attribute("statusCallbackEvent") ?? "completed";
        if (!wanted.Split(' ').Contains(@event, StringComparer.Ordinal))
            return;
        var leg = form(state, status);
        leg["ParentCallSid"] = state.CallSid;
        leg["CallSid"] = _legSid;
        leg["Direction"] = "outbound-dial";
        leg["To"] = leg["Called"] = _noun.Value;
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
        await requests.PostAsync(
            new Uri(at, url),
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["AccountSid"] = requests.AccountSid,
                ["CallSid"] = state.CallSid,
                ["RecordingSid"] = sid,
                ["RecordingStatus"] = "completed",
                ["RecordingUrl"] = $"https://recordings.invalid/{sid}",
                ["RecordingDuration"] = seconds.ToString(CultureInfo.InvariantCulture),
                ["RecordingChannels"] = "2",
                ["RecordingSource"] = "DialVerb",
                ["Timestamp"] = CarrierRequests.Timestamp(state.Now),
            },
            cancellation
        );
    }
}
