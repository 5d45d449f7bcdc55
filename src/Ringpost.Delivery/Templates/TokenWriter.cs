using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Xml;

namespace Ringpost.Delivery.Templates;

/// <summary>Writes one value into a text so that it stays one value.</summary>
internal static class TokenWriter
{
    private static readonly SearchValues<char> Unreserved = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    );

    private static readonly SearchValues<char> PlainInJson = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~ :/+@,;!?=&%#()*'"
    );

    private static readonly SearchValues<char> Controls = SearchValues.Create([
        .. Enumerable.Range(0, 32).Append(127).Select(c => (char)c),
    ]);

    // Line ends and tabs too: an attribute would make spaces of them.
    private static readonly SearchValues<char> EscapedInXml = SearchValues.Create("<>&\"'\r\n\t");

    // Between two sections nothing is written, and no ]]> can come about.
    private const string CdataSeam = "]]><![CDATA[";

    // One UTF-16 unit becomes at most 9 characters of a URL (3 bytes) or 6 of JSON.
    private const int Growth = 9;

    public static void Write(ref DefaultInterpolatedStringHandler text, string value, TokenEncoding encoding, TokenPlace place)
    {
        switch (encoding)
        {
            case TokenEncoding.Url:
                // "." and ".." are segments that move a path; no encoding of them survives every receiver.
                if (place.InPath && IsDots(value))
                    return;
                WriteEscaped(ref text, value, spaceAsPlus: false);
                break;
            case TokenEncoding.Form:
                WriteEscaped(ref text, value, spaceAsPlus: true);
                break;
            case TokenEncoding.Json when place.InQuotes:
                WriteJson(ref text, value);
                break;
            case TokenEncoding.Json:
                WriteJsonValue(ref text, value);
                break;
            case TokenEncoding.Header:
                WriteWithoutControls(ref text, value);
                break;
            case TokenEncoding.Xml:
                WriteXml(ref text, value, place.InCdata);
                break;
            case TokenEncoding.Raw:
                text.AppendLiteral(value);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(encoding), encoding, null);
        }
    }

    private static void WriteEscaped(ref DefaultInterpolatedStringHandler text, string value, bool spaceAsPlus)
    {
        if (!value.AsSpan().ContainsAnyExcept(Unreserved))
        {
            text.AppendLiteral(value);
            return;
        }

        var rented = ArrayPool<char>.Shared.Rent(value.Length * Growth);
        Uri.TryEscapeDataString(value, rented, out var written);
        var escaped = rented.AsSpan(0, written);
        if (!spaceAsPlus)
            text.AppendFormatted(escaped);
        else
            WriteSpacesAsPlus(ref text, escaped);
        ArrayPool<char>.Shared.Return(rented);
    }

    private static void WriteSpacesAsPlus(ref DefaultInterpolatedStringHandler text, ReadOnlySpan<char> escaped)
    {
        for (var space = escaped.IndexOf("%20"); space >= 0; space = escaped.IndexOf("%20"))
        {
            text.AppendFormatted(escaped[..space]);
            text.AppendLiteral("+");
            escaped = escaped[(space + 3)..];
        }

        text.AppendFormatted(escaped);
    }

    private static void WriteJson(ref DefaultInterpolatedStringHandler text, string value)
    {
        if (!value.AsSpan().ContainsAnyExcept(PlainInJson))
        {
            text.AppendLiteral(value);
            return;
        }

        var rented = ArrayPool<char>.Shared.Rent(value.Length * Growth);
        JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value, rented, out _, out var written);
        text.AppendFormatted(rented.AsSpan(0, written));
        ArrayPool<char>.Shared.Return(rented);
    }

    private static void WriteJsonValue(ref DefaultInterpolatedStringHandler text, string value)
    {
        if (value.Length == 0)
        {
            text.AppendLiteral("null");
        }
        else if (value is "true" or "false" or "null" || IsJsonNumber(value))
        {
            text.AppendLiteral(value);
        }
        else
        {
            text.AppendLiteral("\"");
            WriteJson(ref text, value);
            text.AppendLiteral("\"");
        }
    }

    private static void WriteWithoutControls(ref DefaultInterpolatedStringHandler text, ReadOnlySpan<char> value)
    {
        for (var control = value.IndexOfAny(Controls); control >= 0; control = value.IndexOfAny(Controls))
        {
            text.AppendFormatted(value[..control]);
            value = value[(control + 1)..];
        }

        text.AppendFormatted(value);
    }

    private static void WriteXml(ref DefaultInterpolatedStringHandler text, string value, bool inCdata)
    {
        if (!value.AsSpan().ContainsAnyExcept(Unreserved))
        {
            text.AppendLiteral(value);
            return;
        }

        // What was written last of this value; what stands before and after it may be part of an end, too.
        var last = ']';
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                text.AppendFormatted(value.AsSpan(i++, 2));
            // XML 1.0 has no place for the others, not even as a reference.
            else if (!XmlConvert.IsXmlChar(c))
                continue;
            else if (!inCdata && EscapedInXml.Contains(c))
                text.AppendLiteral(string.Create(CultureInfo.InvariantCulture, $"&#{(int)c};"));
            else
            {
                if (inCdata && c == '>' && last == ']')
                    text.AppendLiteral(CdataSeam);
                text.AppendFormatted(c);
            }

            last = c;
        }

        if (inCdata && last == ']')
            text.AppendLiteral(CdataSeam);
    }

    private static bool IsDots(ReadOnlySpan<char> value) => value.Length > 0 && !value.ContainsAnyExcept('.');

    /// <summary>Digits with an optional sign and fraction; a number with a leading zero is an id and gets quotes.</summary>
    private static bool IsJsonNumber(ReadOnlySpan<char> value)
    {
        if (value[0] == '-')
            value = value[1..];
        var point = value.IndexOf('.');
        var whole = point < 0 ? value : value[..point];
        if (whole.IsEmpty || whole.Length > 15 || whole.ContainsAnyExceptInRange('0', '9') || (whole.Length > 1 && whole[0] == '0'))
            return false;
        return point < 0 || (value.Length > point + 1 && !value[(point + 1)..].ContainsAnyExceptInRange('0', '9'));
    }
}
