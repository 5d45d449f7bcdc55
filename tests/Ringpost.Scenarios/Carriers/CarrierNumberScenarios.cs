using System.Text.Json.Nodes;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Carriers;

/// <summary>The numbers of a carrier's account over its REST API.</summary>
public sealed class CarrierNumberScenarios
{
    [Theory, EachDatabase]
    public async Task Numbers_are_listed_with_their_drift_and_set_right_one_by_one_and_all(Dialect dialect)
    {
        await using var account = await SimulatedAccount.OpenAsync(dialect);
        await account.SetApiAsync(fallback: "https://static.example/{number}.xml");
        var first = account.Books.AddNumber(SeedExample.FirstNumber, "Main line");
        var second = account.Books.AddNumber(SeedExample.SecondNumber);
        var other = account.Books.AddNumber("+12025550190");
        (second.Settings["TrunkSid"], other.Settings["VoiceUrl"]) = ("TK1", "https://another.example/");

        var lines = await account.Server.Api.ListAsync($"{account.Path}/numbers");
        Assert.Equal(["Auto insurance", "Auto insurance", null], lines.Select(l => (string?)l["callCampaignName"]));
        Assert.Equal(["voiceUrl", "statusUrl", "fallbackUrl", "trunk"], Drift(lines[1]));
        Assert.True((bool)lines[0]["hasDrifted"]!);
        Assert.False((bool)lines[2]["hasDrifted"]!);

        var one = await account.Server.Api.PostAsync($"{account.Path}/numbers/set-right", new { sids = new[] { second.Sid } });
        Assert.Equal(1, (int)one["done"]!);
        Assert.Equal(
            (account.Example.VoiceUrl.AbsoluteUri, account.Example.StatusUrl.AbsoluteUri, "https://static.example/12025550144.xml", ""),
            (second["VoiceUrl"], second["StatusCallback"], second["VoiceFallbackUrl"], second["TrunkSid"])
        );
        Assert.Equal("", first["VoiceUrl"]);

        // All: those that somebody has here; another system's number stays as it is.
        Assert.Equal(1, (int)(await account.Server.Api.PostAsync($"{account.Path}/numbers/set-right", new { }))["done"]!);
        Assert.Equal("https://another.example/", other["VoiceUrl"]);
        Assert.DoesNotContain(await account.Server.Api.ListAsync($"{account.Path}/numbers"), l => (bool)l["hasDrifted"]!);
        Assert.Equal(0, (int)(await account.Server.Api.PostAsync($"{account.Path}/numbers/set-right", new { }))["done"]!);
    }

    [Theory, EachDatabase]
    public async Task Numbers_come_in_by_a_file_that_is_foreseen_first(Dialect dialect)
    {
        await using var account = await SimulatedAccount.OpenAsync(dialect);
        for (var i = 0; i < 120; i++)
            account.Books.AddNumber($"+1202555{1000 + i}");
        var file =
            "Number,Campaign,Publisher\n+12025551000,Auto insurance,Bright Media\n+12025551119,auto insurance,\n+12025559999,Auto insurance,\n";

        var plan = await account.Server.Api.PostAsync($"{account.Path}/numbers/import", new { csv = file, apply = true });
        Assert.Equal((2, 1, false), ((int)plan["adds"]!, (int)plan["errors"]!, (bool)plan["stored"]!));
        Assert.Contains("no number of the account", (string)plan["rows"]![2]!["message"]!, StringComparison.Ordinal);
        Assert.Equal(2, (await account.Server.Api.ListAsync("numbers")).Count);

        file = string.Join('\n', file.Split('\n').Take(3));
        Assert.False((bool)(await account.Server.Api.PostAsync($"{account.Path}/numbers/import", new { csv = file }))["stored"]!);
        plan = await account.Server.Api.PostAsync($"{account.Path}/numbers/import", new { csv = file, apply = true });
        Assert.True((bool)plan["stored"]!);
        Assert.Equal(4, (await account.Server.Api.ListAsync("numbers")).Count);
        // The account has more numbers than a page of the carrier.
        Assert.Equal(120, (await account.Server.Api.ListAsync($"{account.Path}/numbers")).Count);
        plan = await account.Server.Api.PostAsync($"{account.Path}/numbers/import", new { csv = file, apply = true });
        Assert.Equal((0, 2), ((int)plan["adds"]!, (int)plan["same"]!));
        Assert.Equal("validation", (await account.RefusalAsync(HttpMethod.Post, $"{account.Path}/numbers/import", new { csv = "x" })).Type);
    }

    [Theory, EachDatabase]
    public async Task A_number_is_found_bought_at_the_price_shown_assigned_and_given_back(Dialect dialect)
    {
        await using var account = await SimulatedAccount.OpenAsync(dialect);
        foreach (var number in new[] { "+14155550101", "+14155550102", "+12125550101", "+18335550101" })
            account.Books.ForSale[number] = true;

        var local = await account.Server.Api.GetAsync($"{account.Path}/available-numbers?areaCode=415");
        Assert.Equal((2, 1.15m, "USD"), (local["numbers"]!.AsArray().Count, (decimal)local["monthlyPrice"]!, (string)local["currency"]!));
        var tollFree = await account.Server.Api.GetAsync($"{account.Path}/available-numbers?type=tollFree");
        Assert.Equal("+18335550101", (string)Assert.Single(tollFree["numbers"]!.AsArray())!["number"]!);
        Assert.Equal(2.15m, (decimal)tollFree["monthlyPrice"]!);

        // Another price than was shown buys nothing; neither does a campaign that is not there.
        var wrong = await account.RefusalAsync(HttpMethod.Post, $"{account.Path}/numbers", Buy(1.00m, "Auto insurance", "+14155550101"));
        Assert.Equal("price-changed", wrong.Type);
        wrong = await account.RefusalAsync(HttpMethod.Post, $"{account.Path}/numbers", Buy(1.15m, "Gutters", "+14155550101"));
        Assert.Equal("assignment-refused", wrong.Type);
        wrong = await account.RefusalAsync(HttpMethod.Post, $"{account.Path}/numbers", Buy(1.15m, "Auto insurance", "+18335550101"));
        Assert.Equal("validation", wrong.Type);
        Assert.Empty(account.Books.Numbers);

        var bought = await account.Server.Api.PostAsync(
            $"{account.Path}/numbers",
            Buy(1.15m, "Auto insurance", "+14155550101", "+14155550102")
        );
        Assert.Equal((2, true), ((int)bought["bought"]!, (bool)bought["assigned"]!));
        Assert.All(account.Books.Numbers.Values, n => Assert.Equal(account.Example.VoiceUrl.AbsoluteUri, n["VoiceUrl"]));
        var again = await account.Server.Api.PostAsync($"{account.Path}/numbers", Buy(1.15m, "", "+14155550101"));
        Assert.Equal(0, (int)again["bought"]!);

        var sid = account.Books.Numbers.Values.Single(n => n.PhoneNumber == "+14155550101").Sid;
        var inUse = await account.RefusalAsync(HttpMethod.Delete, $"{account.Path}/numbers/{sid}");
        Assert.Equal((409, "number-in-use"), (inUse.Status, inUse.Type));
        Assert.Contains("Auto insurance", inUse.Text, StringComparison.Ordinal);
        var mine = (await account.Server.Api.ListAsync("numbers?search=4155550101")).Single();
        using (await account.Server.Api.TryAsync(HttpMethod.Delete, $"numbers/{(string)mine["id"]!}")) { }
        using var released = await account.Server.Api.TryAsync(HttpMethod.Delete, $"{account.Path}/numbers/{sid}");
        Assert.Equal(System.Net.HttpStatusCode.NoContent, released.StatusCode);
        Assert.DoesNotContain(sid, account.Books.Numbers.Keys);
        var history = await account.Server.Api.ListAsync($"changes?kind=carrier&id={account.Carrier}");
        Assert.Contains(history, h => (string)h["action"]! == "release-number");
        Assert.Contains(history, h => (string)h["action"]! == "buy-numbers");
    }

    [Theory, EachDatabase]
    public async Task A_purchase_whose_answer_is_lost_is_found_and_never_made_twice(Dialect dialect)
    {
        await using var account = await SimulatedAccount.OpenAsync(dialect);
        account.Books.ForSale["+14155550101"] = true;
        // Price, search and find answer; the purchase is done and its answer lost.
        foreach (var status in new[] { 0, 0, -1 })
            account.Books.Failures.Enqueue(status);
        var bought = await account.Server.Api.PostAsync($"{account.Path}/numbers", Buy(1.15m, "", "+14155550101"));
        Assert.Equal(1, (int)bought["bought"]!);
        Assert.Single(account.Books.Numbers);
        Assert.Single(account.Books.Asked, a => a.StartsWith("POST", StringComparison.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task Of_32_who_buy_the_same_number_one_does_and_of_32_who_release_it_one(Dialect dialect)
    {
        await using var account = await SimulatedAccount.OpenAsync(dialect);
        account.Books.ForSale["+14155550101"] = true;
        var bought = await Task.WhenAll(
            Enumerable
                .Range(0, 32)
                .Select(_ => account.Server.Api.PostAsync($"{account.Path}/numbers", Buy(1.15m, "Auto insurance", "+14155550101")))
        );
        Assert.Equal((1, 1), (bought.Sum(b => (int)b["bought"]!), bought.Count(b => (bool)b["assigned"]!)));
        var number = Assert.Single(account.Books.Numbers.Values);
        var mine = Assert.Single(await account.Server.Api.ListAsync("numbers?search=4155550101"));
        using (await account.Server.Api.TryAsync(HttpMethod.Delete, $"numbers/{(string)mine["id"]!}")) { }

        var released = await Task.WhenAll(
            Enumerable
                .Range(0, 32)
                .Select(async _ =>
                {
                    using var answer = await account.Server.Api.TryAsync(HttpMethod.Delete, $"{account.Path}/numbers/{number.Sid}");
                    return answer.IsSuccessStatusCode;
                })
        );
        Assert.Contains(true, released);
        Assert.Empty(account.Books.Numbers);
        Assert.Single(account.Books.ForSale);
    }

    [Theory, EachDatabase]
    public async Task What_goes_wrong_at_the_carrier_is_said_in_plain_words_and_repeated_only_where_safe(Dialect dialect)
    {
        await using var account = await SimulatedAccount.OpenAsync(dialect);
        var check = $"{account.Path}/check";
        Assert.Contains(
            "accepts the credentials",
            (string)(await account.Server.Api.PostAsync(check, new { }))["message"]!,
            StringComparison.Ordinal
        );

        // Read again after 429 and 500, as often as it takes up to the limit.
        foreach (var status in new[] { 429, 500, 503 })
            account.Books.Failures.Enqueue(status);
        Assert.NotNull(await account.Server.Api.PostAsync(check, new { }));
        for (var i = 0; i < 4; i++)
            account.Books.Failures.Enqueue(429);
        Assert.Equal("carrier-rate-limited", (await account.RefusalAsync(HttpMethod.Post, check, new { })).Type);

        await account.SetApiAsync(secret: "another secret");
        var refused = await account.RefusalAsync(HttpMethod.Post, check, new { });
        Assert.Equal("carrier-credentials-refused", refused.Type);
        Assert.DoesNotContain("another secret", refused.Text, StringComparison.Ordinal);

        await account.Api.DisposeAsync();
        Assert.Equal("carrier-unreachable", (await account.RefusalAsync(HttpMethod.Post, check, new { })).Type);
        var shown = (await account.Server.Api.GetAsync(account.Path)).ToJsonString();
        Assert.DoesNotContain("secret", shown, StringComparison.OrdinalIgnoreCase);
        var without = await account.Server.Api.PutAsync($"{account.Path}/api", new { });
        Assert.Null(without["api"]);
        Assert.Equal("carrier-has-no-api-key", (await account.RefusalAsync(HttpMethod.Post, check, new { })).Type);
    }

    private static IEnumerable<string> Drift(JsonNode line) => line["drift"]!.AsArray().Select(d => (string)d!["field"]!);

    private static object Buy(decimal price, string campaign, params string[] numbers) =>
        new
        {
            numbers,
            type = "local",
            monthlyPrice = price,
            currency = "USD",
            campaign,
        };
}
