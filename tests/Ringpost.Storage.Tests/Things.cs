using System.Data.Common;
using Dapper;
using Ringpost.Storage.Crasher;
using Ringpost.Storage.Writing;
using Ringpost.Testing;

namespace Ringpost.Storage.Tests;

/// <summary>What the conformance tests write and read.</summary>
internal static class ThingsSql
{
    public static Task<TestDatabase> OpenAsync(Dialect dialect, Action<StorageOptions>? configure = null) =>
        TestDatabase.OpenAsync(dialect, TimeProvider.System, configure ?? (_ => { }), Things.Schema);

    public static Task InsertAsync(WriteUnit unit, string id, string value = "") =>
        unit.Connection.ExecuteAsync("INSERT INTO things (id, value) VALUES (@id, @value)", new { id, value });

    public static Task WriteAsync(this Database database, string id) => database.WriteAsync(WriteKeys.None, unit => InsertAsync(unit, id));

    public static Task<string?> FindAsync(DbConnection connection, string id) =>
        connection.QuerySingleOrDefaultAsync<string?>("SELECT value AS Value FROM things WHERE id = @id", new { id });

    public static Task<List<string>> IdsAsync(this Database database) =>
        database.ReadAsync(async c => (await c.QueryAsync<string>("SELECT id AS Id FROM things ORDER BY id")).AsList());
}
