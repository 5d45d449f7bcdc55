using System.Text.Json.Nodes;
using Ringpost.Scenarios.Hosting;
using Ringpost.Storage;
using Xunit;

namespace Ringpost.Scenarios.Faults;

/// <summary>Each template of the gallery against what its receiver answers to a good request and to one that it refuses.</summary>
public sealed class TemplateAnswerScenarios
{
    private static readonly Dictionary<string, ((int, string) Good, (int, string) Refused)> Answers = new()
    {
        ["cake-clickless"] = (Cake(0, "SUCCESS"), Cake(5, "IP NOT WHITELISTED")),
        ["cake-clickless-event"] = (Cake(4, "DUPLICATE"), Cake(1, "INVALID OFFER")),
        ["cake-static"] = (Cake(0, "SUCCESS"), Cake(9, "MALFORMED")),
        ["cake-update"] = ((200, "<r><success>true</success></r>"), (200, "<r><success>false</success><message>not found</message></r>")),
        ["ringpost-adjusted"] = ((200, "{\"superseded\":false}"), (409, "{\"type\":\"conversion-currency\"}")),
        ["tune"] = ((200, "success=true;200"), (200, "success=false;err_msg=invalid transaction_id")),
        ["everflow"] = ((200, ""), (200, "{\"Error\":\"transaction not found\"}")),
        ["affise"] = ((200, "{\"status\":1,\"message\":\"ok\"}"), (200, "{\"status\":2,\"message\":\"click not found\"}")),
        ["voluum"] = ((200, ""), (404, "")),
        ["redtrack"] = ((200, "ok"), (400, "no click")),
        ["google-ads"] = ((200, "{\"results\":[{\"gclid\":\"x\"}]}"), (200, "{\"partialFailureError\":{\"code\":3}}")),
        ["meta"] = ((200, "{\"events_received\":1}"), (400, "{\"error\":{\"message\":\"Invalid parameter\"}}")),
        ["slack"] = ((200, "ok"), (404, "no_service")),
        ["json"] = ((202, ""), (422, "{\"title\":\"no\"}")),
    };

    [Fact]
    public async Task Each_template_takes_a_good_answer_and_refuses_a_refusal()
    {
        await using var receiver = await PixelReceiver.StartAsync();
        await using var server = await RunningServer.StartAsync(Dialect.Sqlite);
        var seed = await server.CreateSeedExampleAsync();
        var templates = await server.Api.ListAsync("pixel-templates");
        Assert.Equal(Answers.Keys.Order(), templates.Select(t => (string)t["id"]!).Order());
        receiver.Answers = Answers
            .SelectMany(a => new[] { ($"/{a.Key}/good", a.Value.Good), ($"/{a.Key}/refused", a.Value.Refused) })
            .ToDictionary(a => a.Item1, a => a.Item2);
        foreach (var template in templates)
        foreach (var kind in new[] { "good", "refused" })
            await AttachAsync(server, seed.CallCampaignId, template, new Uri(receiver.Address, $"{template["id"]}/{kind}"));

        await server.PlayCallAsync(seed, "answer:90");

        IReadOnlyList<JsonNode> deliveries = [];
        await RunningServer.UntilAsync(
            async () =>
                (deliveries = await server.Api.ListAsync("deliveries?limit=500")).All(d => (string?)d["state"] != "pending")
                && deliveries.Count == 2 * templates.Count,
            () => Task.FromResult(string.Join('\n', deliveries.Select(d => $"{d["url"]} {d["state"]} {d["note"]}")))
        );
        foreach (var delivery in deliveries)
        {
            var good = new Uri((string)delivery["url"]!).AbsolutePath.EndsWith("/good", StringComparison.Ordinal);
            Assert.Equal($"{delivery["url"]} {(good ? "delivered" : "rejected")}", $"{delivery["url"]} {delivery["state"]}");
        }
    }

    /// <summary>The template's rule and body as they are; its receiver is ours, and its event one that every call has.</summary>
    private static async Task AttachAsync(RunningServer server, string campaign, JsonNode template, Uri url)
    {
        var pixel = (JsonObject)template.DeepClone();
        foreach (var name in new[] { "id", "receiver", "hint", "perSecond" })
            pixel.Remove(name);
        pixel["fireOn"] = "incoming";
        pixel["url"] = $"{url}?t=[Call:InboundCallId]";
        var created = await server.Api.PostAsync("pixels", pixel);
        await server.Api.PutAsync($"call-campaigns/{campaign}/pixels/{created["id"]}");
    }

    private static (int, string) Cake(int code, string message) =>
        (
            200,
            $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<result>\r\n\t<code>{code}</code>\r\n\t<msg>{message}</msg>\r\n</result>\r\n"
        );
}
