using System.Text.Json.Nodes;
using System.Xml.Linq;
using Ringpost.Scenarios.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Calls;

/// <summary>A caller is sent on, not sent again, or sent to the last resort, as a carrier sees it.</summary>
public sealed class CallRoutingScenarios
{
    [Theory, EachDatabase]
    public async Task A_recovered_call_earns_twice_pays_once_and_its_caller_is_not_sent_there_again(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync();
        var campaign = $"call-campaigns/{seed.CallCampaignId}";
        await server.Api.PatchAsync(campaign, new { recoverSeconds = 10 });
        foreach (var route in await server.Api.ListAsync(campaign + "/routes"))
            await server.Api.PatchAsync($"{campaign}/routes/{route["id"]}", new { conversion = new { on = "connected", revenue = 7 } });
        await server.Api.PatchAsync(
            $"buyers/{seed.BuyerId}",
            new { restrictDuplicates = new { scope = "allTargets", after = "connected" } }
        );

        await server.PlayCallAsync(seed, "answer:4,answer:75");
        await server.PlayCallAsync(seed, "answer:75");
        var calls = await server.Api.ListAsync("calls");
        var first = await server.Api.GetAsync($"calls/{calls[^1]["id"]}");
        Assert.Equal(seed.TargetIds, first["legs"]!.AsArray().Select(l => (string)l!["targetId"]!));
        Assert.Equal((14m, 79), ((decimal)first["revenue"]!, (int)first["connectedSeconds"]!));
        Assert.Single(Events(first), "PayoutCall");
        Assert.Single(Events(first), "ReroutedCall");

        var second = await server.Api.GetAsync($"calls/{calls[0]["id"]}");
        Assert.True((bool)second["incomplete"]!);
        Assert.Equal(2, Plan(second).Split(" Duplicate").Length - 1);
    }

    [Theory, EachDatabase]
    public async Task A_call_that_nobody_can_take_gets_the_fallback_and_the_carrier_can_keep_it(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync();
        var campaign = $"call-campaigns/{seed.CallCampaignId}";
        foreach (var target in seed.TargetIds)
            await server.Api.PatchAsync($"targets/{target}", new { enabled = false });
        await server.Api.PutAsync("settings/routing", new { fallback = new { kind = "message", message = "Call tomorrow." } });
        await server.PlayCallAsync(seed, "answer:75");

        var last = await server.Api.PostAsync(
            "targets",
            new { name = "Switchboard", destination = new { type = "number", value = "+12025550177" } }
        );
        await server.Api.PatchAsync(campaign, new { fallback = new { kind = "target", targetId = (string)last["id"]! } });
        await server.PlayCallAsync(seed, "answer:75");

        var calls = await server.Api.ListAsync("calls");
        Assert.Equal([(string)last["id"]!, null], calls.Select(c => (string?)c["targetId"]));
        Assert.Contains("FallbackMessage", Events(await server.Api.GetAsync($"calls/{calls[1]["id"]}")));
        Assert.Contains("FallbackTarget", Events(await server.Api.GetAsync($"calls/{calls[0]["id"]}")));

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/{campaign}/fallback.xml");
        request.Headers.Authorization = new("Bearer", await server.KeyAsync("readOnly", null, "seeRevenue"));
        using var answer = await server.Http.SendAsync(request);
        Assert.Equal("text/xml", answer.Content.Headers.ContentType?.MediaType);
        var twiml = XElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("+12025550177", (string?)twiml.Element("Dial")?.Element("Number"));
        var lines = await server.Api.ListAsync("fallback-twiml");
        Assert.Equal([SeedExample.FirstNumber, SeedExample.SecondNumber], lines.Select(l => (string)l["number"]!));
        Assert.All(lines, l => Assert.True(XNode.DeepEquals(twiml, XElement.Parse((string)l["twiml"]!))));
        Assert.DoesNotContain(twiml.Descendants().Attributes(), a => a.Value.Contains("http", StringComparison.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task A_group_rings_together_and_each_leg_tells_what_became_of_it(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync();
        var campaign = $"call-campaigns/{seed.CallCampaignId}";
        var third = await server.Api.PostAsync(
            "targets",
            new { name = "Third", destination = new { type = "number", value = "+12025550178" } }
        );
        var group = await server.Api.PostAsync(
            "targets",
            new { name = "Together", destination = new { type = "group", members = seed.TargetIds.Append((string)third["id"]!) } }
        );
        foreach (var route in await server.Api.ListAsync(campaign + "/routes"))
            await server.Api.PatchAsync($"{campaign}/routes/{route["id"]}", new { enabled = false });
        await server.Api.PostAsync(
            campaign + "/routes",
            new { targetId = (string)group["id"]!, conversion = new { on = "connected", revenue = 9 } }
        );

        await server.PlayCallAsync(seed, "busy,answer:75,no-answer");
        await server.PlayCallAsync(seed, "busy,no-answer,no-answer", from: "+14155550172");
        var calls = await server.Api.ListAsync("calls");
        var first = await server.Api.GetAsync($"calls/{calls[^1]["id"]}");
        Assert.Equal(["Busy", "Answered", "AnsweredElsewhere"], first["legs"]!.AsArray().Select(l => (string)l!["outcome"]!));
        Assert.Equal((9m, seed.TargetIds[1]), ((decimal)first["revenue"]!, (string)first["targetId"]!));
        var second = await server.Api.GetAsync($"calls/{calls[0]["id"]}");
        Assert.Equal(["Busy", "NoAnswer", "NoAnswer"], second["legs"]!.AsArray().Select(l => (string)l!["outcome"]!));
        Assert.False((bool)second["connected"]!);
    }

    private static IReadOnlyList<string> Events(JsonNode call) => [.. call["events"]!.AsArray().Select(e => (string)e!["name"]!)];

    private static string Plan(JsonNode call) =>
        string.Join(
            '\n',
            call["events"]!.AsArray().Where(e => (string)e!["name"]! == "CallPlanDetail").Select(e => (string)e!["ineligibleTargets"]!)
        );
}
