using System.Data.Common;
using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Adjustments;

internal static class DispositionsSql
{
    private const string Select = "SELECT id AS Id, name AS Name, type AS Type, active AS Active FROM dispositions ";

    public static async Task<IReadOnlyList<Disposition>> ListAsync(DbConnection connection) =>
        (await connection.QueryAsync<Disposition>(Select + "ORDER BY id")).AsList();

    public static Task<Disposition?> FindAsync(DbConnection connection, long id) =>
        connection.QuerySingleOrDefaultAsync<Disposition?>(Select + "WHERE id = @id", new { id });

    public static Task<Disposition?> FindByNameAsync(DbConnection connection, string name) =>
        connection.QuerySingleOrDefaultAsync<Disposition?>(Select + "WHERE name = @name", new { name });

    public static async Task<Disposition> InsertAsync(WriteUnit unit, Disposition disposition) =>
        disposition with
        {
            Id = await unit.Connection.QuerySingleAsync<long>(
                "INSERT INTO dispositions (name, type, active) VALUES (@Name, @Type, @Active) RETURNING id",
                disposition
            ),
        };

    public static Task UpdateAsync(WriteUnit unit, Disposition disposition) =>
        unit.Connection.ExecuteAsync("UPDATE dispositions SET name = @Name, active = @Active WHERE id = @Id", disposition);
}
