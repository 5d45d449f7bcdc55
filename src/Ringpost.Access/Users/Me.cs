using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Access.Users;

/// <summary>Who is signed in, or whose key it is.</summary>
/// <param name="Id">As the change log names them: <c>user:12</c>, <c>key:3</c>.</param>
/// <param name="Zone">The time zone that they read lists and reports in; null is the instance's. Keys have none.</param>
/// <param name="PartnerId">The publisher or buyer whose calls they see; null for the network's own people.</param>
public sealed record Me(string Id, string Name, Role Role, string? Zone, string? PartnerId = null)
{
    /// <summary>How they read numbers and dates, as <c>de-DE</c>; null is the console's own way.</summary>
    public string? Locale { get; init; }

    /// <summary>What they may of that which is given one by one.</summary>
    public IReadOnlyList<Permission> Rights { get; init; } = [];
}

/// <summary>Tells those who ask who they are.</summary>
public sealed class GetMe(Database database)
{
    public async Task<Result<Me>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        var user = UserOf(actor) is { } id ? await database.ReadAsync(c => UsersSql.FindAsync(c, id), cancellation) : null;
        return new Me(actor.Id, actor.Name, actor.Role, user?.Zone, actor.Of)
        {
            Locale = user?.Locale,
            Rights = [.. Actor.ToGive.Where(actor.May)],
        };
    }

    /// <summary>Null for a key and for the program itself.</summary>
    internal static UserId? UserOf(Actor actor) =>
        actor.Id.StartsWith("user:", StringComparison.Ordinal)
            ? UserId.From(long.Parse(actor.Id.AsSpan("user:".Length), NumberStyles.None, CultureInfo.InvariantCulture))
            : null;

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/me",
            async (HttpContext http, GetMe operation) => (await operation.RunAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
}
