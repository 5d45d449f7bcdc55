using Dapper;
using Npgsql;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Storage.Tests.Batches;

public sealed class UnnestRowsTests
{
    private static readonly RowShape Shape = new("wide", "id, a, b:text, c, d:text, e, f:text", "ON CONFLICT DO NOTHING", "RETURNING id");

    /// <summary>More combinations than statements are kept for.</summary>
    [Theory, EachDatabase]
    public async Task Rows_are_stored_as_they_were_whichever_columns_have_nothing(Dialect dialect)
    {
        if (dialect == Dialect.Sqlite)
            return;
        await using var test = await ThingsSql.OpenAsync(dialect);
        await test.Database.WriteAsync(
            WriteKeys.None,
            unit =>
                unit.Connection.ExecuteAsync(
                    "CREATE TABLE wide (id bigint PRIMARY KEY, a bigint, b text, c bigint, d text, e bigint, f text)"
                )
        );
        for (var filled = 0; filled < 64; filled++)
        {
            var rows = UnnestRows.Rent(Shape);
            Add(rows, 2 * filled, filled);
            Add(rows, (2 * filled) + 1, 0);
            var ids = await test.Database.WriteAsync(
                WriteKeys.None,
                async unit =>
                {
                    await using var insert = new NpgsqlBatch((NpgsqlConnection)unit.Connection) { BatchCommands = { rows.ToCommand() } };
                    await using var reader = await insert.ExecuteReaderAsync();
                    var inserted = new List<long>();
                    while (await reader.ReadAsync())
                        inserted.Add(reader.GetInt64(0));
                    return inserted;
                }
            );
            rows.Return();
            Assert.Equal([2 * filled, (2 * filled) + 1], ids.Order());
        }

        var stored = await test.Database.ReadAsync(c =>
            c.QueryAsync<string>(
                "SELECT concat_ws(' ', id, COALESCE(a, -1), COALESCE(b, '-'), COALESCE(c, -1), COALESCE(d, '-'), COALESCE(e, -1), COALESCE(f, '-')) AS Row "
                    + "FROM wide ORDER BY id"
            )
        );
        Assert.Equal(
            Enumerable
                .Range(0, 128)
                .Select(id => $"{id} {string.Join(' ', Enumerable.Range(0, 6).Select(n => Expected(id % 2 == 0 ? id / 2 : 0, n)))}"),
            stored
        );
    }

    private static void Add(UnnestRows rows, long id, int filled)
    {
        var row = rows.Add(id);
        for (var n = 0; n < 6; n++)
        {
            var has = (filled & (1 << n)) != 0;
            row = n % 2 == 0 ? row.Add(has ? n : null) : row.Add(has ? $"t{n}" : null);
        }

        rows.EndRow();
    }

    private static string Expected(int filled, int n) =>
        (filled & (1 << n)) == 0 ? (n % 2 == 0 ? "-1" : "-")
        : n % 2 == 0 ? $"{n}"
        : $"t{n}";
}
