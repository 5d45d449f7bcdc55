using System.Data.Common;
using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.UrlParameters;

internal static class UrlParametersSql
{
    private const string Columns = "id AS Id, parameter AS Parameter, tag_type AS TagType, tag_name AS TagName, created_at AS CreatedAt";

    /// <summary>False where the parameter is declared already.</summary>
    public static async Task<bool> InsertAsync(WriteUnit unit, UrlParameter parameter) =>
        await unit.Connection.ExecuteAsync(
            "INSERT INTO url_parameters (id, parameter, tag_type, tag_name, created_at) VALUES (@Id, @Parameter, @TagType, @TagName, @CreatedAt) "
                + "ON CONFLICT (parameter) DO NOTHING",
            parameter
        ) == 1;

    public static Task UpdateAsync(WriteUnit unit, UrlParameter parameter) =>
        unit.Connection.ExecuteAsync("UPDATE url_parameters SET tag_type = @TagType, tag_name = @TagName WHERE id = @Id", parameter);

    public static Task DeleteAsync(WriteUnit unit, UrlParameterId id) =>
        unit.Connection.ExecuteAsync("DELETE FROM url_parameters WHERE id = @id", new { id });

    public static Task<UrlParameter?> FindAsync(DbConnection connection, UrlParameterId id) =>
        connection.QuerySingleOrDefaultAsync<UrlParameter>($"SELECT {Columns} FROM url_parameters WHERE id = @id", new { id });

    /// <summary>In order of their names.</summary>
    public static async Task<IReadOnlyList<UrlParameter>> AllAsync(DbConnection connection) =>
        (await connection.QueryAsync<UrlParameter>($"SELECT {Columns} FROM url_parameters ORDER BY parameter")).AsList();
}
