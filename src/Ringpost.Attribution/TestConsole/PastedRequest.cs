using System.Text;
using Ringpost.Attribution.PixelLog;
using Ringpost.Primitives;

namespace Ringpost.Attribution.TestConsole;

/// <summary>
/// A postback as a person pastes it: a URL, a path with its query, a request line, or a whole request with headers and form. It becomes what
/// an HTTP client would have sent.
/// </summary>
/// <param name="Notes">What a sender should know about the text, as sentences.</param>
internal sealed record PastedRequest(
    string Method,
    string Target,
    string? Form,
    string? IdempotencyKey,
    string? Referrer,
    string? UserAgent,
    IReadOnlyList<Phrase> Notes
)
{
    public const int Longest = 16 * 1024;

    /// <summary>Null and a sentence where the text is no postback.</summary>
    public static (PastedRequest? Request, Phrase? Error) Read(string? text)
    {
        var (head, form) = Split((text ?? "").Trim().ReplaceLineEndings("\n"));
        var lines = head.Split('\n', StringSplitOptions.TrimEntries);
        var (method, target) = ReadLine(lines[0]);
        if (target.Length == 0)
            return (null, "Paste the URL of a postback.");
        if (method is not ("GET" or "POST"))
            return (null, Phrase.Of($"{method} is refused with 405: postbacks are GET or POST."));
        var notes = new List<Phrase>();
        if (PathAndQuery(target, notes) is not { } path)
            return (null, "This is neither a URL nor a path.");
        var query = path.IndexOf('?', StringComparison.Ordinal);
        if (PostbackReplay.PathOf(query < 0 ? path : path[..query]) is null)
            return (null, "The path is neither /m.ashx nor /p.ashx.");
        var encoded = Encode(path, notes);
        if (encoded.Length > Longest)
            return (null, "A request line over 16 KB is refused by the server with 414.");
        if (query >= 0 && path.AsSpan(query).ContainsAny('[', ']'))
            notes.Add("A token in square brackets is not filled in: its name is sent as it stands.");
        var headers = Headers(lines);
        return (
            new PastedRequest(
                form is null ? method : "POST",
                encoded,
                form,
                headers.GetValueOrDefault("Idempotency-Key"),
                headers.GetValueOrDefault("Referer"),
                headers.GetValueOrDefault("User-Agent"),
                notes
            ),
            null
        );
    }

    private static (string Head, string? Form) Split(string text)
    {
        var blank = text.IndexOf("\n\n", StringComparison.Ordinal);
        return blank < 0 ? (text, null) : (text[..blank], text[(blank + 2)..].Trim());
    }

    /// <summary><c>GET /m.ashx?… HTTP/1.1</c>, or the URL alone.</summary>
    private static (string Method, string Target) ReadLine(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        if (space <= 0 || !line.AsSpan(0, space).ToString().All(char.IsAsciiLetterUpper))
            return ("GET", line);
        var target = line[(space + 1)..].Trim();
        var version = target.LastIndexOf(" HTTP/", StringComparison.Ordinal);
        return (line[..space], version < 0 ? target : target[..version].TrimEnd());
    }

    private static string? PathAndQuery(string target, List<Phrase> notes)
    {
        var scheme = target.IndexOf("://", StringComparison.Ordinal);
        if (scheme is > 0 and < 8)
        {
            var path = target.AsSpan(scheme + 3).IndexOfAny('/', '?', '#');
            if (path <= 0)
                return null;
            target = target[(scheme + 3 + path)..];
        }
        else if (!target.StartsWith('/'))
        {
            target = "/" + target;
        }

        var fragment = target.IndexOf('#', StringComparison.Ordinal);
        if (fragment < 0)
            return target;
        notes.Add("What follows # is not sent by an HTTP client; it is left out here too.");
        return target[..fragment];
    }

    /// <summary>Blanks, control characters and letters outside ASCII as a browser would send them.</summary>
    private static string Encode(string path, List<Phrase> notes)
    {
        if (path.All(c => c is > ' ' and < '\u007f'))
            return path;
        notes.Add("Blanks and letters outside ASCII were percent-encoded, as a browser does; a plain client may be refused with 400.");
        var encoded = new StringBuilder(path.Length + 64);
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in path.EnumerateRunes())
        {
            if (rune.Value is > ' ' and < 0x7f)
            {
                encoded.Append((char)rune.Value);
                continue;
            }

            foreach (var b in bytes[..rune.EncodeToUtf8(bytes)])
                encoded.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }

    private static Dictionary<string, string> Headers(string[] lines)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && colon < line.Length - 1)
                headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return headers;
    }
}
