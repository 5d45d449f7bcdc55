using System.Data.Common;
using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Calls;

/// <summary>Rows of <c>calls</c>. A unit reads a call whole, decides, and writes it back whole: the call's key keeps others out meanwhile.</summary>
internal static class CallsSql
{
    private const string Columns =
        "calls.id AS Id, calls.carrier_id AS CarrierId, calls.carrier_call_id AS CarrierCallId, calls.arrived_at AS ArrivedAt, calls.caller AS Caller, calls.dialed AS Dialed, "
        + "calls.number_id AS NumberId, calls.campaign_id AS CampaignId, calls.publisher_id AS PublisherId, calls.test AS Test, calls.uncounted AS Uncounted, calls.history AS History, calls.state AS State, calls.block_reason AS BlockReason, "
        + "calls.incomplete_reason AS IncompleteReason, calls.attestation AS Attestation, calls.duplicate AS Duplicate, calls.previously_connected AS PreviouslyConnected, calls.connected AS Connected, "
        + "calls.converted AS Converted, calls.paid AS Paid, calls.target_id AS TargetId, calls.buyer_id AS BuyerId, calls.connected_at AS ConnectedAt, calls.ended_at AS EndedAt, "
        + "calls.ended_by AS EndedBy, calls.inbound_ended_at AS InboundEndedAt, calls.call_seconds AS CallSeconds, calls.connected_seconds AS ConnectedSeconds, "
        + "calls.dialed_seconds AS DialedSeconds, calls.currency AS Currency, calls.revenue AS Revenue, calls.payout AS Payout, calls.conversion_reason AS ConversionReason, "
        + "calls.payout_reason AS PayoutReason, calls.payout_rule_id AS PayoutRuleId, calls.conversion_decided AS ConversionDecided, calls.payout_decided AS PayoutDecided, "
        + "calls.plan AS Plan, calls.payout_terms AS PayoutTerms, calls.recording_url AS RecordingUrl, "
        + "calls.payout_earlier_id AS PayoutEarlierId, calls.payout_earlier_at AS PayoutEarlierAt, calls.payout_window AS PayoutWindow, "
        + "calls.payout_capped AS PayoutCapped";

    private const string OfCarrier = "carrier_id = @carrierId AND carrier_call_id = @carrierCallId";

    private static readonly string SelectByCarrier = Select(OfCarrier);

    private static readonly string SelectById = Select("id = @id");

    public static Task<CallRecord?> FindAsync(DbConnection connection, string carrierId, string carrierCallId) =>
        FindAsync(connection, SelectByCarrier, new { carrierId, carrierCallId });

    public static Task<CallRecord?> FindAsync(DbConnection connection, CallId id) => FindAsync(connection, SelectById, new { id });

    /// <summary>Null for a call that the carrier never announced.</summary>
    public static async Task<CallCampaignId?> FindCampaignAsync(DbConnection connection, string carrierId, string carrierCallId) =>
        await connection.ExecuteScalarAsync<string?>($"SELECT campaign_id FROM calls WHERE {OfCarrier}", new { carrierId, carrierCallId })
            is { } id
            ? new CallCampaignId(id)
            : null;

    public static Task InsertAsync(WriteUnit unit, CallRecord call) =>
        unit.Later.ExecuteAsync(
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

    /// <param name="state">Of the call, as <see cref="StateOf"/> gives it.</param>
    public static Task UpdateAsync(WriteUnit unit, object state) =>
        unit.Later.ExecuteAsync(
            "UPDATE calls SET state = @state, live = @IsLive, incomplete = @incomplete, incomplete_reason = @incompleteReason, connected = @Connected, converted = @Converted, paid = @Paid, target_id = @TargetId, "
                + "buyer_id = @BuyerId, connected_at = @ConnectedAt, ended_at = @EndedAt, ended_by = @endedBy, inbound_ended_at = @InboundEndedAt, "
                + "call_seconds = @CallSeconds, connected_seconds = @ConnectedSeconds, dialed_seconds = @DialedSeconds, revenue = @Revenue, payout = @Payout, "
                + "conversion_reason = @conversionReason, payout_reason = @payoutReason, payout_rule_id = @PayoutRuleId, "
                + "conversion_decided = @ConversionDecided, payout_decided = @PayoutDecided, recording_url = @RecordingUrl, "
                + "payout_earlier_id = @PayoutEarlierId, payout_earlier_at = @PayoutEarlierAt, payout_window = @PayoutWindow WHERE id = @Id",
            state
        );

    /// <summary>What changes of a call, as it is now; equal to what it is at another time where nothing did.</summary>
    public static object StateOf(CallRecord call) =>
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
        };

    private static string Select(string isIt) =>
        $"SELECT {Columns}, {CallLegsSql.Columns} FROM calls LEFT JOIN call_legs ON call_id = id WHERE {isIt} ORDER BY leg";

    /// <summary>With its legs, by one question.</summary>
    private static async Task<CallRecord?> FindAsync(DbConnection connection, string select, object parameters)
    {
        CallRecord? found = null;
        await connection.QueryAsync<CallRecord, LegRecord?, bool>(
            select,
            (call, leg) =>
            {
                found ??= call;
                if (leg is not null)
                    found.Legs.Add(leg);
                return true;
            },
            parameters,
            splitOn: nameof(LegRecord.Leg)
        );
        return found;
    }
}
