using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ringpost.Bench.Deliveries;

/// <summary>
/// Many receivers on loopback, one an address, in the driver's process. They note when the request with each number came, and how often. The
/// last one can be told to sleep before it answers.
/// </summary>
internal sealed class NumberedSink : IAsyncDisposable
{
    public const string Path = "/pixel";

    private static readonly TimeSpan Sleep = TimeSpan.FromSeconds(8);

    private readonly WebApplication _app;
    private readonly long[] _cameAt;
    private readonly long[] _curve;
    private readonly IPAddress _sleeper;
    private long _came;
    private long _again;

    /// <param name="numbers">One more than the highest number that will come.</param>
    public NumberedSink(int hosts, int numbers)
    {
        (_cameAt, _curve) = (new long[numbers], new long[numbers]);
        _sleeper = AddressOf(hosts - 1);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(o =>
        {
            for (var host = 0; host < hosts; host++)
                o.Listen(AddressOf(host), Port);
        });
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    public int Port { get; } = BenchRun.FreePort();

    public bool LastSleeps { get; set; }

    /// <summary>How many different numbers came.</summary>
    public long Came => Interlocked.Read(ref _came);

    /// <summary>How many requests came whose number had come before.</summary>
    public long Again => Interlocked.Read(ref _again);

    public static IPAddress AddressOf(int host) => new([127, 0, 0, (byte)(host + 1)]);

    public Task StartAsync() => _app.StartAsync();

    /// <summary><see cref="Stopwatch"/> ticks, which all processes of the machine share; 0 where it has not come.</summary>
    public long CameAt(int number) => Volatile.Read(ref _cameAt[number]);

    /// <summary>When the so-manieth new number came, in <see cref="Stopwatch"/> ticks, from 0.</summary>
    public long MomentOf(long place) => Volatile.Read(ref _curve[place]);

    private Task TakeAsync(HttpContext http)
    {
        var now = Stopwatch.GetTimestamp();
        var query = http.Request.QueryString.Value!;
        // ?n=123&...; a request without number is one of the bare client's.
        var end = query.IndexOf('&', StringComparison.Ordinal);
        if (int.TryParse(query.AsSpan(3, end - 3), CultureInfo.InvariantCulture, out var number) && number >= 0)
            if (Interlocked.CompareExchange(ref _cameAt[number], now, 0) == 0)
                _curve[Interlocked.Increment(ref _came) - 1] = now;
            else
                Interlocked.Increment(ref _again);
        return LastSleeps && http.Connection.LocalIpAddress!.Equals(_sleeper) ? SleepAsync() : Task.CompletedTask;
    }

    private static Task SleepAsync() => Task.Delay(Sleep, TimeProvider.System);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
