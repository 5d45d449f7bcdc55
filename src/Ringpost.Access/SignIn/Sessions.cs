using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Ringpost.Access.Users;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Access.SignIn;

/// <summary>
/// Whether a signed-in person still is one: a new password, another role or a disabled account ends the session within seconds, on every
/// node. A Console circuit asks here too.
/// </summary>
public sealed class Sessions(Database database)
{
    private const string StampClaim = "ringpost.stamp";

    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<UserId, (string Stamp, Instant At)> _seen = new();

    /// <summary>True for a key: keys are asked for with each request anyway.</summary>
    public async Task<bool> IsValidAsync(ClaimsPrincipal principal, CancellationToken cancellation = default)
    {
        if (ActorClaims.ToActor(principal) is not { } actor)
            return false;
        if (GetMe.UserOf(actor) is not { } id)
            return true;
        return principal.FindFirstValue(StampClaim) is { } stamp && await IsCurrentAsync(id, stamp, cancellation);
    }

    internal static ClaimsPrincipal ToPrincipal(User user)
    {
        var principal = ActorClaims.ToPrincipal(user.ToActor(), IdentityConstants.ApplicationScheme);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(StampClaim, user.SecurityStamp));
        return principal;
    }

    private async Task<bool> IsCurrentAsync(UserId id, string stamp, CancellationToken cancellation)
    {
        var now = database.Now;
        // A stamp that differs from the remembered one may be newer: only agreement is believed.
        if (_seen.TryGetValue(id, out var seen) && now - seen.At < Believed && seen.Stamp == stamp)
            return true;
        var user = await database.ReadAsync(c => UsersSql.FindAsync(c, id), cancellation);
        if (user is not { Disabled: false } || user.SecurityStamp != stamp)
            return false;
        _seen[id] = (stamp, now);
        return true;
    }
}
