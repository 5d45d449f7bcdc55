using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Ringpost.BrowserTests.Support;
using Ringpost.Primitives;
using Ringpost.Server.Simulation;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.BrowserTests.Shell;

/// <summary>
/// The article's example with markup in each text that anybody can hand in: people's fields, tags, what a caller's page and a tracker send, and
/// what a receiver answers. Then a call through it.
/// </summary>
internal static class MarkedRecords
{
    /// <summary>Leaves an attribute, then runs a script in two ways.</summary>
    public static string Marked(string field) => $"\"><b onmouseover=hit()>{field}</b><script>hit()</script>";

    /// <summary>For names that are at most 50 characters long.</summary>
    public static string Element(string field) => $"<b onmouseover=hit()>{field}</b>";

    public static async Task<SeedExample> StoreAsync(PreparedServer server)
    {
        await using var receiver = await AnsweringAsync(Marked("answer"));
        var api = server.Api;
        var example = await SeedExample.CreateAsync(api, new Identifiers(TimeProvider.System));
        await RenameAsync(api, example);
        await AddAsync(api, example, receiver.Urls.First());
        var creative = await api.PostAsync(
            "creatives",
            new
            {
                offerId = example.OfferId,
                name = Marked("creative"),
                link = "https://example.com/",
            }
        );
        var number = (string)(await api.GetAsync("numbers"))["items"]![0]!["id"]!;
        await api.PatchAsync($"numbers/{number}", new { tags = new { source = Marked("number tag") } });

        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = server.Url };
        async Task SendAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("User-Agent", Marked("browser"));
            request.Headers.TryAddWithoutValidation("Referer", $"{server.Url}?{Marked("page")}");
            using var answer = await http.SendAsync(request);
            Assert.True((int)answer.StatusCode < 500, $"{path}: {(int)answer.StatusCode}");
        }

        string Sent(string field) => Uri.EscapeDataString(Marked(field));
        await SendAsync(
            $"/enrich/{number}?callerid={Uri.EscapeDataString(SeedExample.Caller)}&zip={Sent("enriched")}&source={Sent("given")}"
        );
        await SendAsync($"/?a={example.AffiliateId}&c={(long)creative["id"]!}&s1={Sent("s1")}&s2={Sent("s2")}&r={Sent("r")}");
        await SendAsync($"/p.ashx?o={example.OfferId}&t={Sent("transaction")}&en={Sent("event")}&{Sent("key")}={Sent("value")}");
        await SendAsync($"/m.ashx?a={Sent("a")}&e={Sent("e")}");

        Assert.True(SimulatedCall.TryParseSteps("answer:95", out var steps));
        var call = new SimulatedCall(SeedExample.Caller, SeedExample.FirstNumber, steps, default);
        var outcome = await example
            .CreateCarrier(http, TimeProvider.System)
            .PlayAsync(call with { StartsAt = TimeProvider.System.GetUtcNow() - call.Length });
        Assert.Null(outcome.Refusal);
        var id = (string)(await api.GetAsync("calls"))["items"]![0]!["id"]!;
        await api.PostAsync($"calls/{id}/annotations", new { tags = new { disposition = Marked("annotation") } });
        await api.PostAsync(
            $"calls/{id}/adjustments",
            new
            {
                mode = "absolute",
                revenue = 20m,
                reason = Marked("adjustment"),
            }
        );
        await api.PostAsync($"calls/{id}/dispute", new { cause = "other", note = Marked("dispute") });
        await MarkedSettings.StoreAsync(api, example);
        await UntilAnsweredAsync(api);
        return example;
    }

    private static async Task RenameAsync(ApiClient api, SeedExample example)
    {
        await api.PatchAsync($"advertisers/{example.AdvertiserId}", new { name = Marked("advertiser") });
        await api.PatchAsync($"advertisers/{example.AdvertiserId}/events/{example.IncomingEventId}", new { name = Element("event") });
        await api.PatchAsync($"offers/{example.OfferId}", new { name = Marked("offer") });
        await api.PatchAsync($"affiliates/{example.AffiliateId}", new { name = Marked("affiliate") });
        await api.PatchAsync($"call-campaigns/{example.CallCampaignId}", new { name = Marked("campaign") });
        await api.PatchAsync($"publishers/{example.PublisherId}", new { name = Marked("publisher"), company = Marked("company") });
        await api.PatchAsync($"buyers/{example.BuyerId}", new { name = Marked("buyer"), subId = Marked("sub id") });
        foreach (var target in example.TargetIds)
            await api.PatchAsync($"targets/{target}", new { name = Marked("target " + target[^2..]) });
        await api.PatchAsync($"carriers/{(string)example.Carrier["id"]!}", new { name = Marked("carrier") });
    }

    private static async Task AddAsync(ApiClient api, SeedExample example, string receiver)
    {
        await api.PostAsync(
            $"advertisers/{example.AdvertiserId}/events",
            new
            {
                name = Element("second"),
                thirdPartyName = Element("third"),
                type = "micro",
            }
        );
        await api.PostAsync($"offers/{example.OfferId}/contracts", new { name = Marked("contract"), payout = 1m });
        await api.PostAsync("dispositions", new { name = Element("disposition"), type = "approved" });
        await api.PostAsync(
            "ip-whitelist",
            new
            {
                advertiserId = example.AdvertiserId,
                from = "127.0.0.1",
                to = "127.0.0.1",
                note = Marked("whitelist"),
            }
        );
        await api.PostAsync("url-parameters", new { parameter = "zip", tagName = "zip" });
        await api.PostAsync("blocked-numbers", new { number = "+12025550155", note = Marked("blocked") });
        await api.PostAsync("test-numbers", new { number = "+12025550156", note = Marked("tester") });
        await api.PostAsync("api-keys", new { name = Marked("key") });
        await api.PostAsync(
            "users",
            new
            {
                name = Marked("user"),
                password = "a long enough secret",
                role = "readOnly",
            }
        );
        await api.PostAsync("conversion-hooks", new { name = Marked("hook") });
        await api.PostAsync(
            "credentials",
            new
            {
                name = Marked("credential"),
                kind = "bearer",
                secret = "quiet",
                hosts = new[] { "example.com" },
            }
        );
        await api.PostAsync(
            "saved-views",
            new
            {
                page = "calls",
                name = Marked("view"),
                query = "state=live",
            }
        );
        await api.PutAsync("periods/issuer", new { issuer = Marked("issuer") });
        var pixel = await SeedExample.PixelAsync(
            api,
            example.CallCampaignId,
            Marked("pixel"),
            "incoming",
            $"{receiver}/?zip=[tag:User:zip]&said={Uri.EscapeDataString(Marked("url"))}"
        );
        await api.PatchAsync($"pixels/{pixel}", new { answerHas = Marked("wanted") });
    }

    /// <summary>The pixels' answers are stored behind the call.</summary>
    private static async Task UntilAnsweredAsync(ApiClient api)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            var deliveries = (await api.GetAsync("deliveries"))["items"]!.AsArray();
            if (deliveries.Count >= 3 && deliveries.All(d => (string?)d!["state"] != "pending"))
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        throw new TimeoutException("The pixels were not sent.");
    }

    private static async Task<WebApplication> AnsweringAsync(string text)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel().UseUrls($"http://127.0.0.1:{PrivatePostgres.FreePort()}");
        var app = builder.Build();
        app.Run(http => http.Response.WriteAsync(text));
        await app.StartAsync();
        return app;
    }
}
