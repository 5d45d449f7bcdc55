using System.Text.Json.Serialization;
using Ringpost.Primitives;

namespace Ringpost.Delivery.Credentials;

/// <summary>What a receiver knows us by.</summary>
public enum CredentialKind
{
    /// <summary>User name and password (RFC 7617).</summary>
    Basic,

    /// <summary>A token that does not change by itself (RFC 6750).</summary>
    Bearer,

    /// <summary>A token that is fetched with a client's id and secret, and again when it ran out (RFC 6749 4.4).</summary>
    ClientCredentials,

    /// <summary>Signs what is sent (Standard Webhooks 1.0); the secret itself is never sent.</summary>
    Signature,
}

/// <summary>
/// A credential without its secret, which is stored sealed and shown once at most. Deliveries name it; it is resolved at each attempt, so that a
/// new secret holds for what waits too (architecture 4.5).
/// </summary>
/// <param name="UserName">The user of <see cref="CredentialKind.Basic"/>, the client's id of <see cref="CredentialKind.ClientCredentials"/>.</param>
/// <param name="TokenUrl">Where <see cref="CredentialKind.ClientCredentials"/> fetches its token.</param>
/// <param name="Hosts">The only receivers that get it, with the port where it is not the scheme's own. None for a signature, which gives nothing away.</param>
/// <param name="OldUntil">Until then what is signed is signed with the secret before as well.</param>
public sealed record Credential(
    CredentialId Id,
    string Name,
    CredentialKind Kind,
    string UserName,
    string TokenUrl,
    string Scope,
    IReadOnlyList<string> Hosts,
    Instant CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Instant? OldUntil = null
)
{
    /// <summary>The secret that was made here, in the one answer that shows it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }

    [JsonIgnore]
    public bool IsSignature => Kind == CredentialKind.Signature;

    public bool MayGoTo(Uri url) => Hosts.Contains(url.Authority, StringComparer.OrdinalIgnoreCase);

    internal static Credential Of(CredentialRow row) =>
        new(
            row.Id,
            row.Name,
            Enum.Parse<CredentialKind>(row.Kind),
            row.UserName,
            row.TokenUrl,
            row.Scope,
            row.Hosts.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            row.CreatedAt,
            row.OldUntil is { } until ? new Instant(until) : null
        );
}

/// <summary>A row of <c>credentials</c>; its secrets are sealed.</summary>
internal sealed record CredentialRow
{
    public CredentialId Id { get; init; }
    public string Name { get; init; } = "";
    public string Kind { get; init; } = "";
    public string UserName { get; init; } = "";
    public string Secret { get; init; } = "";
    public string? OldSecret { get; init; }
    public long? OldUntil { get; init; }
    public string TokenUrl { get; init; } = "";
    public string Scope { get; init; } = "";
    public string Hosts { get; init; } = "";
    public Instant CreatedAt { get; init; }
}
