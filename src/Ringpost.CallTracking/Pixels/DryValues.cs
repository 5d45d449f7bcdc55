using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Tags;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Pixels;

/// <summary>A token of a dry run.</summary>
/// <param name="Place">Where it stands: URL, body, or a header's name.</param>
/// <param name="Value">Before it is encoded.</param>
/// <param name="Origin">Where the value comes from, or why there is none.</param>
public sealed record DryToken(string Token, string Place, string Value, Phrase Origin);

/// <summary>The values of a dry run, with where they come from. What its event does not know yet is empty, whatever became of the call later.</summary>
internal sealed class DryValues
{
    private readonly Func<TokenReference, (string Value, Phrase Origin)> _find;

    private DryValues(Func<TokenReference, (string Value, Phrase Origin)> find) => _find = find;

    public static DryValues Sample(CallConfiguration configuration, PixelEvent fireOn)
    {
        var own = OwnTokens.Of(configuration).ToLookup(t => t.Key, StringComparer.Ordinal);
        return new(token =>
            (TokenCatalogue.Find(token) ?? own[token.Key].FirstOrDefault()) is not { } known ? ("", "not a token of a call")
            : !known.KnownAt.Contains(fireOn) ? ("", NotYet(fireOn))
            : (known.Sample, known.Sample.Length > 0 ? "a sample" : "brought along by calls")
        );
    }

    /// <summary>Of a call, as of the event that the tokens name.</summary>
    public static DryValues Of(CallTokens tokens) =>
        new(token =>
        {
            if (tokens.IsTooEarly(token.Key))
                return ("", NotYet(tokens.AsOf));
            var value = tokens.ValueOf(token) ?? "";
            var isKnown = CallTokens.IsKnown(token.Key);
            return (
                value,
                isKnown
                    ? value.Length > 0
                        ? "the call itself"
                        : "the call has none"
                    : value.Length > 0
                        ? "a tag that was stored with the call"
                        : "not a token of this call"
            );
        });

    public string? ValueOf(TokenReference token) => _find(token).Value;

    public DryToken Describe(TokenReference token, string place)
    {
        var (value, origin) = _find(token);
        return new DryToken($"[{token.Text}]", place, value, origin);
    }

    private static Phrase NotYet(PixelEvent? fireOn) => $"not known yet at {fireOn}";
}
