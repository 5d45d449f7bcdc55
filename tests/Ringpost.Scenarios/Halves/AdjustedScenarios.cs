using System.Text.Json.Nodes;
using Ringpost.Scenarios.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Halves;

/// <summary>A call's amounts change after its conversion was booked: the tracker's own book follows, by the wire.</summary>
public sealed class AdjustedScenarios
{
    [Theory, EachDatabase]
    public async Task A_changed_call_changes_its_conversion_by_entries_that_say_why_and_an_older_word_never_overwrites(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync(withPixels: true);
        await server.PlayCallAsync(seed, "answer:90");
        var conversions = await server.ConversionsAsync(2);
        var call = (string)Assert.Single(await server.Api.ListAsync("calls"))["id"]!;
        var conversion = $"conversions/{conversions.Single(c => (decimal)c["paid"]! > 0)["id"]}";
        Assert.Equal("25.00/15.00", await MoneyAsync());

        // Without a pixel on Adjusted the books part, and the agreement says why.
        await AdjustAsync(
            new
            {
                mode = "relative",
                revenue = -1,
                reason = "Scrubbed",
            }
        );
        Assert.True(await server.IsQuietAsync());
        Assert.Equal("25.00/15.00", await MoneyAsync());
        var row = Assert.Single(await RowsAsync());
        Assert.Equal("anotherAmount", (string?)row["verdict"]);
        Assert.Contains("has no pixel on Adjusted", row["reason"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("attachPixel", (string?)row["fixes"]![0]!["kind"]);
        Assert.Equal("credential-needed", await RefusedAsync(new { }));

        var credential = await server.Api.PostAsync(
            "credentials",
            new
            {
                name = "This instance",
                kind = "bearer",
                secret = await server.KeyAsync("admin"),
                hosts = new[] { server.Address.Authority },
            }
        );
        var pixel = await server.Api.PostAsync(
            $"call-campaigns/{seed.CallCampaignId}/adjusted-pixel",
            new { credentialId = (string)credential["id"]! }
        );
        Assert.Empty(pixel["warnings"]!.AsArray());
        // Again it is the same one.
        Assert.Equal(
            (string)pixel["id"]!,
            (string)(await server.Api.PostAsync($"call-campaigns/{seed.CallCampaignId}/adjusted-pixel", new { }))["id"]!
        );
        Assert.True((bool)(await server.Api.GetAsync($"call-campaigns/{seed.CallCampaignId}/pixel-set-up"))["tellsOfChanges"]!);

        await AdjustAsync(
            new
            {
                mode = "void",
                voidRevenue = true,
                reason = "Chargeback \"17\"",
            }
        );
        // Each by itself: of two that overtake each other the last carries both, under its own reason.
        await QuietAsync();
        await AdjustAsync(
            new
            {
                mode = "relative",
                payout = -5.5,
                reason = "Half of it",
            }
        );
        await QuietAsync();
        Assert.Equal("0.00/9.50", await MoneyAsync());
        Assert.Empty(await RowsAsync());
        var ledger = (await server.Api.GetAsync(conversion))["ledger"]!.AsArray();
        Assert.Equal(
            ["paid -5.5 Half of it", "received -25 Chargeback \"17\""],
            ledger.Select(e => $"{e!["side"]} {(decimal)e["amount"]!:0.##} {e["reason"]}").Order(StringComparer.Ordinal)
        );

        // The older one is sent again under its key: it was taken, and is past.
        var told = (await server.Api.ListAsync($"deliveries?callId={call}")).Where(d => (string?)d["event"] == "adjusted").ToList();
        Assert.Equal(2, told.Count);
        foreach (var delivery in told)
            await server.Api.PostAsync($"deliveries/{delivery["id"]}/replay", new { });
        await QuietAsync();
        Assert.Equal("0.00/9.50", await MoneyAsync());
        Assert.Equal(2, (await server.Api.GetAsync(conversion))["ledger"]!.AsArray().Count);
        Assert.All(await server.Api.ListAsync($"deliveries?callId={call}"), d => Assert.Equal("delivered", (string?)d["state"]));

        // A call that nobody was paid for has no conversion. The change that pays for it makes one; later ones change that one.
        await server.PlayCallAsync(seed, "answer:10");
        call = (string)(await server.Api.ListAsync("calls?state=notPaid"))[0]["id"]!;
        await QuietAsync();
        Assert.Empty(await BookedAsync());
        await AdjustAsync(
            new
            {
                mode = "absolute",
                revenue = 20,
                payout = 8,
                reason = "Sold by hand",
            }
        );
        await QuietAsync();
        var booked = Assert.Single(await BookedAsync());
        conversion = $"conversions/{booked["id"]}";
        Assert.Equal("20.00/8.00", await MoneyAsync());
        Assert.Empty(await RowsAsync());
        await AdjustAsync(
            new
            {
                mode = "relative",
                payout = 1,
                reason = "More",
            }
        );
        await QuietAsync();
        // The postback that made it comes once more, and last.
        var paid = (await server.Api.ListAsync($"deliveries?callId={call}")).Single(d => (string?)d["event"] == "payout");
        await server.Api.PostAsync($"deliveries/{paid["id"]}/replay", new { });
        await QuietAsync();
        Assert.Equal((booked["id"]!.ToString(), "20.00/9.00"), (Assert.Single(await BookedAsync())["id"]!.ToString(), await MoneyAsync()));
        Assert.Empty(await RowsAsync());
        Assert.Empty(server.Faults);

        async Task<IReadOnlyList<JsonNode>> BookedAsync() =>
            [
                .. (await server.Api.ListAsync("conversions?limit=1000")).Where(c =>
                    (string?)c["transactionId"] == call && (decimal)c["paid"]! > 0
                ),
            ];

        Task<JsonNode> AdjustAsync(object change) => server.Api.PostAsync($"calls/{call}/adjustments", change);

        Task QuietAsync() => RunningServer.UntilAsync(server.IsQuietAsync, DeliveriesAsync);

        async Task<string> DeliveriesAsync() => string.Join('\n', (await server.Api.ListAsync("deliveries")).Select(d => d.ToJsonString()));

        Task<IReadOnlyList<JsonNode>> RowsAsync() => server.Api.ListAsync($"agreement/rows?callId={call}");

        async Task<string> MoneyAsync()
        {
            var now = await server.Api.GetAsync(conversion);
            return FormattableString.Invariant($"{(decimal)now["received"]!:0.00}/{(decimal)now["paid"]!:0.00}");
        }

        async Task<string?> RefusedAsync(object body)
        {
            using var answer = await server.Api.TryAsync(HttpMethod.Post, $"call-campaigns/{seed.CallCampaignId}/adjusted-pixel", body);
            return (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["type"];
        }
    }

    [Theory, EachDatabase]
    public async Task A_buyers_dispute_that_is_accepted_is_posted_on_both_sides_and_the_publisher_is_told_its_part(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync(withPixels: true);
        var credential = await server.Api.PostAsync(
            "credentials",
            new
            {
                name = "This instance",
                kind = "bearer",
                secret = await server.KeyAsync("admin"),
                hosts = new[] { server.Address.Authority },
            }
        );
        await server.Api.PostAsync(
            $"call-campaigns/{seed.CallCampaignId}/adjusted-pixel",
            new { credentialId = (string)credential["id"]! }
        );
        await server.PlayCallAsync(seed, "answer:90");
        var conversion = (await server.ConversionsAsync(2)).Single(c => (decimal)c["paid"]! > 0);
        var call = (string)Assert.Single(await server.Api.ListAsync("calls"))["id"]!;
        using var buyer = new ApiClient(server.Address, await server.KeyAsync("buyer", seed.BuyerId));
        using var publisher = new ApiClient(server.Address, await server.KeyAsync("publisher", seed.PublisherId));
        using var stranger = new ApiClient(server.Address, await server.KeyAsync("buyer", "BU404"));
        Assert.Equal(404, await StatusAsync(stranger));
        Assert.Equal(403, await StatusAsync(publisher));

        var asked = await buyer.PostAsync($"calls/{call}/dispute", new { cause = "outsideArea", note = "Not in our state" });
        Assert.Equal(409, await StatusAsync(buyer));
        Assert.Empty(await stranger.ListAsync("adjustment-requests"));
        var waiting = Assert.Single(await server.Api.ListAsync("adjustment-requests?state=pending&cause=outsideArea"));
        Assert.Equal((string)asked["id"]!, (string)waiting["id"]!);
        await server.Api.PostAsync(
            $"adjustment-requests/{asked["id"]}/decision",
            new
            {
                approve = true,
                payout = -10,
                note = "Agreed",
            }
        );
        await RunningServer.UntilAsync(server.IsQuietAsync, () => Task.FromResult("deliveries wait"));

        var after = await server.Api.GetAsync($"conversions/{conversion["id"]}");
        Assert.Equal((0m, 5m), ((decimal)after["received"]!, (decimal)after["paid"]!));
        Assert.All(
            after["ledger"]!.AsArray(),
            e => Assert.Equal("The caller was from outside the area: Not in our state", (string?)e!["reason"])
        );
        var told = Assert.Single(await publisher.ListAsync($"calls/{call}/adjustments"));
        Assert.Equal((-10m, "The caller was from outside the area"), ((decimal)told["payoutChange"]!, (string)told["reason"]!));
        Assert.DoesNotContain("25", told["revenueChange"]!.ToJsonString() + told["revenue"]!.ToJsonString(), StringComparison.Ordinal);
        var answer = Assert.Single(await buyer.ListAsync("adjustment-requests"));
        Assert.Equal(("approved", "Agreed", null), ((string)answer["state"]!, (string)answer["note"]!, (string?)answer["decidedBy"]));
        Assert.Equal(0m, (decimal)(await buyer.GetAsync($"calls/{call}"))["revenue"]!);

        // It may still change as long as the instance says, and each list, whatever else it asks for, knows it.
        await server.Api.PutAsync("settings/disputes", new { holdDays = 7 });
        Assert.NotNull((await publisher.GetAsync($"calls/{call}"))["pendingUntil"]);
        foreach (var (state, count) in new[] { ("pending", 1), ("final", 0) })
        foreach (var more in new[] { "", $"&caller={SeedExample.Caller[2..]}", $"&caller={Uri.EscapeDataString(SeedExample.Caller)}" })
            Assert.Equal((state + more, count), (state + more, (await server.Api.ListAsync($"calls?state={state}{more}")).Count));
        Assert.Single(await publisher.ListAsync("calls?state=pending"));
        Assert.Empty(server.Faults);

        async Task<int> StatusAsync(ApiClient who)
        {
            using var got = await who.TryAsync(HttpMethod.Post, $"calls/{call}/dispute", new { cause = "fraud" });
            return (int)got.StatusCode;
        }
    }
}
