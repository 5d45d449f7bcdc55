using System.Data.Common;
using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Calls;

internal static class CallLegsSql
{
    public static Task<IEnumerable<LegRecord>> ListAsync(DbConnection connection, CallId callId) =>
        connection.QueryAsync<LegRecord>(
            "SELECT leg AS Leg, ring AS Ring, lost AS Lost, answered_by AS AnsweredBy, route_id AS RouteId, target_id AS TargetId, buyer_id AS BuyerId, destination_type AS DestinationType, "
                + "destination AS Destination, convert_on AS ConvertOn, convert_seconds AS ConvertSeconds, convert_timer_start AS ConvertTimerStart, "
                + "convert_revenue AS ConvertRevenue, carrier_leg_id AS CarrierLegId, dialed_at AS DialedAt, answered_at AS AnsweredAt, ended_at AS EndedAt, "
                + "outcome AS Outcome, converted AS Converted, revenue AS Revenue, conversion_reason AS ConversionReason, ringing_seen AS RingingSeen, "
                + "answered_seen AS AnsweredSeen, initiated_stamp AS InitiatedStamp, answered_stamp AS AnsweredStamp, ended_stamp AS EndedStamp, "
                + "progress_seen AS ProgressSeen, progress_last AS ProgressLast, progress_end AS ProgressEnd, progress_seconds AS ProgressSeconds, "
                + "dial_end AS DialEnd, dial_seconds AS DialSeconds, caller_present AS CallerPresent, convert_lengths AS ConvertLengths, "
                + "convert_dedupe AS ConvertDedupe, earlier_call_id AS EarlierCallId, earlier_at AS EarlierAt, posted_revenue AS PostedRevenue, "
                + "posted_at AS PostedAt FROM call_legs WHERE call_id = @callId ORDER BY leg",
            new { callId }
        );

    public static Task InsertAsync(WriteUnit unit, CallId callId, LegRecord leg) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO call_legs (call_id, leg, ring, route_id, target_id, buyer_id, destination_type, destination, convert_on, convert_seconds, "
                + "convert_timer_start, convert_revenue, dialed_at, rang, answered, connected, converted, revenue, ringing_seen, answered_seen, progress_seen, "
                + "convert_lengths, convert_dedupe) "
                + "VALUES (@callId, @Leg, @Ring, @RouteId, @TargetId, @BuyerId, @destinationType, @Destination, @convertOn, @ConvertSeconds, "
                + "@timerStart, @ConvertRevenue, @DialedAt, 0, 0, 0, 0, 0, 0, 0, 0, @ConvertLengths, @ConvertDedupe)",
            new
            {
                callId,
                leg.Leg,
                leg.Ring,
                leg.RouteId,
                leg.TargetId,
                leg.BuyerId,
                destinationType = leg.DestinationType.ToString(),
                leg.Destination,
                convertOn = leg.ConvertOn.ToString(),
                leg.ConvertSeconds,
                timerStart = leg.ConvertTimerStart.ToString(),
                leg.ConvertRevenue,
                leg.DialedAt,
                leg.ConvertLengths,
                leg.ConvertDedupe,
            }
        );

    /// <remarks>Npgsql knows parameters whatever their case: no two names here may differ by it alone.</remarks>
    public static Task UpdateAsync(WriteUnit unit, CallId callId, LegRecord leg)
    {
        var evidence = leg.Evidence;
        return unit.Connection.ExecuteAsync(
            "UPDATE call_legs SET carrier_leg_id = @CarrierLegId, rang = @rang, answered = @wasAnswered, answered_at = @AnsweredAt, ended_at = @EndedAt, "
                + "outcome = @outcome, connected = @Connected, connected_seconds = @connectedSeconds, dialed_seconds = @DialedSeconds, "
                + "converted = @Converted, revenue = @Revenue, conversion_reason = @conversionReason, ringing_seen = @RingingSeen, "
                + "answered_seen = @AnsweredSeen, initiated_stamp = @Initiated, answered_stamp = @Answered, ended_stamp = @Ended, "
                + "progress_seen = @SequencesSeen, progress_last = @LastSequence, progress_end = @progressEnd, progress_seconds = @ProgressSeconds, "
                + "dial_end = @dialEnd, dial_seconds = @dialSeconds, caller_present = @callerPresent, "
                + "earlier_call_id = @EarlierCallId, earlier_at = @EarlierAt, posted_revenue = @PostedRevenue, "
                + "posted_at = @PostedAt, lost = @Lost, answered_by = @answeredBy WHERE call_id = @callId AND leg = @Leg",
            new
            {
                callId,
                leg.Leg,
                leg.CarrierLegId,
                rang = evidence.Rang(final: true) == Verdict.Met,
                wasAnswered = evidence.AnsweredSeen || evidence.Connected,
                leg.AnsweredAt,
                leg.EndedAt,
                outcome = leg.Outcome?.ToString(),
                evidence.Connected,
                connectedSeconds = evidence.End is null ? null : evidence.ConnectedSeconds,
                evidence.DialedSeconds,
                leg.Converted,
                leg.Revenue,
                conversionReason = leg.ConversionReason?.ToString(),
                evidence.RingingSeen,
                evidence.AnsweredSeen,
                evidence.Initiated,
                evidence.Answered,
                evidence.Ended,
                evidence.SequencesSeen,
                evidence.LastSequence,
                progressEnd = evidence.ProgressEnd?.ToString(),
                evidence.ProgressSeconds,
                dialEnd = evidence.Dial?.End.ToString(),
                dialSeconds = evidence.Dial?.Seconds,
                callerPresent = evidence.Dial?.CallerPresent,
                leg.EarlierCallId,
                leg.EarlierAt,
                leg.PostedRevenue,
                leg.PostedAt,
                evidence.Lost,
                answeredBy = evidence.Dial?.AnsweredBy,
            }
        );
    }
}
