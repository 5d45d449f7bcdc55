using System.Net;
using System.Text.Json.Nodes;
using Ringpost.Scenarios.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.BadInput;

/// <summary>The table "Bad input, and what it gets".</summary>
public sealed class BadInputScenarios
{
    [Theory, EachDatabase]
    public async Task What_people_type_wrongly_is_told_at_the_field_and_nothing_is_stored(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync();
        await RefusedAsync(server, "numbers", new { number = "12", callCampaignId = seed.CallCampaignId }, "number");
        await RefusedAsync(
            server,
            "pixels",
            new
            {
                name = "x",
                fireOn = "payout",
                url = "ftp://a.example/",
            },
            "url"
        );
        await RefusedAsync(
            server,
            "pixels",
            new
            {
                name = "x",
                fireOn = "payout",
                url = "https://[Call:InboundCallId].example/",
            },
            "url"
        );
        await RefusedAsync(
            server,
            "pixels",
            new
            {
                name = "x",
                fireOn = "now",
                url = "https://a.example/",
            },
            "fireOn"
        );
        await RefusedAsync(
            server,
            "offers",
            new
            {
                name = "x",
                advertiserId = seed.AdvertiserId,
                payout = -1m,
                currency = "DOLLAR",
            },
            "currency"
        );
        await RefusedAsync(server, "call-campaigns", new { name = "", country = "Atlantis" }, "country", "name");
        await RefusedAsync(
            server,
            "offers",
            new
            {
                name = "",
                advertiserId = 999,
                payout = "12,50",
                received = new { },
            },
            "advertiserId",
            "name",
            "payout",
            "received"
        );
        await RefusedAsync(
            server,
            "offer-campaigns",
            new
            {
                offerId = 998,
                affiliateId = 999,
                payout = "x",
            },
            "affiliateId",
            "offerId",
            "payout"
        );
        await RefusedAsync(
            server,
            "ip-whitelist",
            new
            {
                advertiserId = 999,
                from = "1.2.3",
                to = "x",
            },
            "advertiserId",
            "from",
            "to"
        );
        await RefusedAsync(server, "dispositions", new { name = "a\0b", type = "rejected" }, "name");
        await RefusedAsync(
            server,
            "conversions/adjust",
            new
            {
                offerId = seed.OfferId,
                transactionId = "\0",
                paid = 1m,
                reason = "x",
            },
            "transactionId"
        );
        await RefusedAsync(server, "advertisers?q=a%00", null, "q");
        await RefusedAsync(server, "conversions?transactionId=%00", null, "transactionId");
        await RefusedAsync(server, "offer-campaigns", new { offerId = 0, affiliateId = 0 }, "affiliateId", "offerId");
        await RefusedAsync(server, "ip-whitelist", new { advertiserId = 0, from = "192.0.2.1" }, "advertiserId");
        await RefusedAsync(server, "calls?limit=many", null, "limit");
        await RefusedAsync(server, "conversions?offerId=seven&affiliateId=nine&limit=x", null, "offerId", "affiliateId", "limit");
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Api.TryAsync(HttpMethod.Get, "calls?from=yesterday")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Api.TryAsync(HttpMethod.Get, "offers/seven")).StatusCode);
        Assert.Equal(
            HttpStatusCode.MethodNotAllowed,
            (await server.Http.PutAsync(new Uri("m.ashx?o=1", UriKind.Relative), null)).StatusCode
        );
        Assert.Single(await server.Api.ListAsync("call-campaigns"));
        Assert.Empty(await server.Api.ListAsync("pixels"));
    }

    [Theory, EachDatabase]
    public async Task Every_value_of_a_wrong_type_is_told_by_its_json_name_and_no_amount_is_rounded(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        await RefusedAsync(
            server,
            "offers",
            new
            {
                name = 5,
                advertiserId = "one",
                payout = "12,50",
                whitelistOnly = "yes",
                currency = new[] { "USD" },
            },
            "advertiserId",
            "currency",
            "name",
            "payout",
            "whitelistOnly"
        );
        await RefusedAsync(
            server,
            "targets",
            new
            {
                name = true,
                destination = new { type = 7, value = 8 },
                ringSeconds = "30",
            },
            "destination.type",
            "destination.value",
            "name",
            "ringSeconds"
        );
        await RefusedAsync(server, "targets", new { name = "x", buyerId = 5 }, "buyerId");
        using var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", await server.KeyAsync("admin"));
        foreach (var json in (string[])["{\"name\":\"\\ud800\"}", "{\"name\":5,\"name\":6}", "{\"\\ud800\":1,\"name\":5}"])
        {
            using var answer = await client.PostAsync("/api/v1/advertisers", new StringContent(json, null, "application/json"));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("\"errors\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Empty(server.Faults);
        var seed = await server.CreateSeedExampleAsync();
        await RefusedAsync(
            server,
            "offers",
            new
            {
                name = "x",
                advertiserId = seed.AdvertiserId,
                payout = 1.2345678m,
                received = 0.0000001m,
            },
            "payout",
            "received"
        );
        var exact = await server.Api.PostAsync(
            "offers",
            new
            {
                name = "x",
                advertiserId = seed.AdvertiserId,
                payout = 1.234567m,
                received = 2.50000000m,
            }
        );
        Assert.Equal((1.234567m, 2.5m), ((decimal)exact["payout"]!, (decimal)exact["received"]!));
    }

    [Theory, EachDatabase]
    public async Task An_unknown_token_is_a_warning_that_names_it(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var pixel = await server.Api.PostAsync(
            "pixels",
            new
            {
                name = "x",
                fireOn = "payout",
                url = "https://a.example/?x=[Call:NoSuchThing]",
            }
        );
        Assert.Contains("NoSuchThing", Assert.Single(pixel["warnings"]!.AsArray())!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task A_postback_that_can_not_be_taken_is_logged_with_a_reason_and_converts_nothing(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync();
        var good = $"o={seed.OfferId}&a={seed.AffiliateId}&f=pb";
        string[] bad =
        [
            $"o=999999&a={seed.AffiliateId}&f=pb&t=1",
            $"o={seed.OfferId}&a=999999&f=pb&t=2",
            $"{good}&e=999999&t=3",
            $"{good}&en=Payable&t=4",
            $"{good}&p=12,50&t=5",
            $"{good}&ap=1e3&t=6",
            $"{good}&dt=yesterday&t=7",
            $"{good}&t=%zz",
            $"{good}&t=a%00b",
            $"{good}&t={new string('x', 300)}",
        ];
        foreach (var query in bad)
        {
            // As it stands: the client would mend what is wrong in it.
            var url = new Uri(
                $"{server.Address}p.ashx?{query}",
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
            );
            using var answer = await server.Http.GetAsync(url);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.False(text.Contains("<code>0</code>", StringComparison.Ordinal), $"{query} was answered {text}");
        }

        Assert.Empty(await server.Api.ListAsync("conversions"));
        var log = await server.Api.ListAsync("pixel-log");
        Assert.Equal(bad.Length, log.Count);
        Assert.All(log, row => Assert.NotEmpty((string)row["outcome"]!));

        await server.Api.PutAsync("settings/clickless-postback", new { enabled = false });
        Assert.DoesNotContain(
            "<code>0</code>",
            await server.Http.GetStringAsync($"/m.ashx?o={seed.OfferId}&pubid={seed.AffiliateId}&f=pb&t=9"),
            StringComparison.Ordinal
        );
        Assert.Empty(await server.Api.ListAsync("conversions"));
    }

    [Theory, EachDatabase]
    public async Task A_webhook_that_is_unsigned_or_wrongly_signed_gets_403_and_makes_no_call(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync();
        var form = new Dictionary<string, string>
        {
            ["CallSid"] = "CA1",
            ["From"] = SeedExample.Caller,
            ["To"] = SeedExample.FirstNumber,
            ["CallStatus"] = "ringing",
        };
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Http.PostAsync(seed.VoiceUrl, new FormUrlEncodedContent(form))).StatusCode);
        var forger = new CarrierRequests(server.Http, "AC1", "not the token", RunningServer.Time);
        Assert.Equal(HttpStatusCode.Forbidden, (await forger.PostAsync(seed.VoiceUrl, form, default)).Status);
        Assert.Empty(await server.Api.ListAsync("calls"));
    }

    [Theory, EachDatabase]
    public async Task A_webhook_that_comes_twice_or_for_an_unknown_call_changes_nothing(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync(withPixels: true);
        var requests = new CarrierRequests(server.Http, "AC1", seed.Token, RunningServer.Time);
        var form = new Dictionary<string, string>
        {
            ["CallSid"] = "CA1",
            ["From"] = SeedExample.Caller,
            ["To"] = SeedExample.FirstNumber,
            ["CallStatus"] = "ringing",
        };
        var first = await requests.PostAsync(seed.VoiceUrl, form, default);
        var second = await requests.PostAsync(seed.VoiceUrl, form, default);
        Assert.Equal(first.Document!.ToString(), second.Document!.ToString());
        Assert.Single(await server.Api.ListAsync("calls"));

        var unknown = await requests.PostAsync(
            seed.StatusUrl,
            new Dictionary<string, string>(form) { ["CallSid"] = "CA2", ["CallStatus"] = "completed" },
            default
        );
        Assert.True((int)unknown.Status < 500);
        Assert.Single(await server.Api.ListAsync("calls"));
        Assert.Single(await server.ConversionsAsync(1));
    }

    [Theory, EachDatabase]
    public async Task A_call_to_a_number_that_is_not_ours_is_rejected(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync();
        var outcome = await server.PlayCallAsync(seed, "answer:90", "+12025550199");
        Assert.Equal(("rejected", 0), (outcome.End, outcome.Legs));
    }

    private static async Task RefusedAsync(RunningServer server, string path, object? body, params string[] fields)
    {
        using var answer = await server.Api.TryAsync(body is null ? HttpMethod.Get : HttpMethod.Post, path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{path}: {(int)answer.StatusCode} {text}");
        var errors = JsonNode.Parse(text)!["errors"]!.AsObject().Select(e => e.Key).ToHashSet();
        Assert.True(fields.All(errors.Contains), $"{path}: {string.Join(',', errors)} instead of {string.Join(',', fields)}");
    }
}
