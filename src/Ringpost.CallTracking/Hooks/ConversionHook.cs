using System.Net;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Hooks;

/// <summary>
/// A URL by which buyers say that a call was sold, and for how much (ringba.md 12.1). It converts calls whose route converts on
/// Postback/Webhook.
/// </summary>
/// <param name="CallToken">The parameter that carries the call's id.</param>
/// <param name="RevenueToken">The parameter that carries the amount; where it is absent the route's own revenue counts.</param>
/// <param name="Flag">As <c>sold=1</c>: only a request with it converts. Null: each does.</param>
/// <param name="KeepTags">Whether all other parameters are kept with the call, as <c>[tag:Conversion:name]</c>.</param>
/// <param name="SecretSet">Requests must carry a secret.</param>
/// <param name="Senders">Addresses, or ranges as <c>192.0.2.1-192.0.2.9</c>; none is everybody.</param>
/// <param name="Maximum">A larger amount is refused; null takes any.</param>
public sealed record ConversionHook(
    HookId Id,
    string Name,
    string CallToken,
    string RevenueToken,
    string? Flag,
    bool KeepTags,
    bool SecretSet,
    IReadOnlyList<string> Senders,
    decimal? Maximum,
    bool Enabled,
    Instant CreatedAt
)
{
    /// <summary>Where requests go.</summary>
    public string Path => $"/hook/{Id}";

    /// <inheritdoc cref="Configuration.CallCampaign.ArchivedAt"/>
    public Instant? ArchivedAt { get; init; }

    /// <summary>A keyed fingerprint; null where none is asked for.</summary>
    internal string? Secret { get; init; }

    internal bool MaySend(IPAddress address) =>
        Senders.Count == 0 || Senders.Any(s => HookCheck.TryReadSender(s, out var range) && range.Contains(address));
}
