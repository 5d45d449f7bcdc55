using System.Collections.Concurrent;
using System.Diagnostics;
using Ringpost.Server.Simulation;

namespace Ringpost.Bench.Calls;

/// <summary>Plays calls of one answered leg as a carrier does, over real HTTP, each of a caller of its own. Keeps how long each call and each webhook took.</summary>
internal sealed class CallPlayer : IDisposable
{
    private static readonly LegStep[] Steps = [new(LegScript.Answer, 90)];

    private readonly ConcurrentBag<double> _calls = [];
    private readonly ConcurrentBag<double> _webhooks = [];
    private readonly HttpClient _http;
    private readonly SimulatedCarrier _carrier;
    private int _played;

    public CallPlayer(ChainAddress address, int connections)
    {
        _http = new HttpClient(new Clock(this, new SocketsHttpHandler { MaxConnectionsPerServer = connections }));
        _carrier = new SimulatedCarrier(
            new CarrierRequests(_http, SimulatedCarrier.NewSid("AC"), address.Token, TimeProvider.System),
            address.VoiceUrl,
            address.StatusUrl
        );
    }

    /// <summary>Milliseconds, the shortest first.</summary>
    public List<double> TakeCalls() => Take(_calls);

    /// <inheritdoc cref="TakeCalls"/>
    public List<double> TakeWebhooks() => Take(_webhooks);

    /// <summary>The next begins when one is over.</summary>
    public Task PlayAsync(int calls, int atOnce) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, calls),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (_, cancellation) => await OneAsync(cancellation)
        );

    /// <summary>Calls begin at their moments, whatever became of those before.</summary>
    public async Task PlayAtRateAsync(int calls, double perSecond)
    {
        var playing = new List<Task>(calls);
        var began = Stopwatch.GetTimestamp();
        while (playing.Count < calls)
        {
            for (var due = Stopwatch.GetElapsedTime(began).TotalSeconds * perSecond; playing.Count < calls && playing.Count < due; )
                playing.Add(OneAsync(CancellationToken.None));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        await Task.WhenAll(playing);
    }

    public static double At(List<double> sorted, int percent) => sorted[Math.Min(sorted.Count - 1, sorted.Count * percent / 100)];

    public void Dispose() => _http.Dispose();

    private async Task OneAsync(CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        // 415-2xx-xxxx: eight million callers, none twice.
        var call = new SimulatedCall(
            $"+1415{2_000_000 + Interlocked.Increment(ref _played):0000000}",
            SeedExample.FirstNumber,
            Steps,
            TimeProvider.System.GetUtcNow().AddMinutes(-3)
        );
        var outcome = await _carrier.PlayAsync(call, cancellation);
        if (outcome.Refusal is not null || !outcome.Connected)
            throw new InvalidOperationException(outcome.Refusal ?? "A call did not connect.");
        _calls.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    private static List<double> Take(ConcurrentBag<double> bag)
    {
        var taken = bag.ToList();
        bag.Clear();
        taken.Sort();
        return taken;
    }

    private sealed class Clock(CallPlayer player, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var began = Stopwatch.GetTimestamp();
            var answer = await base.SendAsync(request, cancellationToken);
            player._webhooks.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            return answer;
        }
    }
}
