using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.Delivery.Outbox;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Pixels;

/// <summary>
/// An outbound request on a call event, made once for the account and attached to campaigns (ringba.md 5). The templates are parsed when
/// the pixel is loaded, not when it fires.
/// </summary>
public sealed record Pixel(
    PixelId Id,
    string Name,
    PixelEvent FireOn,
    TokenTemplate Url,
    string Method,
    IReadOnlyDictionary<string, TokenTemplate> Headers,
    TokenTemplate? Body,
    string? ContentType,
    SuccessRule SuccessRule,
    bool Enabled,
    Instant CreatedAt
)
{
    /// <summary>For which calls it fires.</summary>
    public TagFilter Filters { get; init; } = TagFilter.None;

    /// <summary>How many seconds after its event it is due.</summary>
    public int DelaySeconds { get; init; }

    /// <summary>The only publishers whose calls it fires for; none is every call.</summary>
    public IReadOnlyList<PublisherId> Publishers { get; init; } = [];

    /// <summary>Of a pixel on Connected: whether it fires again when the call is routed to another target and answered (ringba.md 3).</summary>
    public bool EachConnection { get; init; }

    /// <summary>Its credentials and what its answer must say.</summary>
    public SendTerms Terms { get; init; } = SendTerms.None;

    /// <summary>All that is filled in when it fires.</summary>
    internal IEnumerable<TokenTemplate> Templates => Headers.Values.Append(Url).Concat(Body is null ? [] : [Body]);

    internal IEnumerable<TokenReference> Tokens => Templates.SelectMany(t => t.Tokens);

    internal bool IsForPublisher(PublisherId? publisher) => Publishers.Count == 0 || (publisher is { } id && Publishers.Contains(id));
}
