using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;

namespace Ringpost.Server.Simulation;

/// <summary>
/// Plays a carrier over HTTP (telephony.md D): 1 ask the voice URL, 2 follow its words, 3 dial as told and let the script decide, 4 report the
/// leg, 5 ask the action and follow it, 6 report the end. Loopback only; the account must be a simulator's, the server sees to that.
/// </summary>
public sealed class SimulatedCarrier
{
    private const int LongestScript = 50;

    private readonly CarrierRequests _requests;
    private readonly Uri _voiceUrl;
    private readonly Uri _statusUrl;

    private readonly SimulatedBooks? _books;

    /// <param name="requests">Signs and sends.</param>
    /// <param name="voiceUrl">Of the account here.</param>
    /// <param name="statusUrl">The same.</param>
    /// <param name="books">Where the calls are written down, for its REST API to show.</param>
    public SimulatedCarrier(CarrierRequests requests, Uri voiceUrl, Uri statusUrl, SimulatedBooks? books = null)
    {
        if (!voiceUrl.IsLoopback || !statusUrl.IsLoopback)
            throw new InvalidOperationException($"The simulator calls loopback addresses only; {voiceUrl.Host} is none.");
        (_requests, _voiceUrl, _statusUrl, _books) = (requests, voiceUrl, statusUrl, books);
    }

    public static string NewSid(string kind) => kind + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public async Task<SimulatedOutcome> PlayAsync(SimulatedCall call, CancellationToken cancellation = default)
    {
        var state = new State(call, NewSid("CA"), _books);
        _books?.Begin(state.CallSid, call);
        if (await AskAsync(state, cancellation) is not { } document)
        {
            // The caller hears that something went wrong, and the call is in the books.
            state.Advance(4);
            _books?.End(state.CallSid, state.Now, "completed");
            return state.Outcome("The voice URL gave no answer to follow.");
        }

        var refusal = await FollowAsync(state, document, _voiceUrl, cancellation);
        var wasAnswered = state.Connected || state.Answered;
        _books?.End(state.CallSid, state.Now, wasAnswered || state.EndStatus != "completed" ? state.EndStatus : "no-answer");
        var end = Form(state, state.EndStatus);
        end["CallDuration"] = Seconds(wasAnswered ? state.Now - call.StartsAt : TimeSpan.Zero);
        end["SequenceNumber"] = "0";
        end["CallbackSource"] = "call-progress-events";
        var (_, last) = await _requests.PostAsync(_statusUrl, end, cancellation);
        return state.Outcome(refusal ?? ((int)last is >= 200 and < 300 ? null : $"The status URL answered {(int)last}."));
    }

    private async Task<XElement?> AskAsync(State state, CancellationToken cancellation)
    {
        try
        {
            return (await _requests.PostAsync(_voiceUrl, Form(state, "ringing"), cancellation)).Document;
        }
        catch (HttpRequestException) when (_books is not null)
        {
            return null;
        }
    }

    private async Task<string?> FollowAsync(State state, XElement document, Uri at, CancellationToken cancellation)
    {
        for (var verbs = 0; verbs < LongestScript && !state.CallerGone; verbs++)
        {
            if (document.Elements().Skip(state.Verb++).FirstOrDefault() is not { } verb)
                return null;
            Uri? next = null;
            Dictionary<string, string>? form = null;
            SimulatedDial? dial = null;
            switch (verb.Name.LocalName)
            {
                case "Dial":
                    dial = new SimulatedDial(_requests, state, verb, at, Form);
                    form = await dial.RunAsync(cancellation);
                    // A caller who is gone follows nothing more: only the end callback tells.
                    if (form is null)
                        return null;
                    next = verb.Attribute("action") is { } action ? new Uri(at, action.Value) : null;
                    break;
                case "Redirect":
                    (next, form) = (new Uri(at, verb.Value), Form(state, "in-progress"));
                    break;
                case "Reject":
                    state.EndStatus = (string?)verb.Attribute("reason") == "busy" ? "busy" : "no-answer";
                    state.End = "rejected";
                    return null;
                case "Hangup":
                    return null;
                case "Pause":
                    state.Advance(int.TryParse((string?)verb.Attribute("length"), out var length) ? length : 1);
                    break;
                default:
                    // Say, Play, Gather without input: time passes.
                    state.Answered = true;
                    state.Advance(2);
                    break;
            }

            if (next is null)
                continue;
            var (answer, status) = await _requests.PostAsync(next, form!, cancellation);
            if (dial is not null)
                await dial.RecordAsync(cancellation);
            if (answer is null)
                return $"{next.AbsolutePath} answered {(int)status}.";
            (document, at, state.Verb) = (answer, next, 0);
        }

        return null;
    }

    private Dictionary<string, string> Form(State state, string callStatus)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["CallSid"] = state.CallSid,
            ["AccountSid"] = _requests.AccountSid,
            ["ApiVersion"] = "2010-04-01",
            ["Direction"] = "inbound",
            ["CallStatus"] = callStatus,
            ["From"] = state.Call.From,
            ["To"] = state.Call.To,
            ["Caller"] = state.Call.From,
            ["Called"] = state.Call.To,
            ["Timestamp"] = CarrierRequests.Timestamp(state.Now),
        };
        foreach (var party in new[] { "From", "To", "Caller", "Called" })
            (form[party + "City"], form[party + "State"], form[party + "Zip"], form[party + "Country"]) = ("", "", "", "US");
        return form;
    }

    internal static string Seconds(TimeSpan span) => ((long)span.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    /// <summary>Where a call stands on the carrier's side.</summary>
    internal sealed class State(SimulatedCall call, string callSid, SimulatedBooks? books)
    {
        public SimulatedBooks? Books => books;

        public SimulatedCall Call { get; } = call;

        public string CallSid { get; } = callSid;

        public DateTimeOffset Now { get; private set; } = call.StartsAt;

        public int Verb { get; set; }

        public int Legs { get; private set; }

        public bool Answered { get; set; }

        public bool Connected { get; set; }

        public int ConnectedSeconds { get; set; }

        public bool CallerGone { get; set; }

        public string EndStatus { get; set; } = "completed";

        public string End { get; set; } = "ended";

        public void Advance(int seconds) => Now += TimeSpan.FromSeconds(seconds);

        public LegStep NextStep() => Call.Steps[Math.Min(Legs++, Call.Steps.Count - 1)];

        public SimulatedOutcome Outcome(string? refusal) => new(CallSid, Legs, Connected, ConnectedSeconds, End, refusal);
    }
}
