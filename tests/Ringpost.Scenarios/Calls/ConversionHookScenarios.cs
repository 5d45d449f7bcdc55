using System.Net;
using Ringpost.Scenarios.Hosting;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Calls;

/// <summary>A call that a buyer converts later, over HTTP, and what becomes of its second word.</summary>
public sealed class ConversionHookScenarios
{
    [Theory, EachDatabase]
    public async Task A_pixel_to_our_own_webhook_converts_the_call_and_another_amount_waits_for_a_person(Dialect dialect)
    {
        // The own origin is let through without the leave for private addresses.
        await using var server = await RunningServer.StartAsync(dialect, ("Delivery:AllowPrivateAddresses", "false"));
        var seed = await server.CreateSeedExampleAsync();
        foreach (var route in await server.Api.ListAsync($"call-campaigns/{seed.CallCampaignId}/routes"))
            await server.Api.PatchAsync(
                $"call-campaigns/{seed.CallCampaignId}/routes/{route["id"]}",
                new { conversion = new { on = "postback" } }
            );
        var hook = await server.Api.PostAsync("conversion-hooks", new { name = "Buyer" });
        var path = (string)hook["path"]!;
        var pixel = await server.Api.PostAsync(
            "pixels",
            new
            {
                name = "Sold",
                fireOn = "completed",
                url = $"{server.Address.GetLeftPart(UriPartial.Authority)}{path}?callid=[Call:InboundCallId]&revenue=33.50&order=77",
            }
        );
        await server.Api.PutAsync($"call-campaigns/{seed.CallCampaignId}/pixels/{pixel["id"]}");
        await server.PlayCallAsync(seed, "answer:90");
        await RunningServer.UntilAsync(
            async () => (bool)(await server.Api.ListAsync("calls"))[0]["converted"]!,
            async () => (await server.Api.GetAsync($"conversion-hooks/{hook["id"]}/hits")).ToJsonString()
        );
        var id = (string)(await server.Api.ListAsync("calls"))[0]["id"]!;
        var call = await server.Api.GetAsync($"calls/{id}");
        Assert.Equal(33.5m, (decimal)call["revenue"]!);
        Assert.Contains(call["tags"]!.AsArray(), t => (string)t!["type"]! == "Conversion" && (string)t["value"]! == "77");

        using var form = new FormUrlEncodedContent([new("callid", id), new("revenue", "40")]);
        using var second = await server.Http.PostAsync(path, form);
        Assert.Equal(HttpStatusCode.NotFound, second.StatusCode);
        using var unknown = await server.Http.GetAsync("/hook/WH0?callid=" + id);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        var asked = Assert.Single(await server.Api.ListAsync("adjustment-requests?state=pending"));
        Assert.Equal((40m, "webhook"), ((decimal)asked["revenue"]!, (string)asked["source"]!));
        await server.Api.PostAsync($"adjustment-requests/{asked["id"]}/decision", new { approve = true, revenue = 38 });
        call = await server.Api.GetAsync($"calls/{id}");
        Assert.Equal((38m, true), ((decimal)call["revenue"]!, (bool)call["revenueAdjusted"]!));
        var change = Assert.Single(await server.Api.ListAsync($"calls/{id}/adjustments"));
        Assert.Equal(4.5m, (decimal)change["revenueChange"]!);
    }
}
