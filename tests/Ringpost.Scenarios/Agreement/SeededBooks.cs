using System.Text.Json.Nodes;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Scenarios.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.Scenarios.Agreement;

/// <summary>Calls and deliveries put straight into their tables at chosen times; what is booked comes as real postbacks.</summary>
internal sealed class SeededBooks(RunningServer server, SeedExample seed)
{
    private readonly Identifiers _identifiers = server.Get<Identifiers>();
    private readonly Database _database = server.Get<Database>();

    public SeedExample Seed => seed;

    /// <summary>A call of 15.00 payout and 25.00 revenue, which is over after a minute and a half.</summary>
    public async Task<string> CallAsync(
        DateTimeOffset at,
        decimal payout = 15,
        decimal revenue = 25,
        string currency = "USD",
        bool test = false,
        bool history = false,
        bool live = false,
        TimeSpan? lasts = null
    )
    {
        var id = _identifiers.TimeOrdered(Instant.From(at));
        await _database.WriteAsync(
            WriteKeys.None,
            unit =>
                unit.Connection.ExecuteAsync(
                    "INSERT INTO calls (id, carrier_id, carrier_call_id, arrived_at, ended_at, caller, dialed, number_id, campaign_id, publisher_id, test, uncounted, history, "
                        + "state, live, blocked, incomplete, duplicate, previously_connected, connected, converted, paid, currency, revenue, payout, payout_reason, "
                        + "conversion_decided, payout_decided, plan, payout_terms) "
                        + "VALUES (@id, 'X', @id, @at, @ended, '+14155550171', '+12025550143', 'NU1', @campaign, @publisher, @test, @test, @history, "
                        + "'Ended', @live, 0, 0, 0, 0, 1, @paid, @paid, @currency, @revenue, @payout, @reason, 1, 1, '[]', '[]')",
                    new
                    {
                        id,
                        at = Instant.From(at),
                        ended = Instant.From(at + (lasts ?? TimeSpan.FromSeconds(90))),
                        campaign = seed.CallCampaignId,
                        publisher = seed.PublisherId,
                        test = test ? 1L : 0,
                        history = history ? 1L : 0,
                        live = live ? 1L : 0,
                        paid = payout > 0 && !test ? 1L : 0,
                        currency,
                        revenue = Money.ToMillionths(revenue),
                        payout = Money.ToMillionths(payout),
                        reason = payout > 0 ? null : "TooShort",
                    }
                )
        );
        return id;
    }

    /// <summary>What a pixel had to send and where it stands; nothing is sent.</summary>
    public async Task<string> DeliveryAsync(string call, string state, string note = "", bool toUs = true, string fireOn = "payout")
    {
        var id = _identifiers.TimeOrdered();
        var url = toUs ? $"{server.Address}p.ashx?t={call}" : $"https://tracker.example/conv?t={call}";
        await _database.WriteAsync(
            WriteKeys.None,
            unit =>
                unit.Connection.ExecuteAsync(
                    "INSERT INTO deliveries (id, source, source_id, rule_id, event, transaction_id, idempotency_key, replay, method, url, host, headers, success_rule, state, note, "
                        + "attempts, next_attempt_at, created_at) VALUES (@id, 'call', @call, 'PX1', @fireOn, @call, @id, 0, 'GET', @url, @host, '{}', 'Status', @state, @note, "
                        + "@attempts, @next, @now)",
                    new
                    {
                        id,
                        call,
                        fireOn,
                        url,
                        host = new Uri(url).Authority,
                        state,
                        note,
                        attempts = state is "pending" or "skipped" ? 0L : 1,
                        // Far away: no worker takes it while the test looks.
                        next = state == "pending" ? Instant.Now(RunningServer.Time) + TimeSpan.FromDays(30) : (Instant?)null,
                        now = unit.Now,
                    }
                )
        );
        return id;
    }

    /// <summary>A postback for the offer's payable event, as our own call tracker sends it; <paramref name="more"/> is added to its URL.</summary>
    public async Task PostAsync(
        string call,
        DateTimeOffset? at,
        string received = "25.00",
        string paid = "15.00",
        string more = "",
        long? affiliate = null,
        long? offer = null
    )
    {
        var url = (
            await SeedExample.PostbackUrlAsync(
                server.Api,
                offer ?? seed.OfferId,
                seed.PayableEventId,
                $"source=ringba&ids=static&affiliateId={affiliate ?? seed.AffiliateId}"
            )
        )
            .Replace("[Call:InboundCallId]", call, StringComparison.Ordinal)
            .Replace("[Call:ConversionAmount]", received, StringComparison.Ordinal)
            .Replace("[Call:ConversionPayout]", paid, StringComparison.Ordinal);
        if (at is { } moment)
            more += $"&dt={moment.UtcDateTime:yyyy-MM-ddTHH:mm:ss}Z";
        _ = await server.Http.GetStringAsync(url + more);
    }

    public Task<IReadOnlyList<JsonNode>> RowsAsync(string query) => server.Api.ListAsync($"agreement/rows?{query}");
}
