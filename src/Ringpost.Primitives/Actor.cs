namespace Ringpost.Primitives;

/// <summary>What an actor may do. Every operation asks for one before it acts (architecture 3).</summary>
public enum Permission
{
    /// <summary>See configuration, calls, conversions, logs and reports.</summary>
    Read,

    /// <summary>See calls, their list, report and live figures; a publisher's or buyer's person their own part of them (ringba.md 9.1, 10.3).</summary>
    SeeCalls,

    /// <summary>See what is received and earned, and who pays it: revenue, received, profit, margin, buyers, targets, advertisers.</summary>
    SeeRevenue,

    /// <summary>See caller numbers in full.</summary>
    SeeFullNumbers,

    /// <summary>Listen to recordings of calls, and see the links that open them.</summary>
    Listen,

    /// <summary>Create and change campaigns, offers, pixels and the like.</summary>
    ChangeConfiguration,

    /// <summary>Change or add amounts; run postbacks and deliveries again.</summary>
    ChangeMoney,

    /// <summary>Manage users, API keys, carriers and the instance's settings.</summary>
    Administer,
}

public enum Role
{
    Admin,
    ReadOnly,

    /// <summary>A publisher's person or program: sees that publisher's calls and what they paid.</summary>
    Publisher,

    /// <summary>A buyer's person or program: sees the legs that were dialed to that buyer and what they cost it.</summary>
    Buyer,
}

/// <summary>Who acts: a person, an API key or the program itself. Passed first to every operation.</summary>
/// <param name="Id">Stable, as <c>user:12</c>, <c>key:3</c>, <c>system</c>; stands in the change log.</param>
/// <param name="Request">The request to be done once, where it carried an <c>Idempotency-Key</c>; else null.</param>
/// <param name="Of">Whose calls they see: the id of the publisher or buyer; null for the network's own people.</param>
/// <param name="Rights">What a read-only user or key was given of <see cref="ToGive"/>; null for nothing. Other roles have what they have.</param>
/// <param name="Trial">Decides at the operation's end whether what it wrote stays; null where it always does.</param>
public sealed record Actor(
    string Id,
    string Name,
    Role Role,
    OnceKey? Request = null,
    string? Of = null,
    IReadOnlyList<Permission>? Rights = null,
    Trial? Trial = null
)
{
    /// <summary>What a read-only user or key can be given one by one; each has none of it by default.</summary>
    public static readonly IReadOnlyList<Permission> ToGive =
    [
        Permission.SeeRevenue,
        Permission.SeeFullNumbers,
        Permission.Listen,
        Permission.ChangeMoney,
    ];

    /// <summary>The program itself: timers, workers, the demo.</summary>
    public static readonly Actor System = new("system", "Ringpost", Role.Admin);

    /// <summary>The same person, before something that can't be changed: sees of it what they see else.</summary>
    public Actor LookingOnly() =>
        this with
        {
            Role = Role == Role.Admin ? Role.ReadOnly : Role,
            Rights = [.. ToGive.Where(r => r != Permission.ChangeMoney && May(r))],
        };

    /// <summary>Somebody outside the network, who sees a part of the calls and nothing else.</summary>
    public bool IsPartner => Role is Role.Publisher or Role.Buyer;

    public bool May(Permission permission) =>
        Role switch
        {
            Role.Admin => true,
            Role.ReadOnly => permission is Permission.Read or Permission.SeeCalls
                || (Rights is { } given && given.Contains(permission) && ToGive.Contains(permission)),
            Role.Publisher => permission is Permission.SeeCalls,
            // Their telephones showed the number.
            Role.Buyer => permission is Permission.SeeCalls or Permission.SeeFullNumbers,
        };
}

/// <summary>Names a request so that its repeat gets the first answer (api-v1.md). <paramref name="Scope"/> is API key, method and path.</summary>
public sealed record OnceKey(string Scope, string Key, string BodyHash);
