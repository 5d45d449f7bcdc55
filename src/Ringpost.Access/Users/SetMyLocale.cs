using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;

namespace Ringpost.Access.Users;

/// <summary>Sets how a person reads numbers, money, dates and times in the console. Files and answers of the API have one form for all.</summary>
public sealed class SetMyLocale(Database database)
{
    /// <param name="Locale">One of <see cref="Locales.All"/>; empty is the console's own way: <c>2026-01-31</c>, <c>1,238.50</c>.</param>
    public sealed record Request(string? Locale);

    public async Task<Result<Me>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (GetMe.UserOf(actor) is not { } id)
            return new Clash("not-a-person", "Keys look at no page.");
        string? locale = null;
        if (!string.IsNullOrWhiteSpace(request.Locale))
        {
            locale = Locales.All.FirstOrDefault(l => l.Equals(request.Locale.Trim(), StringComparison.OrdinalIgnoreCase));
            if (locale is null)
                return new Invalid("locale", $"One of: {string.Join(", ", Locales.All)}.");
        }

        return await database.WriteOnceAsync<Me>(
            actor,
            WriteKeys.Of("users"),
            async unit =>
            {
                if (await UsersSql.FindAsync(unit.Connection, id) is not { } user)
                    return new Missing($"User {id}");
                if (user.Locale != locale)
                {
                    await UsersSql.SetLocaleAsync(unit, id, locale);
                    await ChangeLogSql.AppendAsync(unit, actor, "user", $"{id}", "setLocale", new { user.Locale }, new { locale });
                }

                return new Me(actor.Id, actor.Name, actor.Role, user.Zone, actor.Of) { Locale = locale };
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPut(
            "/me/locale",
            async (HttpContext http, Request request, SetMyLocale operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}
