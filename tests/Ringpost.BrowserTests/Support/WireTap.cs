using System.Collections.Concurrent;
using System.Text;
using Microsoft.Playwright;

namespace Ringpost.BrowserTests.Support;

/// <summary>Keeps what the server sends a page through its circuit: the drawn as well as what only scripts would see.</summary>
internal sealed class WireTap
{
    private readonly ConcurrentQueue<byte[]> _frames = new();

    public WireTap(IPage page) =>
        page.WebSocket += (_, socket) =>
            socket.FrameReceived += (_, frame) => _frames.Enqueue(frame.Binary ?? Encoding.UTF8.GetBytes(frame.Text ?? ""));

    /// <summary>Those of the texts that came since this was asked before.</summary>
    public IReadOnlyList<string> Take(IEnumerable<string> texts)
    {
        var frames = _frames.ToArray();
        _frames.Clear();
        return [.. texts.Where(t => Encoding.UTF8.GetBytes(t) is var bytes && Array.Exists(frames, f => f.AsSpan().IndexOf(bytes) >= 0))];
    }
}
