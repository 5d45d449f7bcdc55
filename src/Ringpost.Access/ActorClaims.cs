using System.Security.Claims;
using Ringpost.Access.Users;
using Ringpost.Primitives;

namespace Ringpost.Access;

/// <summary>An actor as claims: so it travels in the cookie and reaches a Console circuit through its <c>AuthenticationState</c>.</summary>
public static class ActorClaims
{
    private const string IdClaim = "ringpost.actor";
    private const string OfClaim = "ringpost.of";
    private const string RightsClaim = "ringpost.rights";

    public static ClaimsPrincipal ToPrincipal(Actor actor, string scheme)
    {
        var identity = new ClaimsIdentity(scheme, ClaimTypes.Name, ClaimTypes.Role);
        Add(identity, actor);
        return new ClaimsPrincipal(identity);
    }

    /// <summary>Null for someone who is not signed in.</summary>
    public static Actor? ToActor(ClaimsPrincipal? principal)
    {
        if (principal?.Identity is not { IsAuthenticated: true } || principal.FindFirstValue(IdClaim) is not { } id)
            return null;
        return new Actor(
            id,
            principal.FindFirstValue(ClaimTypes.Name) ?? id,
            RoleText.Read(principal.FindFirstValue(ClaimTypes.Role) ?? ""),
            Of: principal.FindFirstValue(OfClaim),
            Rights: RightsText.Given(principal.FindFirstValue(RightsClaim))
        );
    }

    internal static void Add(ClaimsIdentity identity, Actor actor)
    {
        identity.AddClaim(new Claim(IdClaim, actor.Id));
        if (!identity.HasClaim(c => c.Type == ClaimTypes.Name))
            identity.AddClaim(new Claim(ClaimTypes.Name, actor.Name));
        identity.AddClaim(new Claim(ClaimTypes.Role, RoleText.Write(actor.Role)));
        if (actor.Of is { } of)
            identity.AddClaim(new Claim(OfClaim, of));
        if (actor.Rights is { } rights)
            identity.AddClaim(new Claim(RightsClaim, RightsText.Write(rights)));
    }
}
