using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<(long Offer, long Affiliate), Task<string>> _urls = new();

    public SeedExample Seed => seed;

    /// <summary>Many paid calls of 15.00 payout and 25.00 revenue, each over after a minute and a half.</summary>
    public async Task<IReadOnlyList<string>> CallsAsync(IReadOnlyList<DateTimeOffset> times, string currency = "USD")
    {
        var rows = times.Select(at => Row(at, 15, 25, currency, false, false, false, TimeSpan.FromSeconds(90))).ToList();
        foreach (var some in rows.Chunk(1000))
            await _database.WriteAsync(WriteKeys.None, unit => unit.Connection.ExecuteAsync(Insert, some));
        return [.. rows.Select(r => r.Id)];
    }

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
        var row = Row(at, payout, revenue, currency, test, history, live, lasts ?? TimeSpan.FromSeconds(90));
        await _database.WriteAsync(WriteKeys.None, unit => unit.Connection.ExecuteAsync(Insert, row));
        return row.Id;
    }

    private const string Insert =
        "INSERT INTO calls (id, carrier_id, carrier_call_id, arrived_at, ended_at, caller, dialed, number_id, campaign_id, publisher_id, test, uncounted, history, "
        + "state, live, blocked, incomplete, duplicate, previously_connected, connected, converted, paid, currency, revenue, payout, payout_reason, "
        + "conversion_decided, payout_decided, plan, payout_terms) "
        + "VALUES (@Id, 'X', @Id, @At, @Ended, '+14155550171', '+12025550143', 'NU1', @Campaign, @Publisher, @Test, @Test, @History, "
        + "'Ended', @Live, 0, 0, 0, 0, 1, @Paid, @Paid, @Currency, @Revenue, @Payout, @Reason, 1, 1, '[]', '[]')";

    private CallRow Row(
        DateTimeOffset at,
        decimal payout,
        decimal revenue,
        string currency,
        bool test,
        bool history,
        bool live,
        TimeSpan lasts
    ) =>
        new(
            _identifiers.TimeOrdered(Instant.From(at)),
            Instant.From(at),
            Instant.From(at + lasts),
            seed.CallCampaignId,
            seed.PublisherId,
            test ? 1 : 0,
            history ? 1 : 0,
            live ? 1 : 0,
            payout > 0 && !test ? 1 : 0,
            currency,
            Money.ToMillionths(revenue),
            Money.ToMillionths(payout),
            payout > 0 ? null : "TooShort"
        );

    private sealed record CallRow(
        string Id,
        Instant At,
        Instant Ended,
        string Campaign,
        string Publisher,
        long Test,
        long History,
        long Live,
        long Paid,
        string Currency,
        long Revenue,
        long Payout,
        string? Reason
    );

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
            await _urls.GetOrAdd(
                (offer ?? seed.OfferId, affiliate ?? seed.AffiliateId),
                pair =>
                    SeedExample.PostbackUrlAsync(
                        server.Api,
                        pair.Offer,
                        seed.PayableEventId,
                        $"source=ringba&ids=static&affiliateId={pair.Affiliate}"
                    )
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
