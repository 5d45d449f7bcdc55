using Ringpost.Primitives;

namespace Ringpost.Access.Users;

/// <summary>A person who may sign in.</summary>
/// <param name="Name">What they sign in with: an e-mail address or a name. Capitals don't count.</param>
/// <param name="Disabled">They can't sign in; their history stays.</param>
/// <param name="PartnerId">Whose calls a publisher's or buyer's person sees; null for all others.</param>
public sealed record UserAccount(UserId Id, string Name, Role Role, bool Disabled, Instant CreatedAt, string? PartnerId = null)
{
    /// <summary>What a read-only person was given: <c>seeRevenue</c>, <c>seeFullNumbers</c>, <c>listen</c>, <c>changeMoney</c>.</summary>
    public IReadOnlyList<Permission> Rights { get; init; } = [];
}

/// <summary>The row behind a <see cref="UserAccount"/>, in the mutable shape that ASP.NET Core Identity works on.</summary>
internal sealed class User
{
    public UserId Id { get; set; }

    public string Name { get; set; } = "";

    public string NormalizedName { get; set; } = "";

    public string PasswordHash { get; set; } = "";

    public string SecurityStamp { get; set; } = "";

    public string Role { get; set; } = "";

    public bool Disabled { get; set; }

    public long FailedSignIns { get; set; }

    public Instant? LockedUntil { get; set; }

    public Instant CreatedAt { get; set; }

    public string? Zone { get; set; }

    public string? Locale { get; set; }

    public string? PartnerId { get; set; }

    public string Rights { get; set; } = "";

    public UserAccount ToAccount() =>
        new(Id, Name, RoleText.Read(Role), Disabled, CreatedAt, PartnerId) { Rights = RightsText.Read(Rights) };

    public Actor ToActor() => new($"user:{Id}", Name, RoleText.Read(Role), Of: PartnerId, Rights: RightsText.Given(Rights));

    public static string Normalize(string name) => name.Trim().ToUpperInvariant();
}
