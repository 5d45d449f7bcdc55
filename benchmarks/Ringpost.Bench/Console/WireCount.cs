using System.Net;
using System.Net.Sockets;

namespace Ringpost.Bench.Console;

/// <summary>Stands between browser and server and counts every byte that passes, headers and web sockets included.</summary>
internal sealed class WireCount : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ends = new();
    private readonly int _to;
    private readonly Task _accepting;
    private long _bytes;

    public WireCount(int port)
    {
        _to = port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Both directions, since the last time that it was taken.</summary>
    public long Take() => Interlocked.Exchange(ref _bytes, 0);

    private async Task AcceptAsync()
    {
        while (!_ends.IsCancellationRequested)
        {
            try
            {
                _ = CarryAsync(await _listener.AcceptTcpClientAsync(_ends.Token));
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task CarryAsync(TcpClient browser)
    {
        using (browser)
        {
            using var server = new TcpClient();
            (browser.NoDelay, server.NoDelay) = (true, true);
            await server.ConnectAsync(IPAddress.Loopback, _to, _ends.Token);
            await Task.WhenAny(PumpAsync(browser, server), PumpAsync(server, browser));
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _ends.Token) is var read and > 0)
            {
                Interlocked.Add(ref _bytes, read);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _ends.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // One side closed; the other is closed behind it.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _ends.Dispose();
    }
}
