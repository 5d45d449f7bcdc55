using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Access.Users;

/// <summary>People who sign in, by a part of their name; for administrators alone.</summary>
public sealed class SearchUsers(Database database)
{
    /// <summary>The newest so many are looked at; a network has fewer.</summary>
    private const int Deep = 1000;

    public async Task<Result<IReadOnlyList<SearchHit>>> RunAsync(
        Actor actor,
        SearchTerm term,
        int most,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var users = await database.ReadAsync(c => UsersSql.ListAsync(c, long.MaxValue, Deep), cancellation);
        return (SearchHit[])[.. SearchHit.Best(users.Select(u => (term.RankOf(u.Name), Hit(u))), most)];
    }

    private static SearchHit Hit(UserAccount user) =>
        new(SearchKind.User, $"{user.Id}", user.Name, $"{RoleText.Write(user.Role)}{(user.Disabled ? " · disabled" : "")}");
}
