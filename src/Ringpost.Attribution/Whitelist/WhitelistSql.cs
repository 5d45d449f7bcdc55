using System.Data.Common;
using Dapper;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Whitelist;

internal static class WhitelistSql
{
    private const string Columns =
        "id AS Id, advertiser_id AS AdvertiserId, offer_id AS OfferId, from_address AS FromAddress, to_address AS ToAddress, per_second AS PerSecond, "
        + "active AS Active, note AS Note";

    public static async Task<WhitelistRow> InsertAsync(WriteUnit unit, WhitelistRow row) =>
        row with
        {
            Id = await unit.Connection.QuerySingleAsync<long>(
                "INSERT INTO ip_whitelist (advertiser_id, offer_id, from_address, to_address, per_second, active, note, created_at) "
                    + "VALUES (@AdvertiserId, @OfferId, @FromAddress, @ToAddress, @PerSecond, @Active, @Note, @now) RETURNING id",
                Parameters(row, unit.Now)
            ),
        };

    public static Task UpdateAsync(WriteUnit unit, WhitelistRow row) =>
        unit.Connection.ExecuteAsync(
            "UPDATE ip_whitelist SET advertiser_id = @AdvertiserId, offer_id = @OfferId, from_address = @FromAddress, to_address = @ToAddress, "
                + "per_second = @PerSecond, active = @Active, note = @Note WHERE id = @Id",
            Parameters(row, unit.Now)
        );

    public static Task DeleteAsync(WriteUnit unit, long id) =>
        unit.Connection.ExecuteAsync("DELETE FROM ip_whitelist WHERE id = @id", new { id });

    public static async Task<WhitelistRow?> FindAsync(DbConnection connection, long id) =>
        (await connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM ip_whitelist WHERE id = @id", new { id }))?.ToRow();

    /// <summary>Newest first, the rows before <paramref name="before"/>; advertiser 0 is all.</summary>
    public static async Task<IReadOnlyList<WhitelistRow>> ListAsync(
        DbConnection connection,
        AdvertiserId advertiserId,
        long before,
        int limit
    ) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM ip_whitelist WHERE id < @before AND (@advertiserId = 0 OR advertiser_id = @advertiserId) ORDER BY id DESC LIMIT @limit",
                    new
                    {
                        advertiserId,
                        before,
                        limit,
                    }
                )
            ).Select(r => r.ToRow()),
        ];

    public static async Task<IReadOnlyList<WhitelistRow>> ListAllAsync(DbConnection connection) =>
        [.. (await connection.QueryAsync<Row>($"SELECT {Columns} FROM ip_whitelist ORDER BY id")).Select(r => r.ToRow())];

    private static object Parameters(WhitelistRow row, Instant now) =>
        new
        {
            row.Id,
            row.AdvertiserId,
            OfferId = row.OfferId?.Value,
            FromAddress = row.From,
            ToAddress = row.To,
            PerSecond = (long?)row.PerSecond,
            row.Active,
            row.Note,
            now,
        };

    private sealed record Row(
        long Id,
        AdvertiserId AdvertiserId,
        long? OfferId,
        string FromAddress,
        string ToAddress,
        long? PerSecond,
        bool Active,
        string? Note
    )
    {
        public WhitelistRow ToRow()
        {
            IpRange.TryParse(FromAddress, ToAddress, out var range);
            return new WhitelistRow(
                Id,
                AdvertiserId,
                OfferId is { } offer ? new OfferId(offer) : null,
                range,
                FromAddress,
                ToAddress,
                (int?)PerSecond,
                Active,
                Note
            );
        }
    }
}
