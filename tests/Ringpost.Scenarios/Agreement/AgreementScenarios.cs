using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Ringpost.Scenarios.Hosting;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Agreement;

/// <summary>Each kind of fault between calls and conversions is found, on the right call, with the right reason, and nothing else is.</summary>
public sealed class AgreementScenarios
{
    private const string Zone = "zone=America/New_York";

    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    [Theory, EachDatabase]
    public async Task Every_seeded_fault_is_found_with_its_reason_and_nothing_else_is(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var books = new SeededBooks(server, await server.CreateSeedExampleAsync(withPixels: true));
        var other = (long)(await server.Api.PostAsync("affiliates", new { name = "Other Media" }))["id"]!;
        await server.Api.PostAsync("offer-campaigns", new { offerId = books.Seed.OfferId, affiliateId = other });
        var stranger = (long)(await server.Api.PostAsync("affiliates", new { name = "Without campaign" }))["id"]!;
        var second = (long)
            (
                await server.Api.PostAsync(
                    "offers",
                    new
                    {
                        name = "The same calls again",
                        advertiserId = books.Seed.AdvertiserId,
                        payout = 10m,
                        received = 20m,
                    }
                )
            )["id"]!;
        await server.Api.PostAsync("offer-campaigns", new { offerId = second, affiliateId = books.Seed.AffiliateId });

        // The day on which New York's clocks went back: it has 25 hours, and ends at 05:00 UTC.
        var day = LastDayOf25Hours();
        DateTimeOffset At(double hour) => new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).AddHours(hour);
        var expected = new Dictionary<string, (string Verdict, string Reason)>();
        async Task<string> Fault(
            double hour,
            string verdict,
            string reason,
            string currency = "USD",
            decimal payout = 15,
            decimal revenue = 25,
            bool test = false
        )
        {
            var id = await books.CallAsync(At(hour), payout, revenue, currency, test);
            expected[id] = (verdict, reason);
            return id;
        }

        // They agree: both in the hour that came twice, and in the last half hour of the day, which by the clock of summer were the next day's.
        foreach (var hour in (double[])[5.25, 6.25, 28.5])
            await books.PostAsync(await books.CallAsync(At(hour)), At(hour + 0.02));

        await Fault(12, "neverSent", "It has one now");
        await books.DeliveryAsync(await Fault(12.1, "neverSent", "Filter"), "skipped", "Filter: State is not CA.");
        await books.DeliveryAsync(await Fault(12.2, "onItsWay", "waits to be sent"), "pending");
        await books.DeliveryAsync(await Fault(12.3, "sentButRejected", "rejected by"), "rejected", "INVALID EVENT");
        await books.DeliveryAsync(await Fault(12.4, "sentButRejected", "could not be delivered"), "failed");
        var refused = await Fault(12.5, "sentButRejected", "Our tracker refused");
        await books.DeliveryAsync(refused, "delivered");
        await books.PostAsync(refused, At(12.5), affiliate: stranger);
        await books.DeliveryAsync(await Fault(12.6, "neverArrived", "answered with success"), "delivered");
        // What was told on an earlier event, and became a conversion that costs nothing, tells of no payout.
        var early = await Fault(12.7, "neverSent", "No pixel was sent");
        await books.DeliveryAsync(early, "delivered", fireOn: "incoming");
        var doubled = await Fault(13, "countedTwice", "of the same event as");
        await books.PostAsync(doubled, At(13));
        await books.PostAsync(doubled, At(13), offer: second);
        await books.PostAsync(await Fault(14, "anotherAmount", "Paid 14.00 instead of 15.00 USD (−1.00)"), At(14), paid: "14.00");
        await books.PostAsync(
            await Fault(14.1, "anotherAmount", "Received 30.00 instead of 25.00 USD (+5.00)"),
            At(14.1),
            received: "30.00"
        );
        await books.PostAsync(await Fault(14.2, "anotherCurrency", "The call is in EUR", "EUR"), At(14.2));
        await books.PostAsync(await Fault(15, "anotherCampaign", "Other Media"), At(15), affiliate: other);
        await books.PostAsync(await Fault(28.99, "anotherDay", "its conversion has the time of its end"), At(29.02));
        await books.PostAsync(await Fault(26, "anotherDay", "another zone"), At(26 + 5 + 0.025));
        await books.PostAsync(await Fault(16, "anotherDay", "no time was sent"), null);
        await books.PostAsync(await Fault(17, "test", "marked as a test"), At(17), more: "&test=1");
        await books.PostAsync(await Fault(17.1, "test", "The call is a test", payout: 0, revenue: 0, test: true), At(17.1));
        await books.PostAsync(await Fault(18, "unpaidCall", "shorter than the payout asks", payout: 0, revenue: 0), At(18));
        await books.PostAsync("no-call-of-ours", At(19));

        // Nothing to tell: taken by a receiver whose book is not here, of another tracker's log, still going on.
        await books.DeliveryAsync(await books.CallAsync(At(20)), "delivered", toUs: false);
        await books.PostAsync(await books.CallAsync(At(20.1), history: true), At(20.1));
        await books.PostAsync(await books.CallAsync(At(20.2), payout: 0, revenue: 0, live: true), At(20.2));

        var range = $"from={day:yyyy-MM-dd}&to={day:yyyy-MM-dd}&{Zone}";
        var rows = await books.RowsAsync(range + "&limit=1000");
        var found = rows.Where(r => r["callId"] is not null).ToDictionary(r => (string)r["callId"]!);
        Assert.Equal(
            expected.Select(e => $"{e.Key} {e.Value.Verdict}").Order(StringComparer.Ordinal),
            found.Values.Select(r => $"{r["callId"]} {r["verdict"]}").Order(StringComparer.Ordinal)
        );
        foreach (var (id, (_, reason)) in expected)
            Assert.Contains(reason, string.Join(" ", found[id]["reason"]!.AsArray().Select(s => (string)s!)), StringComparison.Ordinal);
        Assert.Equal("unknownCall", (string?)Assert.Single(rows, r => r["callId"] is null)["verdict"]);

        Assert.Equal(
            $"addCampaign {books.Seed.OfferId} {stranger}",
            found[refused]["fixes"]!.AsArray().Select(f => $"{f!["kind"]} {f["offerId"]} {f["affiliateId"]}").First()
        );
        await TotalsAgreeAsync(server, range, rows);
        await PagesAgreeAsync(server, range, rows);
    }

    [Fact]
    public async Task Only_the_networks_own_people_see_it_and_bad_questions_are_told_at_their_fields()
    {
        await using var server = await RunningServer.StartAsync(Dialect.Sqlite);
        var books = new SeededBooks(server, await server.CreateSeedExampleAsync());
        var call = await books.CallAsync(RunningServer.Time.GetUtcNow().AddDays(-1));
        foreach (
            var (role, partner, rights, status) in new (string, string?, string[], HttpStatusCode)[]
            {
                ("readonly", null, ["seeRevenue"], HttpStatusCode.OK),
                ("readonly", null, [], HttpStatusCode.Forbidden),
                ("publisher", books.Seed.PublisherId, [], HttpStatusCode.Forbidden),
                ("buyer", books.Seed.BuyerId, [], HttpStatusCode.Forbidden),
            }
        )
        foreach (
            var path in (string[])["agreement", "agreement.csv", "agreement/rows", "agreement/rows.csv", $"agreement/rows?callId={call}"]
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/{path}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await server.KeyAsync(role, partner, rights));
            using var answer = await server.Http.SendAsync(request);
            Assert.Equal((role, path, status), (role, path, answer.StatusCode));
        }

        using var bad = await server.Api.TryAsync(
            HttpMethod.Get,
            "agreement/rows?from=2026-01-01&to=2026-03-01&zone=Nowhere&verdict=wrong"
        );
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        var errors = JsonNode.Parse(await bad.Content.ReadAsStringAsync())!["errors"]!.AsObject();
        Assert.Equal(["to", "verdict", "zone"], errors.Select(e => e.Key).Order(StringComparer.Ordinal));
        using var cursor = await server.Api.TryAsync(HttpMethod.Get, "agreement/rows?cursor=eA");
        Assert.Equal(HttpStatusCode.BadRequest, cursor.StatusCode);
        using var unknown = await server.Api.TryAsync(HttpMethod.Get, "agreement/rows?callId=none");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    /// <summary>What the rows say one by one adds up to what the statement says, and both to the difference of the two books.</summary>
    private static async Task TotalsAgreeAsync(RunningServer server, string range, IReadOnlyList<JsonNode> rows)
    {
        var statement = await server.Api.GetAsync($"agreement?{range}");
        var dollars = statement["totals"]!.AsArray().Single(t => (string?)t!["currency"] == "USD")!;
        var differing = dollars["cells"]!.AsArray().Where(c => (bool)c!["differs"]!).ToList();
        foreach (var verdict in differing.Select(c => (string)c!["verdict"]!).Distinct())
        {
            var ofRows = rows.Where(r => (string?)r["verdict"] == verdict && (string?)r["currency"] == "USD").ToList();
            Assert.Equal(
                (
                    verdict,
                    ofRows.Count,
                    ofRows.Sum(r => (decimal?)r["paidDifference"] ?? 0),
                    ofRows.Sum(r => (decimal?)r["receivedDifference"] ?? 0)
                ),
                (
                    verdict,
                    differing.Where(c => (string?)c!["verdict"] == verdict).Sum(c => (int)c!["count"]!),
                    differing.Where(c => (string?)c!["verdict"] == verdict).Sum(c => (decimal)c!["paidDifference"]!),
                    differing.Where(c => (string?)c!["verdict"] == verdict).Sum(c => (decimal)c!["receivedDifference"]!)
                )
            );
        }

        // One call is taken elsewhere: its conversion is in no book of ours.
        Assert.Equal((decimal)dollars["paid"]! - (decimal)dollars["payout"]!, differing.Sum(c => (decimal)c!["paidDifference"]!) - 15);
        Assert.Equal(
            (decimal)dollars["received"]! - (decimal)dollars["revenue"]!,
            differing.Sum(c => (decimal)c!["receivedDifference"]!) - 25
        );
        Assert.Equal(3, (int)dollars["matched"]!);
        var headline = (string)statement["headlines"]![0]!;
        Assert.StartsWith(
            $"{dollars["calls"]} paid calls, {dollars["conversions"]} conversions: 3 never sent (45.00 USD), 1 still on their way",
            headline,
            StringComparison.Ordinal
        );
        Assert.Contains("1 of unknown calls (15.00 USD)", headline, StringComparison.Ordinal);
        Assert.Contains("1 taken elsewhere (15.00 USD)", headline, StringComparison.Ordinal);
        // The groups are the same calls.
        var groups = statement["rows"]!.AsArray().Select(g => g!["figures"]!).Where(f => (string?)f["currency"] == "USD").ToList();
        Assert.Equal((int)dollars["calls"]!, groups.Sum(g => (int)g["calls"]!));
        Assert.Equal((int)dollars["conversions"]!, groups.Sum(g => (int)g["conversions"]!));
    }

    /// <summary>Page by page, filtered and as a file they are the same rows.</summary>
    private static async Task PagesAgreeAsync(RunningServer server, string range, IReadOnlyList<JsonNode> rows)
    {
        var paged = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var page = await server.Api.GetAsync($"agreement/rows?{range}&limit=3{(cursor is null ? "" : $"&cursor={cursor}")}");
            Assert.True(page["items"]!.AsArray().Count <= 3);
            paged.AddRange(page["items"]!.AsArray().Select(i => i!));
            cursor = (string?)page["next"];
        } while (cursor is not null);
        Assert.Equal(rows.Select(r => r.ToJsonString()), paged.Select(r => r.ToJsonString()));
        foreach (var verdict in rows.Select(r => (string)r["verdict"]!).Distinct())
            Assert.Equal(
                rows.Where(r => (string?)r["verdict"] == verdict).Select(r => r.ToJsonString()),
                (await server.Api.ListAsync($"agreement/rows?{range}&verdict={verdict}")).Select(r => r.ToJsonString())
            );
        Assert.Single(await server.Api.ListAsync($"agreement/rows?{range}&verdict=takenElsewhere"));
        var one = rows.First(r => r["callId"] is not null);
        Assert.Equal(
            one.ToJsonString(),
            Assert.Single(await server.Api.ListAsync($"agreement/rows?{Zone}&callId={one["callId"]}")).ToJsonString()
        );
        using var file = await server.Api.TryAsync(HttpMethod.Get, $"agreement/rows.csv?{range}");
        Assert.Equal(rows.Count, (await file.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1);
        using var summary = await server.Api.TryAsync(HttpMethod.Get, $"agreement.csv?{range}");
        Assert.StartsWith(
            "Day,Campaign,Publisher,Currency,Paid Calls",
            (await summary.Content.ReadAsStringAsync()).TrimStart('\ufeff'),
            StringComparison.Ordinal
        );
    }

    internal static DateOnly LastDayOf25Hours()
    {
        var day = DateOnly.FromDateTime(RunningServer.Time.GetUtcNow().UtcDateTime).AddDays(-2);
        while (Hours(day) != 25)
            day = day.AddDays(-1);
        return day;
    }

    private static double Hours(DateOnly day) =>
        (Primitives.TimeZones.StartOfDay(day.AddDays(1), NewYork) - Primitives.TimeZones.StartOfDay(day, NewYork)).TotalHours;
}
