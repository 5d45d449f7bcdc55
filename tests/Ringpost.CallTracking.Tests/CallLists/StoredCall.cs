using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Tests.CallLists;

/// <summary>A call put straight into the tables, for tests of what reads them.</summary>
internal sealed record StoredCall(string Id, long At)
{
    public string Caller { get; init; } = "+16615550106";
    public string Dialed { get; init; } = "+12025550181";
    public string Campaign { get; init; } = "CA1";
    public string? Publisher { get; init; }
    public string? Target { get; init; }
    public string? Buyer { get; init; }
    public long Live { get; init; }
    public long Blocked { get; init; }
    public long Incomplete { get; init; }
    public long Duplicate { get; init; }
    public long Connected { get; init; }
    public long Converted { get; init; }
    public long Paid { get; init; }
    public long? Seconds { get; init; }
    public string Currency { get; init; } = "USD";
    public long Revenue { get; init; }
    public long Payout { get; init; }
    public long Uncounted { get; init; }
    public string? ConversionReason { get; init; }
    public string? PayoutReason { get; init; }
    public string? BlockReason { get; init; }
    public string? IncompleteReason { get; init; }
    public string? Attestation { get; init; }
    public string? EndedBy { get; init; }
    public string? RecordingUrl { get; init; }
    public long PreviouslyConnected { get; init; }
    public long? ConnectedSeconds { get; init; }
    public long? Cost { get; init; }
    public string? CostCurrency { get; init; }

    public static Task WriteAsync(Database database, params StoredCall[] calls) =>
        database.WriteAsync(
            WriteKeys.None,
            unit =>
                unit.Connection.ExecuteAsync(
                    "INSERT INTO calls (id, carrier_id, carrier_call_id, arrived_at, caller, dialed, number_id, campaign_id, publisher_id, target_id, buyer_id, test, uncounted, "
                        + "state, live, blocked, incomplete, duplicate, previously_connected, connected, converted, paid, call_seconds, currency, revenue, payout, "
                        + "conversion_reason, payout_reason, block_reason, incomplete_reason, attestation, ended_by, recording_url, connected_seconds, cost, cost_currency, "
                        + "conversion_decided, payout_decided, plan, payout_terms) "
                        + "VALUES (@Id, 'X', @Id, @At, @Caller, @Dialed, 'NU1', @Campaign, @Publisher, @Target, @Buyer, @Uncounted, @Uncounted, "
                        + "'Ended', @Live, @Blocked, @Incomplete, @Duplicate, @PreviouslyConnected, @Connected, @Converted, @Paid, @Seconds, @Currency, @Revenue, @Payout, "
                        + "@ConversionReason, @PayoutReason, @BlockReason, @IncompleteReason, @Attestation, @EndedBy, @RecordingUrl, @ConnectedSeconds, @Cost, @CostCurrency, "
                        + "1, 1, '[]', '[]')",
                    calls
                )
        );

    public static Task AdjustAsync(Database database, string call, string side, long amount) =>
        database.WriteAsync(
            WriteKeys.None,
            unit =>
                unit.Connection.ExecuteAsync(
                    "INSERT INTO call_ledger (call_id, side, amount, currency, recorded_at, effective_day, actor_id, reason) "
                        + "VALUES (@call, @side, @amount, 'USD', 0, '2026-01-01', 'system', 'test')",
                    new
                    {
                        call,
                        side,
                        amount,
                    }
                )
        );

    public static long At2026(int month, int day, int hour = 12, int minute = 0) =>
        Instant.From(new DateTimeOffset(2026, month, day, hour, minute, 0, TimeSpan.Zero)).UnixMilliseconds;
}
