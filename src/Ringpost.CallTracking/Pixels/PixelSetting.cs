using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.Delivery.Credentials;
using Ringpost.Delivery.Log;
using Ringpost.Delivery.Outbox;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Pixels;

/// <summary>A pixel as a person typed it (ringba.md 5.1). <see cref="Pixel"/> is the same, parsed, for the calls.</summary>
public sealed record PixelSetting(
    PixelId Id,
    string Name,
    PixelEvent FireOn,
    string Url,
    string Method,
    IReadOnlyDictionary<string, string> Headers,
    string? Body,
    string? ContentType,
    SuccessRule SuccessRule,
    bool Enabled,
    Instant CreatedAt
)
{
    /// <summary>For which calls it fires (ringba.md 5.1, criteria).</summary>
    public TagFilter Filters { get; init; } = TagFilter.None;

    /// <summary>How many seconds after its event it is due.</summary>
    public int DelaySeconds { get; init; }

    /// <summary>The only publishers whose calls it fires for; none is every call.</summary>
    public IReadOnlyList<PublisherId> Publishers { get; init; } = [];

    /// <summary>Of a pixel on Connected: whether it fires again when the call is routed to another target and answered (ringba.md 3).</summary>
    public bool EachConnection { get; init; }

    /// <summary>What signs in at the receiver; null sends without.</summary>
    public CredentialId? CredentialId { get; init; }

    /// <summary>What signs the request (Standard Webhooks); null sends without.</summary>
    public CredentialId? SignatureId { get; init; }

    /// <summary>A text without which the answer is no acceptance, whatever the letters' case; null asks for none.</summary>
    public string? AnswerHas { get; init; }

    /// <summary>A text with which the answer is no acceptance.</summary>
    public string? AnswerLacks { get; init; }

    /// <summary>The statuses that are an acceptance, as <c>200-299, 409</c>; null is any 2xx.</summary>
    public string? AnswerStatus { get; init; }

    /// <inheritdoc cref="Configuration.CallCampaign.ArchivedAt"/>
    public Instant? ArchivedAt { get; init; }

    /// <summary>What will probably not do what was meant; nothing of it forbids the pixel.</summary>
    public IReadOnlyList<Phrase> Warnings { get; init; } = [];

    /// <summary>Without the right to full numbers, the secrets in it are hidden: an offer's token, a key, any header's value (architecture 4.12).</summary>
    internal PixelSetting For(Actor actor) =>
        actor.May(Permission.SeeFullNumbers)
            ? this
            : this with
            {
                Url = MaskNumbers.In(Url),
                Body = Body is null ? null : MaskNumbers.In(Body),
                Headers = Headers.ToDictionary(h => h.Key, _ => "•••"),
            };

    internal Pixel Parse() =>
        new(
            Id,
            Name,
            FireOn,
            TokenTemplate.Parse(Url),
            Method,
            Headers.ToDictionary(h => h.Key, h => TokenTemplate.Parse(h.Value), StringComparer.OrdinalIgnoreCase),
            Body is null ? null : TokenTemplate.Parse(Body),
            ContentType,
            SuccessRule,
            Enabled,
            CreatedAt
        )
        {
            Filters = Filters,
            DelaySeconds = DelaySeconds,
            Publishers = Publishers,
            EachConnection = EachConnection,
            Terms = new SendTerms(CredentialId?.Value, SignatureId?.Value, AnswerHas, AnswerLacks, AnswerStatus),
        };
}
