using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.SavedViews;

internal sealed record SavedViewRow
{
    public SavedViewId Id { get; init; }
    public string Page { get; init; } = "";
    public string Owner { get; init; } = "";
    public string OwnerName { get; init; } = "";
    public string Name { get; init; } = "";
    public string Query { get; init; } = "";
    public bool Shared { get; init; }
    public Instant CreatedAt { get; init; }
    public Instant ChangedAt { get; init; }
    public bool IsDefault { get; init; }

    public string NormalizedName => Name.ToUpperInvariant();

    /// <summary>Its own, or everybody's; one that looks for a buyer or an amount only for who may see those.</summary>
    public bool IsSeenBy(Actor actor) =>
        Owner == actor.Id || (Shared && (actor.May(Permission.SeeRevenue) || !SavedViewQuery.NamesRevenue(Query)));

    /// <summary>Whoever saved it, and for everybody's an administrator.</summary>
    public bool IsChangedBy(Actor actor) => Owner == actor.Id || (Shared && actor.May(Permission.Administer));

    public SavedView For(Actor actor) =>
        new(Id, Enum.Parse<ViewPage>(Page), Name, Query, Shared, OwnerName, Owner == actor.Id, IsDefault, ChangedAt);
}

internal static class SavedViewsSql
{
    private const string Select =
        "SELECT v.id AS Id, v.page AS Page, v.owner AS Owner, v.owner_name AS OwnerName, v.name AS Name, v.query AS Query, v.shared AS Shared, "
        + "v.created_at AS CreatedAt, v.changed_at AS ChangedAt, CAST(CASE WHEN d.view_id IS NULL THEN 0 ELSE 1 END AS bigint) AS IsDefault FROM saved_views v "
        + "LEFT JOIN saved_view_defaults d ON d.view_id = v.id AND d.owner = @actor ";

    /// <summary>False where the owner has another view of the page with the name.</summary>
    public static async Task<bool> InsertAsync(WriteUnit unit, SavedViewRow view) =>
        await unit.Connection.ExecuteAsync(
            "INSERT INTO saved_views (id, page, owner, owner_name, name, normalized_name, query, shared, created_at, changed_at) "
                + "VALUES (@Id, @Page, @Owner, @OwnerName, @Name, @NormalizedName, @Query, @shared, @CreatedAt, @ChangedAt) "
                + "ON CONFLICT (owner, page, normalized_name) DO NOTHING",
            Parameters(view)
        ) == 1;

    /// <summary>False where the owner has another view of the page with the name.</summary>
    public static async Task<bool> UpdateAsync(WriteUnit unit, SavedViewRow view) =>
        await unit.Connection.ExecuteAsync(
            "UPDATE saved_views SET name = @Name, normalized_name = @NormalizedName, query = @Query, shared = @shared, changed_at = @ChangedAt WHERE id = @Id "
                + "AND NOT EXISTS (SELECT 1 FROM saved_views o WHERE o.owner = @Owner AND o.page = @Page AND o.normalized_name = @NormalizedName AND o.id <> @Id)",
            Parameters(view)
        ) == 1;

    public static async Task DeleteAsync(WriteUnit unit, SavedViewId id)
    {
        await unit.Connection.ExecuteAsync("DELETE FROM saved_view_defaults WHERE view_id = @id", new { id });
        await unit.Connection.ExecuteAsync("DELETE FROM saved_views WHERE id = @id", new { id });
    }

    /// <summary>A view that is everybody's no longer is nobody else's default.</summary>
    public static Task ForgetOthersAsync(WriteUnit unit, SavedViewRow view) =>
        unit.Connection.ExecuteAsync("DELETE FROM saved_view_defaults WHERE view_id = @Id AND owner <> @Owner", Parameters(view));

    public static async Task SetDefaultAsync(WriteUnit unit, string owner, string page, SavedViewId id, bool isDefault)
    {
        if (isDefault)
            await unit.Connection.ExecuteAsync(
                "INSERT INTO saved_view_defaults (owner, page, view_id) VALUES (@owner, @page, @id) "
                    + "ON CONFLICT (owner, page) DO UPDATE SET view_id = excluded.view_id",
                new
                {
                    owner,
                    page,
                    id,
                }
            );
        else
            await unit.Connection.ExecuteAsync("DELETE FROM saved_view_defaults WHERE owner = @owner AND view_id = @id", new { owner, id });
    }

    public static Task<int> CountAsync(WriteUnit unit, string owner) =>
        unit.Connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM saved_views WHERE owner = @owner", new { owner });

    public static Task<SavedViewRow?> FindAsync(DbConnection connection, SavedViewId id, string actor) =>
        connection.QuerySingleOrDefaultAsync<SavedViewRow>(Select + "WHERE v.id = @id", new { id, actor });

    /// <summary>An actor's own and everybody's, by name.</summary>
    public static async Task<IReadOnlyList<SavedViewRow>> ListAsync(DbConnection connection, string? page, string actor) =>
        (
            await connection.QueryAsync<SavedViewRow>(
                Select
                    + "WHERE (v.owner = @actor OR v.shared = 1) "
                    + (page is null ? "" : "AND v.page = @page ")
                    + "ORDER BY v.normalized_name, v.id",
                new { page, actor }
            )
        ).AsList();

    private static object Parameters(SavedViewRow view) =>
        new
        {
            view.Id,
            view.Page,
            view.Owner,
            view.OwnerName,
            view.Name,
            view.NormalizedName,
            view.Query,
            shared = view.Shared ? 1 : 0,
            view.CreatedAt,
            view.ChangedAt,
        };
}
