using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Ringpost.Server.Simulation;

/// <summary>A number of the simulated account, with the settings that its API takes, by their names there.</summary>
public sealed record SimulatedNumber(string Sid, string PhoneNumber)
{
    public ConcurrentDictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    public string this[string setting] => Settings.GetValueOrDefault(setting, "");
}

/// <summary>A leg in the simulated carrier's books.</summary>
/// <param name="Price">Per started minute; null is not billed.</param>
public sealed record SimulatedRecord(
    string Sid,
    string? ParentSid,
    string From,
    string To,
    string Status,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    long? Seconds,
    decimal? Price
);

/// <summary>What a simulated carrier knows of one account: credentials, numbers, numbers for sale, calls. Its REST API shows and changes it.</summary>
public sealed class SimulatedBooks
{
    public const decimal LocalPrice = 1.15m;
    public const decimal TollFreePrice = 2.15m;
    private const decimal InboundMinute = 0.0085m;
    private const decimal OutboundMinute = 0.014m;

    private readonly ConcurrentDictionary<string, TaskCompletionSource> _live = new(StringComparer.Ordinal);

    public string AccountSid { get; } = SimulatedCarrier.NewSid("AC");

    public string ApiKey { get; } = SimulatedCarrier.NewSid("SK");

    public string ApiSecret { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public ConcurrentDictionary<string, SimulatedNumber> Numbers { get; } = new(StringComparer.Ordinal);

    /// <summary>What can be bought, in E.164.</summary>
    public ConcurrentDictionary<string, bool> ForSale { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, SimulatedRecord> Calls { get; } = new(StringComparer.Ordinal);

    /// <summary>Where recordings are fetched; null while nothing serves them.</summary>
    public Uri? Media { get; set; }

    /// <summary>Recordings by their ids, each with its seconds.</summary>
    public ConcurrentDictionary<string, int> Recordings { get; } = new(StringComparer.Ordinal);

    /// <summary>While set, calls have no price yet.</summary>
    public bool PricesLate { get; set; }

    /// <summary>Statuses that the next requests get instead of an answer; a negative one is done first and then its answer is lost.</summary>
    public ConcurrentQueue<int> Failures { get; } = new();

    /// <summary>Requests a second before 429; 0 is no limit.</summary>
    public int MostPerSecond { get; set; }

    /// <summary>What was asked, as <c>GET /2010-04-01/…</c>.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public SimulatedNumber AddNumber(string number, string name = "")
    {
        var added = new SimulatedNumber(SimulatedCarrier.NewSid("PN"), number);
        added.Settings["FriendlyName"] = name;
        return Numbers[added.Sid] = added;
    }

    /// <summary>A caller's leg that goes on.</summary>
    public void Begin(string sid, SimulatedCall call) =>
        Calls[sid] = new(sid, null, call.From, call.To, "in-progress", call.StartsAt, null, null, null);

    public void End(string sid, DateTimeOffset at, string status) =>
        Calls.AddOrUpdate(
            sid,
            _ => throw new InvalidOperationException($"Call {sid} did not begin."),
            (_, call) => Ended(call, at, status, InboundMinute)
        );

    public void AddLeg(string parent, string sid, string from, string to, DateTimeOffset startedAt, string status, int seconds) =>
        Calls[sid] = Ended(
            new(sid, parent, from, to, status, startedAt, null, null, null),
            startedAt + TimeSpan.FromSeconds(seconds),
            status,
            OutboundMinute
        );

    /// <summary>Waits until somebody ends the call through the API.</summary>
    public Task UntilEndedAsync(string sid, CancellationToken cancellation) =>
        _live.GetOrAdd(sid, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(cancellation);

    /// <summary>False where the call does not go on.</summary>
    public bool TryEnd(string sid)
    {
        if (!Calls.TryGetValue(sid, out var call) || call.Status != "in-progress")
            return false;
        _live.GetOrAdd(sid, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        return true;
    }

    private static SimulatedRecord Ended(SimulatedRecord call, DateTimeOffset at, string status, decimal minute)
    {
        var seconds = status == "completed" ? (long)Math.Max(0, (at - call.StartedAt).TotalSeconds) : 0;
        return call with
        {
            Status = status,
            EndedAt = at,
            Seconds = seconds,
            Price = status == "completed" ? minute * Math.Max(1, (seconds + 59) / 60) : null,
        };
    }
}
