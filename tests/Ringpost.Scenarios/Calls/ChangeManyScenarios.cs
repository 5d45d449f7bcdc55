using System.Net;
using Ringpost.Scenarios.Hosting;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Calls;

/// <summary>Many things are changed by one request: as the single request would, row by row.</summary>
public sealed class ChangeManyScenarios
{
    [Theory, EachDatabase]
    public async Task Many_targets_lose_their_buyer_after_a_preview(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var api = server.Api;
        var buyer = (string)(await api.PostAsync("buyers", new { name = "Acme" }))["id"]!;
        var ids = new List<string>();
        foreach (var number in (string[])["+12025550191", "+12025550192"])
        {
            var body = new
            {
                name = number,
                buyerId = buyer,
                destination = new { type = "number", value = number },
            };
            ids.Add((string)(await api.PostAsync("targets", body))["id"]!);
        }

        // Null is not absent, also inside.
        var change = new { buyerId = (string?)null };
        var preview = await api.PostAsync("targets/change-many", new { ids, change });
        Assert.Equal((2, 0), ((int)preview["ready"]!, (int)preview["applied"]!));
        Assert.Equal("ready", (string?)preview["items"]![0]!["outcome"]);
        Assert.Equal("buyerId", (string?)preview["items"]![0]!["changes"]![0]!["field"]);
        Assert.Equal(buyer, (string?)(await api.GetAsync($"targets/{ids[0]}"))["buyerId"]);

        var seen = preview["items"]!.AsArray().ToDictionary(r => (string)r!["id"]!, r => (string)r!["seen"]!);
        await api.PatchAsync($"targets/{ids[1]}", new { buyerId = (string?)null });
        var done = await api.PostAsync(
            "targets/change-many",
            new
            {
                ids,
                change,
                seen,
                apply = true,
            }
        );
        Assert.Equal((1, 1), ((int)done["applied"]!, (int)done["unchanged"]!));
        Assert.Null((string?)(await api.GetAsync($"targets/{ids[0]}"))["buyerId"]);

        using var wrong = await api.TryAsync(HttpMethod.Post, "targets/change-many", new { ids, change = new { ringSeconds = 0 } });
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("change.ringSeconds", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var none = await api.TryAsync(HttpMethod.Post, "targets/change-many", new { });
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
    }
}
