using System.Text.RegularExpressions;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Pixels;

/// <summary>
/// Of the gallery's receivers that know a conversion by an id: whether a pixel for one of them still carries it, by the parameter that its template
/// has. The receiver is told by what its address has and others' have not, as a pixel does not remember its template. Without I/O.
/// </summary>
internal static partial class PixelIds
{
    private const string Call = "[Call:InboundCallId]";

    /// <param name="Is">Whether the address is the receiver's, without the parameters that are asked for.</param>
    /// <param name="InBody">The parameters are fields of the JSON that is sent.</param>
    private sealed record Receiver(
        string Name,
        Func<string, bool> Is,
        (string Name, string Token, Phrase Else)[] Parameters,
        bool InBody = false
    );

    private static readonly Phrase Twice = "a repeated delivery may count twice";

    private static readonly Receiver[] Receivers =
    [
        new(
            "CAKE",
            url => Path(url).EndsWith("/track.asmx/UpdateConversion", StringComparison.OrdinalIgnoreCase),
            [("transaction_id", Call, "the conversion is not found")]
        ),
        new(
            "Ringpost",
            url => Path(url).EndsWith(PixelTemplates.AdjustPath, StringComparison.OrdinalIgnoreCase),
            [("transactionId", Call, "the conversion is not found")],
            InBody: true
        ),
        new(
            "TUNE",
            url => Path(url).EndsWith("/aff_lsr", StringComparison.OrdinalIgnoreCase),
            [("transaction_id", "[tag:User:transaction_id]", "the click is not found"), ("adv_sub", Call, Twice)]
        ),
        new(
            "Everflow",
            url => Has(url, "nid"),
            [("transaction_id", "[tag:User:transaction_id]", "the click is not found"), ("order_id", Call, Twice)]
        ),
        new(
            "Affise",
            url => IsPostback(url) && Has(url, "status"),
            [("clickid", "[tag:User:clickid]", "the click is not found"), ("action_id", Call, Twice)]
        ),
        new(
            "Voluum",
            url => IsPostback(url) && Has(url, "payout"),
            [("cid", "[tag:User:clickid]", "the click is not found"), ("txid", Call, Twice)]
        ),
        new("RedTrack", url => IsPostback(url) && Has(url, "type"), [("clickid", "[tag:User:clickid]", "the click is not found")]),
        new(
            "Google Ads",
            url => Path(url).EndsWith(":uploadClickConversions", StringComparison.Ordinal),
            [("gclid", "[tag:Integration:googleClickId|tag:User:gclid]", "the click is not found"), ("orderId", Call, Twice)],
            InBody: true
        ),
        new(
            "Meta",
            url => Host(url) == "graph.facebook.com" && Path(url).EndsWith("/events", StringComparison.Ordinal),
            [("event_id", Call, Twice)],
            InBody: true
        ),
    ];

    public static IEnumerable<Phrase> Of(PixelSetting pixel)
    {
        if (Array.Find(Receivers, r => r.Is(pixel.Url)) is not { } receiver)
            yield break;
        foreach (var (name, token, otherwise) in receiver.Parameters)
        {
            var value = receiver.InBody ? Field(pixel.Body ?? "", name) : Value(pixel.Url, name);
            if (string.IsNullOrWhiteSpace(value))
                yield return receiver.InBody
                    ? Phrase.Of(
                        $"The body carries no {name}, by which {receiver.Name} knows it. Add {Written(receiver, name, token)}, or {otherwise}."
                    )
                    : Phrase.Of(
                        $"The URL carries no {name}, by which {receiver.Name} knows it. Add {Written(receiver, name, token)}, or {otherwise}."
                    );
            else if (!value.Contains('[', StringComparison.Ordinal))
                yield return $"{name} is the same for every call, and {receiver.Name} knows it by that. Write {Written(receiver, name, token)}, or {otherwise}.";
        }
    }

    private static string Written(Receiver receiver, string name, string token) =>
        receiver.InBody ? $"\"{name}\": \"{token}\"" : $"{name}={token}";

    private static bool IsPostback(string url) => Path(url).EndsWith("/postback", StringComparison.OrdinalIgnoreCase);

    private static bool Has(string url, string parameter) => Value(url, parameter) is not null;

    /// <summary>Null where the URL has no such parameter. Tokens are no URL's text, so nothing here is parsed as one.</summary>
    private static string? Value(string url, string parameter)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal);
        foreach (var pair in query < 0 ? [] : url[(query + 1)..].Split('&'))
            if (pair.Split('=', 2) is [var name, var value] && name == parameter)
                return value;
        return null;
    }

    private static string? Field(string body, string name) =>
        Fields().Matches(body).FirstOrDefault(m => m.Groups["name"].Value == name)?.Groups["value"].Value.Trim(' ', '"', '\t', '\r', '\n');

    private static string Path(string url) =>
        url.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme && url.IndexOf('/', scheme + 3) is > 0 and var path
            ? url[path..].Split('?', 2)[0]
            : "";

    private static string Host(string url) => Uri.TryCreate(url, UriKind.Absolute, out var read) ? read.Host : "";

    [GeneratedRegex("\"(?<name>[A-Za-z_]+)\"\\s*:\\s*(?<value>\"[^\"]*\"|[^,}\\r\\n]*)")]
    private static partial Regex Fields();
}
