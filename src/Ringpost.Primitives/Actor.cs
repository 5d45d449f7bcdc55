namespace Ringpost.Primitives;

/// <summary>What an actor may do. Every operation asks for one before it acts (architecture 3).</summary>
public enum Permission
{
    /// <summary>See configuration, calls, conversions, logs and reports.</summary>
    Read,

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
}

/// <summary>Who acts: a person, an API key or the program itself. Passed first to every operation.</summary>
/// <param name="Id">Stable, as <c>user:12</c>, <c>key:3</c>, <c>system</c>; stands in the change log.</param>
/// <param name="Request">The request to be done once, where it carried an <c>Idempotency-Key</c>; else null.</param>
public sealed record Actor(string Id, string Name, Role Role, OnceKey? Request = null)
{
    /// <summary>The program itself: timers, workers, the demo.</summary>
    public static readonly Actor System = new("system", "Ringpost", Role.Admin);

    public bool May(Permission permission) => permission == Permission.Read || Role == Role.Admin;
}

/// <summary>Names a request so that its repeat gets the first answer (api-v1.md). <paramref name="Scope"/> is API key, method and path.</summary>
public sealed record OnceKey(string Scope, string Key, string BodyHash);
