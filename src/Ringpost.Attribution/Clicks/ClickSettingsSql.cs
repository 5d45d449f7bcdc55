using System.Data.Common;
using Dapper;
using Ringpost.Attribution.Configuration;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Clicks;

/// <summary>How offers take clicks, and the redirects of campaigns and of the instance. An offer or campaign without a row has the defaults.</summary>
internal static class ClickSettingsSql
{
    private const string GlobalRedirectName = "attribution.global_redirect";

    private const string Columns =
        "offer_id AS OfferId, cookie_days AS CookieDays, last_touch AS LastTouch, deduplication AS Deduplication, "
        + "redirect_offer_id AS RedirectOfferId, redirect_404 AS Redirect404, regeneration_type AS RegenerationType, "
        + "regeneration_seconds AS RegenerationSeconds";

    public static async Task<string?> ReadGlobalRedirectAsync(DbConnection connection) =>
        await SettingsSql.ReadAsync(connection, GlobalRedirectName) is { Length: > 0 } url ? url : null;

    public static Task WriteGlobalRedirectAsync(WriteUnit unit, string? url) => SettingsSql.WriteAsync(unit, GlobalRedirectName, url ?? "");

    public static async Task<IReadOnlyList<OfferClickSettings>> ListAsync(DbConnection connection) =>
        [.. (await connection.QueryAsync<Row>($"SELECT {Columns} FROM offer_click_settings")).Select(r => r.ToSettings())];

    public static async Task<OfferClickSettings> ReadAsync(DbConnection connection, OfferId id) =>
        (
            await connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM offer_click_settings WHERE offer_id = @id", new { id })
        )?.ToSettings() ?? OfferClickSettings.Default(id);

    public static Task WriteAsync(WriteUnit unit, OfferClickSettings settings) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO offer_click_settings (offer_id, cookie_days, last_touch, deduplication, redirect_offer_id, redirect_404, regeneration_type, "
                + "regeneration_seconds) VALUES (@OfferId, @CookieDays, @LastTouch, @Deduplication, @RedirectOfferId, @Redirect404, @RegenerationType, "
                + "@RegenerationSeconds) ON CONFLICT (offer_id) DO UPDATE SET cookie_days = excluded.cookie_days, "
                + "last_touch = excluded.last_touch, deduplication = excluded.deduplication, redirect_offer_id = excluded.redirect_offer_id, "
                + "redirect_404 = excluded.redirect_404, regeneration_type = excluded.regeneration_type, regeneration_seconds = excluded.regeneration_seconds",
            Row.Of(settings)
        );

    public static async Task<IReadOnlyList<CampaignRedirect>> ListRedirectsAsync(DbConnection connection) =>
        [.. (await connection.QueryAsync<RedirectRow>(RedirectRow.Select)).Select(r => r.ToRedirect())];

    public static async Task<CampaignRedirect> ReadRedirectAsync(DbConnection connection, OfferCampaignId id) =>
        (await connection.QuerySingleOrDefaultAsync<RedirectRow>(RedirectRow.Select + " WHERE campaign_id = @id", new { id }))?.ToRedirect()
        ?? new CampaignRedirect(id, null, false);

    public static Task WriteRedirectAsync(WriteUnit unit, CampaignRedirect redirect) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO campaign_redirects (campaign_id, redirect_offer_id, redirect_404) VALUES (@CampaignId, @RedirectOfferId, @Redirect404) "
                + "ON CONFLICT (campaign_id) DO UPDATE SET redirect_offer_id = excluded.redirect_offer_id, redirect_404 = excluded.redirect_404",
            new
            {
                redirect.CampaignId,
                RedirectOfferId = redirect.RedirectOfferId?.Value,
                redirect.Redirect404,
            }
        );

    private sealed class RedirectRow
    {
        public const string Select =
            "SELECT campaign_id AS CampaignId, redirect_offer_id AS RedirectOfferId, redirect_404 AS Redirect404 FROM campaign_redirects";

        public OfferCampaignId CampaignId { get; init; }

        public long? RedirectOfferId { get; init; }

        public bool Redirect404 { get; init; }

        public CampaignRedirect ToRedirect() => new(CampaignId, RedirectOfferId is { } id ? new OfferId(id) : null, Redirect404);
    }

    private sealed class Row
    {
        public OfferId OfferId { get; init; }

        public int CookieDays { get; init; }

        public bool LastTouch { get; init; }

        public bool Deduplication { get; init; }

        public long? RedirectOfferId { get; init; }

        public bool Redirect404 { get; init; }

        public string RegenerationType { get; init; } = "";

        public int RegenerationSeconds { get; init; }

        public static Row Of(OfferClickSettings s) =>
            new()
            {
                OfferId = s.OfferId,
                CookieDays = s.CookieDays,
                LastTouch = s.LastTouch,
                Deduplication = s.Deduplication,
                RedirectOfferId = s.RedirectOfferId?.Value,
                Redirect404 = s.Redirect404,
                RegenerationType = ClickWords.Of(s.RegenerationType),
                RegenerationSeconds = s.RegenerationSeconds,
            };

        public OfferClickSettings ToSettings() =>
            new(
                OfferId,
                CookieDays,
                LastTouch,
                Deduplication,
                RedirectOfferId is { } id ? new OfferId(id) : null,
                Redirect404,
                ClickWords.ReadRegeneration(RegenerationType) ?? Configuration.RegenerationType.None,
                RegenerationSeconds
            );
    }
}
