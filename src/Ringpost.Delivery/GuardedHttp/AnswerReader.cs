using System.Text;

namespace Ringpost.Delivery.GuardedHttp;

/// <summary>Reads as much of an answer as is worth reading, as text that both databases can store.</summary>
internal static class AnswerReader
{
    public const int MostBytes = 64 * 1024;

    public static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        var buffer = new byte[4096];
        var length = 0;
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        while (length < MostBytes)
        {
            if (length == buffer.Length)
                Array.Resize(ref buffer, Math.Min(buffer.Length * 4, MostBytes));
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellation);
            if (read == 0)
                break;
            length += read;
        }

        return StorableText.Clean(EncodingOf(content).GetString(buffer, 0, length));
    }

    private static Encoding EncodingOf(HttpContent content)
    {
        try
        {
            return content.Headers.ContentType?.CharSet is { Length: > 0 } name ? Encoding.GetEncoding(name.Trim('"')) : Encoding.UTF8;
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8;
        }
    }
}
