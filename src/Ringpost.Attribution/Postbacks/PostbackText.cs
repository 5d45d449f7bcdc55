using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Ringpost.Attribution.Postbacks;

/// <summary>Decodes names and values of a query: <c>%XX</c> as UTF-8, <c>+</c> as space. Strict: what does not decode is refused, never repaired.</summary>
internal ref struct PostbackText
{
    private static readonly SearchValues<char> Encoded = SearchValues.Create("%+");

    private readonly Span<byte> _bytes;
    private readonly Span<char> _chars;

    /// <summary>Works in the caller's buffers, each at least three times and once as long as the longest raw text.</summary>
    public PostbackText(Span<byte> bytes, Span<char> chars)
    {
        _bytes = bytes;
        _chars = chars;
    }

    /// <summary>The decoded text lives in the buffer until the next call.</summary>
    public readonly bool TryDecode(ReadOnlySpan<char> raw, out ReadOnlySpan<char> text)
    {
        text = raw;
        if (!raw.ContainsAny(Encoded) && Ascii.IsValid(raw))
            return !raw.Contains('\0');
        var length = 0;
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOfAny(Encoded);
            if (plain != 0)
            {
                var run = plain < 0 ? raw : raw[..plain];
                if (Utf8.FromUtf16(run, _bytes[length..], out _, out var written, replaceInvalidSequences: false) != OperationStatus.Done)
                    return false;
                length += written;
                raw = raw[run.Length..];
                continue;
            }

            if (raw[0] == '+')
            {
                _bytes[length++] = (byte)' ';
                raw = raw[1..];
                continue;
            }

            if (raw.Length < 3 || !char.IsAsciiHexDigit(raw[1]) || !char.IsAsciiHexDigit(raw[2]))
                return false;
            _bytes[length++] = (byte)((Hex(raw[1]) << 4) | Hex(raw[2]));
            raw = raw[3..];
        }

        var bytes = _bytes[..length];
        // UTF-8 that is valid holds no surrogates; U+0000 is refused because PostgreSQL can't store it and SQLite cuts there.
        if (
            bytes.Contains((byte)0)
            || Utf8.ToUtf16(bytes, _chars, out _, out var chars, replaceInvalidSequences: false) != OperationStatus.Done
        )
            return false;
        text = _chars[..chars];
        return true;
    }

    private static int Hex(char digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
