using System.Data.Common;
using System.Text.Json;
using Dapper;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.Delivery.Credentials;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Pixels;

internal static class PixelsSql
{
    private const string Columns =
        "p.id AS Id, p.name AS Name, p.fire_on AS FireOn, p.url AS Url, p.method AS Method, p.headers AS Headers, p.body AS Body, "
        + "p.content_type AS ContentType, p.success_rule AS SuccessRule, p.filters AS Filters, p.enabled AS Enabled, p.created_at AS CreatedAt, "
        + "p.delay_seconds AS DelaySeconds, p.publishers AS Publishers, p.each_connection AS EachConnection, p.credential_id AS CredentialId, "
        + "p.signature_id AS SignatureId, p.answer_has AS AnswerHas, p.answer_lacks AS AnswerLacks, p.answer_status AS AnswerStatus, p.archived_at AS ArchivedAt";

    public static Task InsertAsync(WriteUnit unit, PixelSetting pixel) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO pixels (id, name, fire_on, url, method, headers, body, content_type, success_rule, filters, enabled, created_at, "
                + "delay_seconds, publishers, each_connection, credential_id, signature_id, answer_has, answer_lacks, answer_status) "
                + "VALUES (@Id, @Name, @fireOn, @Url, @Method, @headers, @Body, @ContentType, @rule, @filters, @Enabled, @CreatedAt, "
                + "@DelaySeconds, @publishers, @EachConnection, @CredentialId, @SignatureId, @AnswerHas, @AnswerLacks, @AnswerStatus)",
            Parameters(pixel)
        );

    public static Task UpdateAsync(WriteUnit unit, PixelSetting pixel) =>
        unit.Connection.ExecuteAsync(
            "UPDATE pixels SET name = @Name, fire_on = @fireOn, url = @Url, method = @Method, headers = @headers, body = @Body, "
                + "content_type = @ContentType, success_rule = @rule, filters = @filters, enabled = @Enabled, delay_seconds = @DelaySeconds, "
                + "publishers = @publishers, each_connection = @EachConnection, credential_id = @CredentialId, signature_id = @SignatureId, "
                + "answer_has = @AnswerHas, answer_lacks = @AnswerLacks, answer_status = @AnswerStatus WHERE id = @Id",
            Parameters(pixel)
        );

    public static Task ArchiveAsync(WriteUnit unit, PixelId id) =>
        unit.Connection.ExecuteAsync("UPDATE pixels SET enabled = 0, archived_at = @now WHERE id = @id", new { id, now = unit.Now });

    public static Task RestoreAsync(WriteUnit unit, PixelId id) =>
        unit.Connection.ExecuteAsync("UPDATE pixels SET archived_at = NULL WHERE id = @id", new { id });

    public static async Task<PixelSetting?> FindAsync(DbConnection connection, PixelId id) =>
        (
            await connection.QuerySingleOrDefaultAsync<Row>(
                $"SELECT {Columns} FROM pixels p WHERE p.id = @id AND p.archived_at IS NULL",
                new { id }
            )
        )?.ToSetting();

    public static async Task<PixelSetting?> FindEvenArchivedAsync(DbConnection connection, PixelId id) =>
        (await connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM pixels p WHERE p.id = @id", new { id }))?.ToSetting();

    /// <summary>Newest first, the rows before <paramref name="before"/>.</summary>
    public static async Task<IReadOnlyList<PixelSetting>> ListAsync(
        DbConnection connection,
        string? search,
        bool archived,
        string? before,
        int limit
    ) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM pixels p WHERE p.archived_at IS {(archived ? "NOT NULL" : "NULL")} AND (CAST(@before AS text) IS NULL OR p.id < @before) "
                        + $"AND (CAST(@search AS text) IS NULL OR lower(p.name) LIKE @search {NameSearch.Escape}) ORDER BY p.id DESC LIMIT @limit",
                    new
                    {
                        before,
                        limit,
                        search = NameSearch.Pattern(search),
                    }
                )
            ).Select(r => r.ToSetting()),
        ];

    public static async Task<IReadOnlyList<PixelSetting>> AllAsync(DbConnection connection) =>
        [.. (await connection.QueryAsync<Row>($"SELECT {Columns} FROM pixels p WHERE p.archived_at IS NULL")).Select(r => r.ToSetting())];

    /// <summary>The names of the pixels in use that fire for listed publishers, this one among them.</summary>
    public static async Task<IReadOnlyList<string>> ListingAsync(DbConnection connection, PublisherId id) =>
        (
            await connection.QueryAsync<string>(
                "SELECT name FROM pixels WHERE archived_at IS NULL AND publishers LIKE @pattern ORDER BY name",
                new { pattern = $"%\"{id}\"%" }
            )
        ).AsList();

    /// <summary>Who uses a credential, as <c>pixel Roofing</c>.</summary>
    public static async Task<IReadOnlyList<string>> UsersOfAsync(DbConnection connection, CredentialId id) =>
        (
            await connection.QueryAsync<string>(
                "SELECT 'pixel ' || name FROM pixels WHERE archived_at IS NULL AND (credential_id = @id OR signature_id = @id) ORDER BY name",
                new { id }
            )
        ).AsList();

    private static object Parameters(PixelSetting p) =>
        new
        {
            p.Id,
            p.Name,
            fireOn = p.FireOn.ToString(),
            p.Url,
            p.Method,
            headers = JsonSerializer.Serialize(p.Headers),
            p.Body,
            p.ContentType,
            rule = p.SuccessRule.ToString(),
            filters = p.Filters.ToJson(),
            p.Enabled,
            p.CreatedAt,
            p.DelaySeconds,
            publishers = JsonSerializer.Serialize(p.Publishers.Select(id => id.Value)),
            p.EachConnection,
            p.CredentialId,
            p.SignatureId,
            p.AnswerHas,
            p.AnswerLacks,
            p.AnswerStatus,
        };

    internal sealed record Row(
        PixelId Id,
        string Name,
        string FireOn,
        string Url,
        string Method,
        string Headers,
        string? Body,
        string? ContentType,
        string SuccessRule,
        string Filters,
        bool Enabled,
        Instant CreatedAt,
        long DelaySeconds,
        string Publishers,
        bool EachConnection,
        string? CredentialId,
        string? SignatureId,
        string? AnswerHas,
        string? AnswerLacks,
        string? AnswerStatus,
        long? ArchivedAt
    )
    {
        public PixelSetting ToSetting() =>
            new(
                Id,
                Name,
                Enum.Parse<PixelEvent>(FireOn),
                Url,
                Method,
                JsonSerializer.Deserialize<Dictionary<string, string>>(Headers)!,
                Body,
                ContentType,
                Enum.Parse<SuccessRule>(SuccessRule),
                Enabled,
                CreatedAt
            )
            {
                Filters = TagFilter.FromJson(Filters),
                DelaySeconds = (int)DelaySeconds,
                Publishers = [.. JsonSerializer.Deserialize<string[]>(Publishers)!.Select(PublisherId.From)],
                EachConnection = EachConnection,
                CredentialId = CredentialId is null ? null : Delivery.Credentials.CredentialId.From(CredentialId),
                SignatureId = SignatureId is null ? null : Delivery.Credentials.CredentialId.From(SignatureId),
                AnswerHas = AnswerHas,
                AnswerLacks = AnswerLacks,
                ArchivedAt = ArchivedAt is { } at ? new Instant(at) : null,
                AnswerStatus = AnswerStatus,
            };
    }

    internal const string PixelColumns = Columns;
}
