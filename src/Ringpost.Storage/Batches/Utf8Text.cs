using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Ringpost.Storage.Batches;

/// <summary>A text that grows in a rented buffer, as UTF-8, which is what both databases take. <see cref="Clear"/> gives the buffer back.</summary>
public sealed class Utf8Text
{
    private const int Usual = 4096;

    /// <summary>Of 128 bits.</summary>
    private const int LongestNumber = 40;

    private byte[] _bytes = [];
    private int _length;

    public int Length => _length;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public void Append<T>(T number, char end)
        where T : INumber<T>, IUtf8SpanFormattable
    {
        Reserve(LongestNumber + 1);
        number.TryFormat(_bytes.AsSpan(_length), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
        _bytes[_length++] = (byte)end;
    }

    /// <param name="end">ASCII.</param>
    public void Append(string text, char end)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length) + 1);
        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
        _bytes[_length++] = (byte)end;
    }

    public void Append(char ascii, char end)
    {
        Append(ascii);
        Append(end);
    }

    public void Append(char ascii)
    {
        Reserve(1);
        _bytes[_length++] = (byte)ascii;
    }

    public override string ToString() => Encoding.UTF8.GetString(Bytes);

    public void Clear()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _length) = ([], 0);
    }

    private void Reserve(int more)
    {
        if (_bytes.Length - _length >= more)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Usual, Math.Max(_length + more, _bytes.Length * 2)));
        Bytes.CopyTo(larger);
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
