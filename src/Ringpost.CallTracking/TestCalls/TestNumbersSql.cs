using System.Data.Common;
using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.TestCalls;

internal static class TestNumbersSql
{
    private const string Columns = "id AS Id, number AS Number, note AS Note, added_by AS AddedBy, created_at AS CreatedAt";

    /// <summary>False where the number is on the list already.</summary>
    public static async Task<bool> InsertAsync(WriteUnit unit, TestNumber number) =>
        await unit.Connection.ExecuteAsync(
            "INSERT INTO test_numbers (id, number, note, added_by, created_at) VALUES (@Id, @Number, @Note, @AddedBy, @CreatedAt) "
                + "ON CONFLICT (number) DO NOTHING",
            number
        ) == 1;

    public static Task SetNoteAsync(WriteUnit unit, TestNumberId id, string note) =>
        unit.Connection.ExecuteAsync("UPDATE test_numbers SET note = @note WHERE id = @id", new { id, note });

    public static Task DeleteAsync(WriteUnit unit, TestNumberId id) =>
        unit.Connection.ExecuteAsync("DELETE FROM test_numbers WHERE id = @id", new { id });

    public static Task<TestNumber?> FindAsync(DbConnection connection, TestNumberId id) =>
        connection.QuerySingleOrDefaultAsync<TestNumber>($"SELECT {Columns} FROM test_numbers WHERE id = @id", new { id });

    /// <summary>Newest first.</summary>
    public static async Task<IReadOnlyList<TestNumber>> AllAsync(DbConnection connection) =>
        (await connection.QueryAsync<TestNumber>($"SELECT {Columns} FROM test_numbers ORDER BY id DESC")).AsList();
}
