using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Numbers;

internal static class NumberHoldsSql
{
    /// <summary>The key under which numbers are added, given, given up and held.</summary>
    public const string Key = "tracking-numbers";

    public static Task SetAsync(WriteUnit unit, PhoneNumber number, Instant until) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO number_holds (number, until_at) VALUES (@number, @until) ON CONFLICT (number) DO UPDATE SET until_at = excluded.until_at",
            new { number = number.E164, until }
        );

    public static Task EndAsync(WriteUnit unit, PhoneNumber number) =>
        unit.Connection.ExecuteAsync("DELETE FROM number_holds WHERE number = @number", new { number = number.E164 });

    public static async Task<HashSet<string>> AllAsync(DbConnection connection, Instant now) =>
        [.. await connection.QueryAsync<string>("SELECT number FROM number_holds WHERE until_at > @now", new { now })];

    public static async Task<bool> IsHeldAsync(DbConnection connection, PhoneNumber number, Instant now) =>
        await connection.ExecuteScalarAsync<long?>(
            "SELECT 1 FROM number_holds WHERE number = @number AND until_at > @now",
            new { number = number.E164, now }
        )
            is not null;

    /// <param name="since">No live call is older: the bound that the index of arrivals takes.</param>
    public static async Task<bool> HasLiveCallAsync(DbConnection connection, PhoneNumber number, Instant since) =>
        await connection.ExecuteScalarAsync<long?>(
            "SELECT 1 FROM calls WHERE arrived_at >= @since AND dialed = @number AND live = 1 LIMIT 1",
            new { number = number.E164, since }
        )
            is not null;
}
