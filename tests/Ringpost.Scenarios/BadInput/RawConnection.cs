using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Ringpost.Scenarios.BadInput;

/// <summary>Sends bytes as they are and reads the answer's status: an HTTP client would mend them first.</summary>
internal sealed class RawConnection(Uri server) : IDisposable
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private TcpClient? _client;
    private int _from,
        _to;

    /// <summary>The status, and the head of the answer as it came. The connection stays open where the server left it so.</summary>
    public async Task<(int Status, string Head)> SendAsync(byte[] request, bool hasBody = true)
    {
        if (_client is null)
        {
            _client = new TcpClient { NoDelay = true };
            await _client.ConnectAsync(server.Host, server.Port);
            (_from, _to) = (0, 0);
        }

        try
        {
            await _client.GetStream().WriteAsync(request);
        }
        catch (IOException)
        {
            // Refused before all of it was read; the answer may still be there.
        }

        var head = await ReadHeadAsync();
        var status = head.Length > 12 ? int.Parse(head.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        var isClosing = status == 0 || Header(head, "Connection") == "close";
        if (isClosing)
            Close();
        else if (hasBody && Header(head, "Transfer-Encoding") == "chunked")
            while (await SkipChunkAsync()) { }
        else if (hasBody && Header(head, "Content-Length") is { } length)
            await SkipAsync(int.Parse(length, CultureInfo.InvariantCulture));
        return (status, head);
    }

    private async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        while (await ReadLineAsync() is { Length: > 0 } line)
            head.Append(line).Append('\n');
        return head.ToString();
    }

    private async Task<bool> SkipChunkAsync()
    {
        var size = int.Parse(await ReadLineAsync() ?? "0", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        await SkipAsync(size + 2);
        return size > 0;
    }

    private static string? Header(string head, string name) =>
        head.Split('\n').FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    private async Task<string?> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_from == _to && !await FillAsync())
                return null;
            var c = (char)_buffer[_from++];
            if (c == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append(c);
        }
    }

    private async Task SkipAsync(int count)
    {
        while (count > 0 && (_from < _to || await FillAsync()))
        {
            var part = Math.Min(count, _to - _from);
            _from += part;
            count -= part;
        }
    }

    private async Task<bool> FillAsync()
    {
        try
        {
            (_from, _to) = (0, await _client!.GetStream().ReadAsync(_buffer));
        }
        catch (IOException)
        {
            // Reset: the server had no more to say.
            (_from, _to) = (0, 0);
        }

        return _to > 0;
    }

    private void Close()
    {
        _client?.Dispose();
        _client = null;
    }

    public void Dispose() => Close();
}
