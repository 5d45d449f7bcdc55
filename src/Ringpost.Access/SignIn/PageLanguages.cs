using System.Globalization;
using Microsoft.AspNetCore.Http;
using Ringpost.Access.Users;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Access.SignIn;

/// <summary>What a static page says its texts with.</summary>
/// <param name="Code">Of IETF, as <c>de</c>.</param>
public sealed record PageLanguage(string Code, Func<Phrase, string> Say);

/// <summary>
/// The language of the static pages: who is signed in has chosen one, and anybody else's browser asks for some. The Console, which has the texts,
/// gives <paramref name="find"/>: the first that there is, else English.
/// </summary>
public sealed class PageLanguages(Database database, Func<IEnumerable<CultureInfo>, PageLanguage> find)
{
    private const int MostAsked = 10;

    public async Task<PageLanguage> OfAsync(HttpContext http)
    {
        if (ActorClaims.ToActor(http.User) is not { } actor || GetMe.UserOf(actor) is not { } id)
            return find(Asked(http.Request));
        try
        {
            var user = await database.ReadAsync(c => UsersSql.FindAsync(c, id), http.RequestAborted);
            return find(user?.Locale is { } locale ? [CultureInfo.GetCultureInfo(locale)] : []);
        }
        catch (StorageUnavailableException)
        {
            return find(Asked(http.Request));
        }
    }

    private static IEnumerable<CultureInfo> Asked(HttpRequest request) =>
        request
            .GetTypedHeaders()
            .AcceptLanguage.OrderByDescending(l => l.Quality ?? 1)
            .Take(MostAsked)
            .Select(l => l.Value.ToString())
            .Where(name => name != "*" && IsKnown(name))
            .Select(CultureInfo.GetCultureInfo);

    private static bool IsKnown(string name)
    {
        try
        {
            return CultureInfo.GetCultureInfo(name, predefinedOnly: true).Name.Length > 0;
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }
}
