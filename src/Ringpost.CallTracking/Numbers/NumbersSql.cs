using System.Data.Common;
using Dapper;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Tags;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Numbers;

internal static class NumbersSql
{
    private const string Columns =
        "id AS Id, number AS Number, campaign_id AS CampaignId, publisher_id AS PublisherId, tags AS Tags, enrich_secret AS EnrichSecret, enriched AS Enriched, enabled AS Enabled, created_at AS CreatedAt, archived_at AS ArchivedAt";

    public static Task InsertAsync(WriteUnit unit, TrackingNumber number) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO tracking_numbers (id, number, campaign_id, publisher_id, tags, enrich_secret, enabled, created_at) "
                + "VALUES (@Id, @number, @CampaignId, @publisher, @tags, @EnrichSecret, @Enabled, @CreatedAt)",
            Parameters(number)
        );

    public static Task UpdateAsync(WriteUnit unit, TrackingNumber number) =>
        unit.Connection.ExecuteAsync(
            "UPDATE tracking_numbers SET campaign_id = @CampaignId, publisher_id = @publisher, tags = @tags, enrich_secret = @EnrichSecret, enabled = @Enabled WHERE id = @Id",
            Parameters(number)
        );

    public static Task ArchiveAsync(WriteUnit unit, NumberId id) =>
        unit.Connection.ExecuteAsync(
            "UPDATE tracking_numbers SET enabled = 0, archived_at = @now WHERE id = @id",
            new { id, now = unit.Now }
        );

    public static Task RestoreAsync(WriteUnit unit, NumberId id) =>
        unit.Connection.ExecuteAsync("UPDATE tracking_numbers SET archived_at = NULL WHERE id = @id", new { id });

    /// <summary>From now on its calls ask for what was sent about their callers; false where they did before.</summary>
    public static async Task<bool> MarkEnrichedAsync(WriteUnit unit, NumberId id) =>
        await unit.Connection.ExecuteAsync("UPDATE tracking_numbers SET enriched = 1 WHERE id = @id AND enriched = 0", new { id }) == 1;

    public static async Task<TrackingNumber?> FindAsync(DbConnection connection, NumberId id) =>
        (
            await connection.QuerySingleOrDefaultAsync<Row>(
                $"SELECT {Columns} FROM tracking_numbers WHERE id = @id AND archived_at IS NULL",
                new { id }
            )
        )?.ToNumber();

    public static async Task<TrackingNumber?> FindEvenArchivedAsync(DbConnection connection, NumberId id) =>
        (await connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM tracking_numbers WHERE id = @id", new { id }))?.ToNumber();

    /// <summary>The name of the campaign that has the number, or null.</summary>
    public static Task<string?> CampaignOfAsync(DbConnection connection, PhoneNumber number) =>
        connection.QuerySingleOrDefaultAsync<string?>(
            "SELECT c.name FROM tracking_numbers n JOIN call_campaigns c ON c.id = n.campaign_id WHERE n.number = @number AND n.archived_at IS NULL",
            new { number = number.E164 }
        );

    /// <summary>The names of the campaign and the publisher that have the number, or null.</summary>
    public static Task<Owner?> OwnerOfAsync(DbConnection connection, PhoneNumber number) =>
        connection.QuerySingleOrDefaultAsync<Owner>(
            "SELECT c.name AS Campaign, p.name AS Publisher FROM tracking_numbers n JOIN call_campaigns c ON c.id = n.campaign_id "
                + "LEFT JOIN publishers p ON p.id = n.publisher_id WHERE n.number = @number AND n.archived_at IS NULL",
            new { number = number.E164 }
        );

    public static Task<long> CountOfCampaignAsync(DbConnection connection, CallCampaignId campaignId) =>
        connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM tracking_numbers WHERE campaign_id = @campaignId AND archived_at IS NULL",
            new { campaignId }
        );

    public static Task<long> CountOfPublisherAsync(DbConnection connection, PublisherId publisherId) =>
        connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM tracking_numbers WHERE publisher_id = @publisherId AND archived_at IS NULL",
            new { publisherId }
        );

    /// <summary>Newest first, the rows before <paramref name="before"/>. <paramref name="search"/> is a part of the number's digits.</summary>
    public static async Task<IReadOnlyList<TrackingNumber>> ListAsync(
        DbConnection connection,
        string? search,
        CallCampaignId? campaignId,
        PublisherId? publisherId,
        bool archived,
        string? before,
        int limit
    ) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM tracking_numbers WHERE archived_at IS {(archived ? "NOT NULL" : "NULL")} AND (CAST(@before AS text) IS NULL OR id < @before) "
                        + "AND (CAST(@campaign AS text) IS NULL OR campaign_id = @campaign) AND (CAST(@publisher AS text) IS NULL OR publisher_id = @publisher) "
                        + $"AND (CAST(@search AS text) IS NULL OR number LIKE @search {NameSearch.Escape}) ORDER BY id DESC LIMIT @limit",
                    new
                    {
                        before,
                        limit,
                        campaign = campaignId?.Value,
                        publisher = publisherId?.Value,
                        search = NameSearch.Pattern(search),
                    }
                )
            ).Select(r => r.ToNumber()),
        ];

    public static async Task<IReadOnlyList<TrackingNumber>> AllAsync(DbConnection connection) =>
        [
            .. (await connection.QueryAsync<Row>($"SELECT {Columns} FROM tracking_numbers WHERE archived_at IS NULL")).Select(r =>
                r.ToNumber()
            ),
        ];

    /// <summary>The names of the tags that any number in use has; the same name may come again.</summary>
    public static async Task<IEnumerable<string>> TagNamesAsync(DbConnection connection) =>
        (
            await connection.QueryAsync<string>("SELECT DISTINCT tags FROM tracking_numbers WHERE archived_at IS NULL AND tags <> '{}'")
        ).SelectMany(tags => TagValues.FromJson(tags).Values.Keys);

    private static object Parameters(TrackingNumber n) =>
        new
        {
            n.Id,
            number = n.Number.E164,
            n.CampaignId,
            publisher = n.PublisherId?.Value,
            tags = n.Tags.ToJson(),
            n.EnrichSecret,
            n.Enabled,
            n.CreatedAt,
        };

    internal sealed record Owner(string Campaign, string? Publisher);

    private sealed record Row(
        NumberId Id,
        string Number,
        CallCampaignId CampaignId,
        string? PublisherId,
        string Tags,
        string? EnrichSecret,
        bool Enriched,
        bool Enabled,
        Instant CreatedAt,
        long? ArchivedAt
    )
    {
        public TrackingNumber ToNumber() =>
            new(
                Id,
                PhoneNumber.FromStored(Number),
                CampaignId,
                PublisherId is null ? null : new PublisherId(PublisherId),
                Enabled,
                CreatedAt
            )
            {
                Tags = TagValues.FromJson(Tags),
                EnrichSecret = EnrichSecret,
                EnrichSecretSet = EnrichSecret is not null,
                ArchivedAt = ArchivedAt is { } at ? new Instant(at) : null,
                Enriched = Enriched,
            };
    }
}
