using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Ringpost.Scenarios.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Calls;

/// <summary>What is known of a caller before the call routes it, fires its pixels and stands in its reports.</summary>
public sealed class CallTagScenarios
{
    [Theory, EachDatabase]
    public async Task Data_that_was_sent_before_the_call_routes_it_and_travels_in_its_pixels(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        await using var receiver = await PixelReceiver.StartAsync();
        var seed = await server.CreateSeedExampleAsync();
        var number = (await server.Api.ListAsync("numbers")).Single(n => (string)n["number"]! == SeedExample.FirstNumber);
        var id = (string)number["id"]!;
        await server.Api.PatchAsync($"numbers/{id}", new { tags = new { source = "radio" } });
        await server.Api.PostAsync("url-parameters", new { parameter = "postcode", tagName = "zipcode" });
        // The first target takes only callers of New York, the second only those whose zip begins with 9.
        await FilterAsync(server, seed.TargetIds[0], "InboundNumber:State", "equals", "NY");
        await FilterAsync(server, seed.TargetIds[1], "User:zipcode", "beginsWith", "9");
        await PixelAsync(
            server,
            seed,
            "Tags",
            receiver.Address + "tags?z=[tag:User:zipcode]&s=[tag:DialedNumber:source]&a=[tag:User:age]",
            null
        );
        await PixelAsync(
            server,
            seed,
            "Old",
            receiver.Address + "old",
            new
            {
                tag = "User:age",
                @operator = "greaterThan",
                value = "64",
            }
        );
        await PixelAsync(
            server,
            seed,
            "Young",
            receiver.Address + "young",
            new
            {
                tag = "User:age",
                @operator = "greaterThan",
                value = "64",
                negated = true,
            }
        );

        using var form = new FormUrlEncodedContent([new("callerid", SeedExample.Caller.TrimStart('+')), new("postcode", "94105")]);
        Assert.Equal("{\"status\":\"ok\"}", await TextAsync(await server.Http.PostAsync($"/enrich/{id}", form), HttpStatusCode.OK));
        await TextAsync(
            await server.Http.GetAsync($"/enrich/{id}.json?callerid={Uri.EscapeDataString(SeedExample.Caller)}&age=70"),
            HttpStatusCode.OK
        );
        await server.PlayCallAsync(seed, "answer:90");
        await server.PlayCallAsync(seed, "answer:90", from: "+14155550172");
        await RunningServer.UntilAsync(async () => await server.IsQuietAsync(), () => Task.FromResult("deliveries are pending"));

        var calls = await server.Api.ListAsync("calls?tags=tag:User:zipcode,tag:InboundNumber:State");
        var first = calls.Single(c => (string)c["from"]! == SeedExample.Caller);
        Assert.Equal(seed.TargetIds[1], (string)first["targetId"]!);
        Assert.Equal(
            ("94105", "CA"),
            ((string)first["tagValues"]!["tag:User:zipcode"]!, (string)first["tagValues"]!["tag:InboundNumber:State"]!)
        );
        var other = calls.Single(c => (string)c["from"]! != SeedExample.Caller);
        Assert.True((bool)other["incomplete"]!);

        var details = await server.Api.GetAsync($"calls/{first["id"]}");
        Assert.Equal(
            ["/old", "/tags?z=94105&s=radio&a=70"],
            details["deliveries"]!
                .AsArray()
                .Where(d => (string)d!["state"]! == "delivered")
                .Select(d => new Uri((string)d!["url"]!).PathAndQuery)
                .Order()
        );
        var skipped = details["deliveries"]!.AsArray().Single(d => (string)d!["state"]! == "skipped")!;
        Assert.EndsWith("/young", (string)skipped["url"]!, StringComparison.Ordinal);
        Assert.Contains("User:age is not greater than “64”", (string)skipped["note"]!, StringComparison.Ordinal);
        Assert.Contains("TagFail", PlanOf(await server.Api.GetAsync($"calls/{other["id"]}")), StringComparison.Ordinal);

        await server.Api.PostAsync($"calls/{first["id"]}/annotations", new { tags = new { disposition = "sold" } });
        var report = await server.Api.GetAsync("call-report?groupBy=tag:Annotations:disposition");
        Assert.Equal(["-no value-", "sold"], report["rows"]!.AsArray().Select(r => (string)r!["name"]!).Order(StringComparer.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task A_request_that_cannot_be_kept_is_answered_with_the_reason(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect, ("Enrichment:PerAddressPerSecond", "0"));
        await server.CreateSeedExampleAsync();
        var id = (string)(await server.Api.ListAsync("numbers"))[0]["id"]!;
        Assert.Contains(
            "callerid is missing",
            await TextAsync(await server.Http.GetAsync($"/enrich/{id}?zip=94105"), HttpStatusCode.BadRequest),
            StringComparison.Ordinal
        );
        await TextAsync(await server.Http.GetAsync($"/enrich/{id}?callerid=anonymous"), HttpStatusCode.BadRequest);
        await TextAsync(await server.Http.GetAsync("/enrich/NU0?callerid=14155550171"), HttpStatusCode.NotFound);
        using var large = new StringContent("{\"a\":\"" + new string('x', 70_000) + "\"}", Encoding.UTF8, "application/json");
        await TextAsync(await server.Http.PostAsync($"/enrich/{id}?callerid=14155550171", large), HttpStatusCode.BadRequest);
        await server.Api.PatchAsync($"numbers/{id}", new { enrichSecret = "open sesame" });
        await TextAsync(await server.Http.GetAsync($"/enrich/{id}?callerid=14155550171&zip=1"), HttpStatusCode.Forbidden);
        await TextAsync(await server.Http.GetAsync($"/enrich/{id}?callerid=14155550171&zip=1&secret=open%20sesame"), HttpStatusCode.OK);

        // From the script of a page on another site.
        using var asked = new HttpRequestMessage(HttpMethod.Options, $"/enrich/{id}");
        asked.Headers.Add("Origin", "https://landing.example");
        asked.Headers.Add("Access-Control-Request-Method", "POST");
        using var allowed = await server.Http.SendAsync(asked);
        Assert.Equal("*", Assert.Single(allowed.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    private static Task FilterAsync(RunningServer server, string target, string tag, string @operator, string value) =>
        server.Api.PatchAsync(
            $"targets/{target}",
            new
            {
                filters = new[]
                {
                    new
                    {
                        anyOf = new[]
                        {
                            new
                            {
                                tag,
                                @operator,
                                value,
                            },
                        },
                    },
                },
            }
        );

    private static async Task PixelAsync(RunningServer server, SeedExample seed, string name, string url, object? condition)
    {
        var filters = condition is null ? Array.Empty<object>() : [new { anyOf = new[] { condition } }];
        var pixel = await server.Api.PostAsync(
            "pixels",
            new
            {
                name,
                fireOn = "completed",
                url,
                filters,
            }
        );
        await server.Api.PutAsync($"call-campaigns/{seed.CallCampaignId}/pixels/{pixel["id"]}");
    }

    private static string PlanOf(JsonNode call) =>
        (string)call["events"]!.AsArray().First(e => (string)e!["name"]! == "CallPlanDetail")!["ineligibleTargets"]!;

    private static async Task<string> TextAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(status == answer.StatusCode, $"{answer.StatusCode}: {text}");
            return text;
        }
    }
}
