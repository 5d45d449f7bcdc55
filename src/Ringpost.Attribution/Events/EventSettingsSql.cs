using System.Data.Common;
using Dapper;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Offers;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Events;

/// <summary>What offers and campaigns change of an event. A row without any value does not exist.</summary>
internal static class EventSettingsSql
{
    private const string Values = "active AS Active, publish AS Publish, payout AS Payout, price_format AS PriceFormat";

    public static async Task<IReadOnlyList<EventSetting>> ListAsync(DbConnection connection) =>
        [.. await ListOfOffersAsync(connection, default), .. await ListOfCampaignsAsync(connection, default)];

    /// <summary>Offer 0 is all.</summary>
    public static async Task<IEnumerable<EventSetting>> ListOfOffersAsync(DbConnection connection, OfferId offerId) =>
        (
            await connection.QueryAsync<Row>(
                $"SELECT event_id AS EventId, offer_id AS OfferId, CAST(NULL AS bigint) AS CampaignId, {Values}, received AS Received, minimum_seconds AS MinimumSeconds FROM offer_event_settings "
                    + "WHERE @offerId = 0 OR offer_id = @offerId",
                new { offerId }
            )
        ).Select(r => r.ToSetting());

    /// <summary>Campaign 0 is all.</summary>
    public static async Task<IEnumerable<EventSetting>> ListOfCampaignsAsync(DbConnection connection, OfferCampaignId campaignId) =>
        (
            await connection.QueryAsync<Row>(
                "SELECT s.event_id AS EventId, c.offer_id AS OfferId, c.id AS CampaignId, s.active AS Active, s.publish AS Publish, s.payout AS Payout, s.price_format AS PriceFormat, "
                    + "CAST(NULL AS bigint) AS Received FROM campaign_event_settings s JOIN offer_campaigns c ON c.id = s.campaign_id "
                    + "WHERE @campaignId = 0 OR c.id = @campaignId",
                new { campaignId }
            )
        ).Select(r => r.ToSetting());

    /// <summary>Replaces what the offer, or the campaign where the setting names one, changes of the event.</summary>
    public static async Task ReplaceAsync(WriteUnit unit, EventSetting setting)
    {
        var row = Row.Of(setting);
        var empty = setting is { Active: null, Publish: null, Payout: null, Received: null, MinimumSeconds: null };
        if (setting.CampaignId is null)
        {
            await unit.Connection.ExecuteAsync("DELETE FROM offer_event_settings WHERE offer_id = @OfferId AND event_id = @EventId", row);
            if (!empty)
                await unit.Connection.ExecuteAsync(
                    "INSERT INTO offer_event_settings (offer_id, event_id, active, publish, payout, received, minimum_seconds, price_format) "
                        + "VALUES (@OfferId, @EventId, @Active, @Publish, @Payout, @Received, @MinimumSeconds, @PriceFormat)",
                    row
                );
            return;
        }

        await unit.Connection.ExecuteAsync(
            "DELETE FROM campaign_event_settings WHERE campaign_id = @CampaignId AND event_id = @EventId",
            row
        );
        if (!empty)
            await unit.Connection.ExecuteAsync(
                "INSERT INTO campaign_event_settings (campaign_id, event_id, active, publish, payout, price_format) "
                    + "VALUES (@CampaignId, @EventId, @Active, @Publish, @Payout, @PriceFormat)",
                row
            );
    }

    private sealed class Row
    {
        public OfferEventId EventId { get; init; }

        public OfferId OfferId { get; init; }

        public long? CampaignId { get; init; }

        public long? Active { get; init; }

        public long? Publish { get; init; }

        public long? Payout { get; init; }

        public long? Received { get; init; }

        public int? MinimumSeconds { get; init; }

        public string? PriceFormat { get; init; }

        public static Row Of(EventSetting s) =>
            new()
            {
                EventId = s.EventId,
                OfferId = s.OfferId,
                CampaignId = s.CampaignId?.Value,
                Active = ToNumber(s.Active),
                Publish = ToNumber(s.Publish),
                Payout = s.Payout,
                Received = s.Received,
                MinimumSeconds = s.MinimumSeconds,
                PriceFormat = s.PriceFormat is { } format ? OfferWords.Of(format) : null,
            };

        public EventSetting ToSetting() =>
            new(
                EventId,
                OfferId,
                CampaignId is { } id ? new OfferCampaignId(id) : null,
                Active is { } a ? a != 0 : null,
                Publish is { } p ? p != 0 : null,
                Payout,
                Received
            )
            {
                MinimumSeconds = MinimumSeconds,
                PriceFormat = OfferWords.FromStoredOrNone(PriceFormat),
            };

        private static long? ToNumber(bool? value) =>
            value is { } known
                ? known
                    ? 1
                    : 0
                : null;
    }
}
