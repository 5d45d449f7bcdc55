using System.Globalization;
using System.Text.Json.Nodes;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Scenarios.Agreement;
using Ringpost.Scenarios.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;
using Xunit;

namespace Ringpost.Scenarios.Periods;

/// <summary>
/// A server in New York with both halves set up: two buyers, two offers in two currencies. Calls are put into their tables, conversions come as real
/// postbacks; changes, closings and questions go through the API.
/// </summary>
internal sealed class TwoBooks : IAsyncDisposable
{
    public const string ZoneId = "America/New_York";

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById(ZoneId);

    private readonly SeededBooks _seeded;
    private readonly Identifiers _identifiers;

    private TwoBooks(RunningServer server, JumpingClock clock, SeedExample seed, long euroOffer, string secondBuyer)
    {
        (Server, Clock, Seed, EuroOffer, SecondBuyer) = (server, clock, seed, euroOffer, secondBuyer);
        (_seeded, _identifiers, Database) = (new SeededBooks(server, seed), server.Get<Identifiers>(), server.Get<Database>());
    }

    public RunningServer Server { get; }

    public JumpingClock Clock { get; }

    public SeedExample Seed { get; }

    /// <summary>Of the same advertiser.</summary>
    public long EuroOffer { get; }

    public string SecondBuyer { get; }

    public Database Database { get; }

    public ApiClient Api => Server.Api;

    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Clock.GetUtcNow(), Zone).DateTime);

    /// <param name="start">What the server takes for the time.</param>
    public static async Task<TwoBooks> OpenAsync(Dialect dialect, DateTimeOffset start)
    {
        var clock = new JumpingClock(start);
        var server = await RunningServer.StartAsync(dialect, clock);
        await server
            .Get<Database>()
            .WriteAsync(
                WriteKeys.None,
                async unit =>
                {
                    await new Instance(Zone, Currency.Usd, false, true).WriteAsync(unit);
                    await server.Get<ConfigurationVersion>().RaiseAsync(unit);
                }
            );
        var seed = await server.CreateSeedExampleAsync();
        var euro = (long)
            (
                await server.Api.PostAsync(
                    "offers",
                    new
                    {
                        name = "Home insurance calls",
                        advertiserId = seed.AdvertiserId,
                        payout = 7m,
                        received = 9m,
                        currency = "EUR",
                    }
                )
            )["id"]!;
        await server.Api.PostAsync("offer-campaigns", new { offerId = euro, affiliateId = seed.AffiliateId });
        var buyer = (string)(await server.Api.PostAsync("buyers", new { name = "Second buyer" }))["id"]!;
        return new TwoBooks(server, clock, seed, euro, buyer);
    }

    public static Instant At(DateOnly day, double hour) => TimeZones.StartOfDay(day, Zone) + TimeSpan.FromHours(hour);

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A call that is over, with one leg per buyer; amounts in whole units.</summary>
    public async Task<string> CallAsync(Instant at, decimal payout, params (string? Buyer, decimal Revenue)[] legs)
    {
        var id = await _seeded.CallAsync(at.ToDateTimeOffset(), payout, legs.Sum(l => l.Revenue));
        await Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                for (var i = 0; i < legs.Length; i++)
                    await unit.Connection.ExecuteAsync(
                        "INSERT INTO call_legs (call_id, leg, route_id, target_id, buyer_id, destination_type, destination, convert_on, convert_seconds, "
                            + "convert_timer_start, convert_revenue, dialed_at, rang, answered, connected, converted, revenue, ringing_seen, answered_seen, progress_seen) "
                            + "VALUES (@id, @leg, '', @target, @Buyer, 'Number', '', 'Dialed', 0, 'Connected', 0, @at, 1, 1, 1, @converted, @revenue, 0, 0, 0)",
                        new
                        {
                            id,
                            leg = i + 1,
                            target = Seed.TargetIds[0],
                            legs[i].Buyer,
                            at,
                            converted = legs[i].Revenue > 0,
                            revenue = Money.ToMillionths(legs[i].Revenue),
                        }
                    );
            }
        );
        return id;
    }

    /// <summary>An approved conversion; its id.</summary>
    public async Task<long> ConversionAsync(Instant at, decimal received, decimal paid, bool euro = false, bool test = false)
    {
        var key = _identifiers.TimeOrdered();
        await _seeded.PostAsync(
            key,
            at.ToDateTimeOffset(),
            received.ToString(CultureInfo.InvariantCulture),
            paid.ToString(CultureInfo.InvariantCulture),
            test ? "&test=1" : "",
            offer: euro ? EuroOffer : null
        );
        return await Database.ReadAsync(c =>
            c.ExecuteScalarAsync<long>("SELECT id FROM conversions WHERE transaction_id = @key", new { key })
        );
    }

    public Task<JsonNode> CloseAsync(DateOnly through) => Api.PostAsync("periods/close", new { through = Text(through) });

    public Task<IReadOnlyList<JsonNode>> DocumentsAsync(string query = "") => Api.ListAsync($"documents?limit=1000{query}");

    public async Task<JsonNode> DocumentAsync(DateOnly through, string kind, string currency = "USD") =>
        Assert.Single(await DocumentsAsync($"&kind={kind}&currency={currency}"), d => (string)d["through"]! == Text(through));

    /// <summary>All that can be read of a document, as it is sent.</summary>
    public async Task<string> BytesAsync(string number)
    {
        var parts = new List<string>();
        foreach (var path in (string[])[$"documents/{number}", $"documents/{number}/lines.csv", $"documents/{number}/entries.csv"])
        {
            using var answer = await Api.TryAsync(HttpMethod.Get, path);
            Assert.True(answer.IsSuccessStatusCode, path);
            parts.Add(await answer.Content.ReadAsStringAsync());
        }

        return string.Join('\n', parts);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
