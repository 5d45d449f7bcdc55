using Ringpost.Primitives;

namespace Ringpost.Access.Keys;

/// <summary>A key for programs. The secret itself is shown once, when the key is made.</summary>
/// <param name="Prefix">The first characters of the key, to recognise it by.</param>
/// <param name="LastUsedAt">Exact to the minute.</param>
/// <param name="PartnerId">Whose calls a publisher's or buyer's program sees; null for all others.</param>
public sealed record ApiKey(
    ApiKeyId Id,
    string Name,
    string Prefix,
    Role Role,
    Instant CreatedAt,
    Instant? LastUsedAt,
    Instant? RevokedAt,
    string? PartnerId = null
)
{
    /// <summary>What a read-only program was given, as of a user.</summary>
    public IReadOnlyList<Permission> Rights { get; init; } = [];
}

/// <summary>A key that was just made, with its secret: the only time it can be read.</summary>
public sealed record NewApiKey(ApiKeyId Id, string Name, string Prefix, Role Role, string Key, Instant CreatedAt, string? PartnerId = null)
{
    public IReadOnlyList<Permission> Rights { get; init; } = [];
}
