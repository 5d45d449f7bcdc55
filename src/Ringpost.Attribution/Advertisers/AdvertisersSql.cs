using System.Data.Common;
using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Advertisers;

internal static class AdvertisersSql
{
    private const string Columns = "id AS Id, name AS Name, default_event_id AS DefaultEventId, created_at AS CreatedAt, status AS Status";

    public static Task<AdvertiserId> InsertAsync(WriteUnit unit, string name) =>
        unit.Connection.QuerySingleAsync<AdvertiserId>(
            "INSERT INTO advertisers (name, created_at) VALUES (@name, @now) RETURNING id",
            new { name, now = unit.Now }
        );

    public static Task SetDefaultEventAsync(WriteUnit unit, AdvertiserId id, OfferEventId eventId) =>
        unit.Connection.ExecuteAsync("UPDATE advertisers SET default_event_id = @eventId WHERE id = @id", new { id, eventId });

    public static Task UpdateAsync(WriteUnit unit, Advertiser advertiser) =>
        unit.Connection.ExecuteAsync(
            "UPDATE advertisers SET name = @Name, status = @Status WHERE id = @Id",
            new
            {
                advertiser.Name,
                advertiser.Status,
                advertiser.Id,
            }
        );

    /// <summary>Null only while an advertiser is being brought in from elsewhere.</summary>
    public static Task<long?> FindDefaultEventAsync(DbConnection connection, AdvertiserId id) =>
        connection.ExecuteScalarAsync<long?>("SELECT default_event_id FROM advertisers WHERE id = @id", new { id });

    /// <summary>Whether an offer, and so perhaps money, hangs on the advertiser.</summary>
    public static async Task<bool> HasOffersAsync(DbConnection connection, AdvertiserId id) =>
        await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM offers WHERE advertiser_id = @id", new { id }) > 0;

    /// <summary>With its events and whitelist.</summary>
    public static Task DeleteAsync(WriteUnit unit, AdvertiserId id) =>
        unit.Connection.ExecuteAsync(
            "DELETE FROM offer_buyers WHERE advertiser_id = @id; DELETE FROM ip_whitelist WHERE advertiser_id = @id; DELETE FROM offer_events WHERE advertiser_id = @id; DELETE FROM advertisers WHERE id = @id",
            new { id }
        );

    public static Task<Advertiser?> FindAsync(DbConnection connection, AdvertiserId id) =>
        connection.QuerySingleOrDefaultAsync<Advertiser>($"SELECT {Columns} FROM advertisers WHERE id = @id", new { id });

    /// <summary>Newest first, the rows before <paramref name="before"/>.</summary>
    public static async Task<IReadOnlyList<Advertiser>> ListAsync(
        DbConnection connection,
        string? search,
        string? status,
        long before,
        int limit
    ) =>
        (
            await connection.QueryAsync<Advertiser>(
                $"SELECT {Columns} FROM advertisers WHERE id < @before AND (CAST(@search AS text) IS NULL OR lower(name) LIKE @search) AND (CAST(@status AS text) IS NULL OR status = @status) ORDER BY id DESC LIMIT @limit",
                new
                {
                    before,
                    limit,
                    status,
                    search = search is null ? null : $"%{search.ToLowerInvariant()}%",
                }
            )
        ).AsList();
}
