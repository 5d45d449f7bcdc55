using System.Data.Common;
using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Calls;

/// <summary>Rows of <c>calls</c>. A unit reads a call whole, decides, and writes it back whole: the call's key keeps others out meanwhile.</summary>
internal static class CallsSql
{
    private const string Columns =
        "id AS Id, carrier_id AS CarrierId, carrier_call_id AS CarrierCallId, arrived_at AS ArrivedAt, caller AS Caller, dialed AS Dialed, "
        + "number_id AS NumberId, campaign_id AS CampaignId, publisher_id AS PublisherId, test AS Test, uncounted AS Uncounted, history AS History, state AS State, block_reason AS BlockReason, "
        + "incomplete_reason AS IncompleteReason, attestation AS Attestation, duplicate AS Duplicate, previously_connected AS PreviouslyConnected, connected AS Connected, "
        + "converted AS Converted, paid AS Paid, target_id AS TargetId, buyer_id AS BuyerId, connected_at AS ConnectedAt, ended_at AS EndedAt, "
        + "ended_by AS EndedBy, inbound_ended_at AS InboundEndedAt, call_seconds AS CallSeconds, connected_seconds AS ConnectedSeconds, "
        + "dialed_seconds AS DialedSeconds, currency AS Currency, revenue AS Revenue, payout AS Payout, conversion_reason AS ConversionReason, "
        + "payout_reason AS PayoutReason, payout_rule_id AS PayoutRuleId, conversion_decided AS ConversionDecided, payout_decided AS PayoutDecided, "
        + "plan AS Plan, payout_terms AS PayoutTerms, recording_url AS RecordingUrl, "
        + "payout_earlier_id AS PayoutEarlierId, payout_earlier_at AS PayoutEarlierAt, payout_window AS PayoutWindow, "
        + "payout_capped AS PayoutCapped";

    public static Task<CallRecord?> FindAsync(DbConnection connection, string carrierId, string carrierCallId) =>
        WithLegsAsync(
            connection,
            connection.QuerySingleOrDefaultAsync<CallRecord>(
                $"SELECT {Columns} FROM calls WHERE carrier_id = @carrierId AND carrier_call_id = @carrierCallId",
                new { carrierId, carrierCallId }
            )
        );

    public static Task<CallRecord?> FindAsync(DbConnection connection, CallId id) =>
        WithLegsAsync(
            connection,
            connection.QuerySingleOrDefaultAsync<CallRecord>($"SELECT {Columns} FROM calls WHERE id = @id", new { id })
        );

    /// <summary>Null for a call that the carrier never announced.</summary>
    public static async Task<CallCampaignId?> FindCampaignAsync(DbConnection connection, string carrierId, string carrierCallId) =>
        await connection.ExecuteScalarAsync<string?>(
            "SELECT campaign_id FROM calls WHERE carrier_id = @carrierId AND carrier_call_id = @carrierCallId",
            new { carrierId, carrierCallId }
        )
            is { } id
            ? new CallCampaignId(id)
            : null;

    public static Task InsertAsync(WriteUnit unit, CallRecord call) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO calls (id, carrier_id, carrier_call_id, arrived_at, caller, dialed, number_id, campaign_id, publisher_id, test, uncounted, state, live, "
                + "blocked, block_reason, incomplete, incomplete_reason, duplicate, previously_connected, connected, converted, paid, currency, revenue, "
                + "payout, conversion_decided, payout_decided, plan, payout_terms, ended_at, attestation, payout_capped) "
                + "VALUES (@Id, @CarrierId, @CarrierCallId, @ArrivedAt, @Caller, @Dialed, @NumberId, @CampaignId, @PublisherId, @Test, @Uncounted, @state, @IsLive, "
                + "@blocked, @blockReason, @incomplete, @incompleteReason, @Duplicate, @PreviouslyConnected, 0, 0, 0, @Currency, 0, "
                + "0, 0, 0, @Plan, @PayoutTerms, @EndedAt, @attestation, @PayoutCapped)",
            new
            {
                call.Id,
                call.CarrierId,
                call.CarrierCallId,
                call.ArrivedAt,
                call.Caller,
                call.Dialed,
                call.NumberId,
                call.CampaignId,
                call.PublisherId,
                call.Test,
                call.Uncounted,
                state = call.State.ToString(),
                call.IsLive,
                blocked = call.BlockReason is not null,
                blockReason = call.BlockReason?.ToString(),
                incomplete = call.IncompleteReason is not null,
                incompleteReason = call.IncompleteReason?.ToString(),
                call.Duplicate,
                call.PreviouslyConnected,
                call.Currency,
                call.Plan,
                call.PayoutTerms,
                call.EndedAt,
                attestation = call.Attestation?.ToString(),
                call.PayoutCapped,
            }
        );

    public static Task UpdateAsync(WriteUnit unit, CallRecord call) =>
        unit.Connection.ExecuteAsync(
            "UPDATE calls SET state = @state, live = @IsLive, incomplete = @incomplete, incomplete_reason = @incompleteReason, connected = @Connected, converted = @Converted, paid = @Paid, target_id = @TargetId, "
                + "buyer_id = @BuyerId, connected_at = @ConnectedAt, ended_at = @EndedAt, ended_by = @endedBy, inbound_ended_at = @InboundEndedAt, "
                + "call_seconds = @CallSeconds, connected_seconds = @ConnectedSeconds, dialed_seconds = @DialedSeconds, revenue = @Revenue, payout = @Payout, "
                + "conversion_reason = @conversionReason, payout_reason = @payoutReason, payout_rule_id = @PayoutRuleId, "
                + "conversion_decided = @ConversionDecided, payout_decided = @PayoutDecided, recording_url = @RecordingUrl, "
                + "payout_earlier_id = @PayoutEarlierId, payout_earlier_at = @PayoutEarlierAt, payout_window = @PayoutWindow WHERE id = @Id",
            new
            {
                call.Id,
                state = call.State.ToString(),
                call.IsLive,
                incomplete = call.IncompleteReason is not null,
                incompleteReason = call.IncompleteReason?.ToString(),
                call.Connected,
                call.Converted,
                call.Paid,
                call.TargetId,
                call.BuyerId,
                call.ConnectedAt,
                call.EndedAt,
                endedBy = call.EndedBy?.ToString(),
                call.InboundEndedAt,
                call.CallSeconds,
                call.ConnectedSeconds,
                call.DialedSeconds,
                call.Revenue,
                call.Payout,
                conversionReason = call.ConversionReason?.ToString(),
                payoutReason = call.PayoutReason?.ToString(),
                call.PayoutRuleId,
                call.ConversionDecided,
                call.PayoutDecided,
                call.RecordingUrl,
                call.PayoutEarlierId,
                call.PayoutEarlierAt,
                call.PayoutWindow,
            }
        );

    private static async Task<CallRecord?> WithLegsAsync(DbConnection connection, Task<CallRecord?> reading)
    {
        if (await reading is not { } call)
            return null;
        call.Legs.AddRange(await CallLegsSql.ListAsync(connection, call.Id));
        return call;
    }
}
