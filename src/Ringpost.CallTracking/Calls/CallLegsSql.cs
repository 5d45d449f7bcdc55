using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Calls;

internal static class CallLegsSql
{
    /// <summary>The first of them begins a leg.</summary>
    public const string Columns =
        "call_legs.leg AS Leg, call_legs.ring AS Ring, call_legs.lost AS Lost, call_legs.answered_by AS AnsweredBy, call_legs.route_id AS RouteId, call_legs.target_id AS TargetId, call_legs.buyer_id AS BuyerId, call_legs.destination_type AS DestinationType, "
        + "call_legs.destination AS Destination, call_legs.convert_on AS ConvertOn, call_legs.convert_seconds AS ConvertSeconds, call_legs.convert_timer_start AS ConvertTimerStart, "
        + "call_legs.convert_revenue AS ConvertRevenue, call_legs.carrier_leg_id AS CarrierLegId, call_legs.dialed_at AS DialedAt, call_legs.answered_at AS AnsweredAt, call_legs.ended_at AS EndedAt, "
        + "call_legs.outcome AS Outcome, call_legs.converted AS Converted, call_legs.revenue AS Revenue, call_legs.conversion_reason AS ConversionReason, call_legs.ringing_seen AS RingingSeen, "
        + "call_legs.answered_seen AS AnsweredSeen, call_legs.initiated_stamp AS InitiatedStamp, call_legs.answered_stamp AS AnsweredStamp, call_legs.ended_stamp AS EndedStamp, "
        + "call_legs.progress_seen AS ProgressSeen, call_legs.progress_last AS ProgressLast, call_legs.progress_end AS ProgressEnd, call_legs.progress_seconds AS ProgressSeconds, "
        + "call_legs.dial_end AS DialEnd, call_legs.dial_seconds AS DialSeconds, call_legs.caller_present AS CallerPresent, call_legs.convert_lengths AS ConvertLengths, "
        + "call_legs.convert_dedupe AS ConvertDedupe, call_legs.earlier_call_id AS EarlierCallId, call_legs.earlier_at AS EarlierAt, call_legs.posted_revenue AS PostedRevenue, "
        + "call_legs.posted_at AS PostedAt";

    public static Task InsertAsync(WriteUnit unit, CallId callId, LegRecord leg) =>
        unit.Later.ExecuteAsync(
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
    /// <param name="state">Of the leg, as <see cref="StateOf"/> gives it.</param>
    public static Task UpdateAsync(WriteUnit unit, object state) =>
        unit.Later.ExecuteAsync(
            "UPDATE call_legs SET carrier_leg_id = @CarrierLegId, rang = @rang, answered = @wasAnswered, answered_at = @AnsweredAt, ended_at = @EndedAt, "
                + "outcome = @outcome, connected = @Connected, connected_seconds = @connectedSeconds, dialed_seconds = @DialedSeconds, "
                + "converted = @Converted, revenue = @Revenue, conversion_reason = @conversionReason, ringing_seen = @RingingSeen, "
                + "answered_seen = @AnsweredSeen, initiated_stamp = @Initiated, answered_stamp = @Answered, ended_stamp = @Ended, "
                + "progress_seen = @SequencesSeen, progress_last = @LastSequence, progress_end = @progressEnd, progress_seconds = @ProgressSeconds, "
                + "dial_end = @dialEnd, dial_seconds = @dialSeconds, caller_present = @callerPresent, "
                + "earlier_call_id = @EarlierCallId, earlier_at = @EarlierAt, posted_revenue = @PostedRevenue, "
                + "posted_at = @PostedAt, lost = @Lost, answered_by = @answeredBy WHERE call_id = @callId AND leg = @Leg",
            state
        );

    /// <inheritdoc cref="CallsSql.StateOf"/>
    public static object StateOf(CallId callId, LegRecord leg)
    {
        var evidence = leg.Evidence;
        return new
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
        };
    }
}
