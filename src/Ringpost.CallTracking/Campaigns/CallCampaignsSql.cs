using System.Data.Common;
using Dapper;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Guards;
using Ringpost.CallTracking.Recordings;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Campaigns;

internal static class CallCampaignsSql
{
    private const string Columns =
        "id AS Id, name AS Name, country AS Country, tracking_id AS TrackingId, currency AS Currency, enabled AS Enabled, "
        + "dial_attempts AS DialAttempts, record_calls AS RecordCalls, notice_kind AS NoticeKind, notice_value AS NoticeValue, "
        + "recover_seconds AS RecoverSeconds, fallback AS Fallback, created_at AS CreatedAt, one_payout_per_caller AS OnePayoutPerCaller, "
        + "guards AS Guards, archived_at AS ArchivedAt";

    public static Task InsertAsync(WriteUnit unit, CallCampaign campaign) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO call_campaigns (id, name, country, tracking_id, currency, enabled, dial_attempts, record_calls, "
                + "notice_kind, notice_value, created_at, guards, one_payout_per_caller, recover_seconds, fallback) "
                + "VALUES (@Id, @Name, @Country, @TrackingId, @currency, @Enabled, @DialAttempts, @RecordCalls, @noticeKind, @noticeValue, "
                + "@CreatedAt, @guards, @OnePayoutPerCaller, @RecoverSeconds, @fallback)",
            Parameters(campaign)
        );

    public static Task UpdateAsync(WriteUnit unit, CallCampaign campaign) =>
        unit.Connection.ExecuteAsync(
            "UPDATE call_campaigns SET name = @Name, country = @Country, tracking_id = @TrackingId, enabled = @Enabled, "
                + "dial_attempts = @DialAttempts, record_calls = @RecordCalls, notice_kind = @noticeKind, notice_value = @noticeValue, "
                + "one_payout_per_caller = @OnePayoutPerCaller, recover_seconds = @RecoverSeconds, fallback = @fallback WHERE id = @Id",
            Parameters(campaign)
        );

    public static Task ArchiveAsync(WriteUnit unit, CallCampaignId id) =>
        unit.Connection.ExecuteAsync(
            "UPDATE call_campaigns SET enabled = 0, archived_at = @now WHERE id = @id",
            new { id, now = unit.Now }
        );

    public static Task RestoreAsync(WriteUnit unit, CallCampaignId id) =>
        unit.Connection.ExecuteAsync("UPDATE call_campaigns SET archived_at = NULL WHERE id = @id", new { id });

    /// <summary>Archived ones are not found: they take no new references.</summary>
    public static async Task<CallCampaign?> FindAsync(DbConnection connection, CallCampaignId id) =>
        (
            await connection.QuerySingleOrDefaultAsync<Row>(
                $"SELECT {Columns} FROM call_campaigns WHERE id = @id AND archived_at IS NULL",
                new { id }
            )
        )?.ToCampaign();

    public static async Task<CallCampaign?> FindEvenArchivedAsync(DbConnection connection, CallCampaignId id) =>
        (await connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM call_campaigns WHERE id = @id", new { id }))?.ToCampaign();

    /// <summary>Newest first, the rows before <paramref name="before"/>.</summary>
    public static async Task<IReadOnlyList<CallCampaign>> ListAsync(
        DbConnection connection,
        string? search,
        bool archived,
        string? before,
        int limit
    ) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM call_campaigns WHERE archived_at IS {(archived ? "NOT NULL" : "NULL")} AND (CAST(@before AS text) IS NULL OR id < @before) "
                        + $"AND (CAST(@search AS text) IS NULL OR lower(name) LIKE @search {NameSearch.Escape} OR tracking_id = @exact) ORDER BY id DESC LIMIT @limit",
                    new
                    {
                        before,
                        limit,
                        search = NameSearch.Pattern(search),
                        exact = search?.Trim(),
                    }
                )
            ).Select(r => r.ToCampaign()),
        ];

    public static async Task<IReadOnlyList<CallCampaign>> LivingAsync(DbConnection connection) =>
        [
            .. (await connection.QueryAsync<Row>($"SELECT {Columns} FROM call_campaigns WHERE archived_at IS NULL")).Select(r =>
                r.ToCampaign()
            ),
        ];

    /// <summary>The names of the campaigns whose fallback the target is.</summary>
    public static async Task<IReadOnlyList<string>> FallingBackToAsync(DbConnection connection, TargetId target) =>
        (
            await connection.QueryAsync<string>(
                "SELECT name FROM call_campaigns WHERE archived_at IS NULL AND fallback LIKE @pattern ORDER BY name",
                new { pattern = $"%\"{target}\"%" }
            )
        ).AsList();

    /// <summary>All of them, archived ones too: a call that began before still settles by its campaign.</summary>
    public static async Task<IReadOnlyList<CallCampaign>> AllAsync(DbConnection connection) =>
        [.. (await connection.QueryAsync<Row>($"SELECT {Columns} FROM call_campaigns")).Select(r => r.ToCampaign())];

    private static object Parameters(CallCampaign c) =>
        new
        {
            c.Id,
            c.Name,
            c.Country,
            c.TrackingId,
            currency = c.Currency.Code,
            c.Enabled,
            c.DialAttempts,
            c.RecordCalls,
            c.RecoverSeconds,
            fallback = c.Fallback?.ToJson(),
            noticeKind = c.RecordingNotice?.Kind.ToString(),
            noticeValue = c.RecordingNotice?.Value,
            c.CreatedAt,
            c.OnePayoutPerCaller,
            guards = c.Guards.ToJson(),
        };

    private sealed record Row(
        CallCampaignId Id,
        string Name,
        string Country,
        string TrackingId,
        string Currency,
        bool Enabled,
        long DialAttempts,
        bool RecordCalls,
        string? NoticeKind,
        string? NoticeValue,
        long RecoverSeconds,
        string? Fallback,
        Instant CreatedAt,
        bool OnePayoutPerCaller,
        string Guards,
        long? ArchivedAt
    )
    {
        public CallCampaign ToCampaign() =>
            new(
                Id,
                Name,
                Country,
                TrackingId,
                Primitives.Currency.TryParse(Currency, out var currency) ? currency : Primitives.Currency.Usd,
                Enabled,
                (int)DialAttempts,
                RecordCalls,
                CreatedAt
            )
            {
                OnePayoutPerCaller = OnePayoutPerCaller,
                RecoverSeconds = (int)RecoverSeconds,
                Fallback = Routing.Fallback.FromJson(Fallback),
                ArchivedAt = ArchivedAt is { } at ? new Instant(at) : null,
                Guards = CampaignGuards.FromJson(Guards),
                RecordingNotice = NoticeKind is null ? null : new RecordingNotice(Enum.Parse<NoticeKind>(NoticeKind), NoticeValue),
            };
    }
}
