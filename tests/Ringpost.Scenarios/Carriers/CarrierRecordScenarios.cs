using System.Text.Json.Nodes;
using Ringpost.Scenarios.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Carriers;

/// <summary>Calls in the carrier's books: their cost, those that nobody ended, those that came in an outage, and ending one.</summary>
public sealed class CarrierRecordScenarios
{
    [Theory, EachDatabase]
    public async Task A_call_that_goes_on_is_ended_through_the_carrier(Dialect dialect)
    {
        await using var account = await SimulatedAccount.OpenAsync(dialect, ("Calls:EndGrace", "00:00:01"));
        var playing = account.PlayAsync("hold:75");
        JsonNode? call = null;
        await RunningServer.UntilAsync(
            async () =>
            {
                call = (await account.Server.Api.ListAsync("calls?state=connected")).SingleOrDefault();
                return call is not null;
            },
            () => Task.FromResult("no connected call")
        );
        Assert.True((bool)call!["live"]!);
        var id = (string)call["id"]!;
        Assert.Contains(
            "told to end",
            (string)(await account.Server.Api.PostAsync($"calls/{id}/end", new { }))["message"]!,
            StringComparison.Ordinal
        );
        Assert.Equal("ended through the API", (await playing).End);
        await RunningServer.UntilAsync(
            async () => !(bool)(await account.Server.Api.GetAsync($"calls/{id}"))["live"]!,
            () => Task.FromResult("the call is live still")
        );
        var ended = await account.Server.Api.GetAsync($"calls/{id}");
        Assert.Equal((75, true), ((int)ended["connectedSeconds"]!, (bool)ended["paid"]!));
        Assert.Equal("call-is-over", (await account.RefusalAsync(HttpMethod.Post, $"calls/{id}/end", new { })).Type);
    }

    [Theory, EachDatabase]
    public async Task A_calls_cost_is_fetched_once_the_carrier_has_priced_it(Dialect dialect)
    {
        await using var account = await SimulatedAccount.OpenAsync(dialect);
        account.Books.PricesLate = true;
        await account.PlayAsync("busy,answer:90");
        var id = (string)(await account.Server.Api.ListAsync("calls")).Single()["id"]!;
        var early = await account.Server.Api.PostAsync($"calls/{id}/carrier-record", new { });
        Assert.Null(early["cost"]);
        account.Books.PricesLate = false;
        var late = await account.Server.Api.PostAsync($"calls/{id}/carrier-record", new { });
        // Two started minutes of the caller's leg, two of the one that talked; the busy one costs nothing.
        Assert.Equal((0.045m, "USD"), ((decimal)late["cost"]!, (string)late["currency"]!));
        Assert.Equal(0.045m, (decimal)(await account.Server.Api.GetAsync($"calls/{id}"))["cost"]!);
    }

    [Theory, EachDatabase]
    public async Task A_reading_of_the_books_recovers_settles_and_prices_and_a_second_one_changes_nothing(Dialect dialect)
    {
        await using var account = await SimulatedAccount.OpenAsync(dialect);
        // The example's numbers belong to nobody before this moment: the outage lies behind it.
        var now = RunningServer.Time.GetUtcNow();
        await account.PlayAsync("answer:90", from: "+14155550172");
        var start = now + TimeSpan.FromSeconds(2);
        Missed(account.Books, "CAmissed", SeedExample.SecondNumber, "+14155550180", start, null, 4);
        Missed(account.Books, "CAfallback", SeedExample.FirstNumber, "+14155550181", start, "+12125550110", 75);
        Missed(account.Books, "CAbefore", SeedExample.FirstNumber, "+14155550182", now - TimeSpan.FromHours(3), null, 4);
        Missed(account.Books, "CAother", "+12025550199", "+14155550183", start, null, 4);
        // A call that the carrier forgot to end.
        var forgotten = account.PlayAsync("hold:60", from: "+14155550184");
        await RunningServer.UntilAsync(
            async () => (await account.Server.Api.ListAsync("calls?state=live")).Count == 1,
            () => Task.FromResult("no live call")
        );
        var held = account.Books.Calls.Values.Single(c => c.Status == "in-progress");
        account.Books.AddLeg(held.Sid, "CAheldleg", held.From, "+12125550110", held.StartedAt, "completed", 61);
        account.Books.End(held.Sid, held.StartedAt + TimeSpan.FromSeconds(66), "completed");

        var body = new { since = (now - TimeSpan.FromHours(4)).ToString("O", System.Globalization.CultureInfo.InvariantCulture) };
        var foreseen = await account.Server.Api.PostAsync($"{account.Path}/sync", new { body.since, dryRun = true });
        Assert.Equal((2, 1), ((int)foreseen["recovered"]!, (int)foreseen["settled"]!));
        Assert.Equal(2, (await account.Server.Api.ListAsync("calls")).Count);

        var read = await account.Server.Api.PostAsync($"{account.Path}/sync", body);
        Assert.Equal(
            (6, 2, 1, 2, 2),
            ((int)read["seen"]!, (int)read["recovered"]!, (int)read["settled"]!, (int)read["priced"]!, (int)read["notOurs"]!)
        );
        var calls = await account.Server.Api.ListAsync("calls");
        Assert.Equal(4, calls.Count);
        var fallback = await DetailsAsync(account, calls, "+14155550181");
        Assert.Equal((true, true, true, 75), Facts(fallback));
        Assert.Equal((0.0085m * 2) + (0.014m * 2), (decimal)fallback["cost"]!);
        var missed = await DetailsAsync(account, calls, "+14155550180");
        Assert.Equal((true, false, false, 0), Facts(missed));
        Assert.True((bool)missed["incomplete"]!);
        Assert.Equal("Bright Media", (string)missed["publisherName"]!);

        var again = await account.Server.Api.PostAsync($"{account.Path}/sync", body);
        Assert.Equal((0, 0, 0), ((int)again["recovered"]!, (int)again["settled"]!, (int)again["priced"]!));
        Assert.NotNull((await account.Server.Api.GetAsync(account.Path))["syncedUntil"]);
        // What it tells after all is late and changes nothing.
        account.Books.Calls[held.Sid] = held;
        Assert.True(account.Books.TryEnd(held.Sid));
        Assert.Null((await forgotten).Refusal);
        Assert.Equal(66, (int)(await DetailsAsync(account, calls, "+14155550184"))["callSeconds"]!);
    }

    [Theory, EachDatabase]
    public async Task The_books_are_read_by_themselves_and_an_ended_carrier_holds_no_other_up(Dialect dialect)
    {
        await using var account = await SimulatedAccount.OpenAsync(dialect, ("Telephony:SyncEvery", "00:00:01"));
        var broken = await account.Server.Api.PostAsync(
            "carriers",
            new
            {
                name = "Broken",
                kind = "simulator",
                authToken = "t",
            }
        );
        await account.Server.Api.PutAsync(
            $"carriers/{(string)broken["id"]!}/api",
            new
            {
                accountSid = "AC0",
                apiKey = "SK0",
                apiSecret = "s",
                apiUrl = account.Api.Address.AbsoluteUri,
            }
        );
        Missed(
            account.Books,
            "CAmissed",
            SeedExample.FirstNumber,
            "+14155550181",
            RunningServer.Time.GetUtcNow() + TimeSpan.FromSeconds(1),
            "+12125550110",
            75
        );
        await RunningServer.UntilAsync(
            async () => (await account.Server.Api.ListAsync("calls")).Count == 1,
            () => Task.FromResult("the missed call did not come in")
        );
        // A reading says so last.
        await RunningServer.UntilAsync(
            async () => (await account.Server.Api.GetAsync(account.Path))["syncedUntil"] is not null,
            () => Task.FromResult("the reading did not end")
        );
    }

    [Theory, EachDatabase]
    public async Task Of_32_readings_at_once_one_brings_a_missed_call_in(Dialect dialect)
    {
        await using var account = await SimulatedAccount.OpenAsync(dialect);
        var start = RunningServer.Time.GetUtcNow() + TimeSpan.FromSeconds(1);
        Missed(account.Books, "CAmissed", SeedExample.FirstNumber, "+14155550181", start, "+12125550110", 75);
        var since = (start - TimeSpan.FromHours(1)).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        var read = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => account.Server.Api.PostAsync($"{account.Path}/sync", new { since }))
        );
        Assert.Equal(1, read.Sum(r => (int)r["recovered"]!));
        Assert.True((bool)(await account.Server.Api.ListAsync("calls")).Single()["paid"]!);
    }

    private static (bool Recovered, bool Connected, bool Paid, int Seconds) Facts(JsonNode call) =>
        ((bool)call["recovered"]!, (bool)call["connected"]!, (bool)call["paid"]!, (int)call["connectedSeconds"]!);

    private static Task<JsonNode> DetailsAsync(SimulatedAccount account, IReadOnlyList<JsonNode> calls, string from) =>
        account.Server.Api.GetAsync($"calls/{(string)calls.Single(c => (string)c["from"]! == from)["id"]!}");

    /// <summary>A call that is in the books only; with a target, the carrier's fallback joined the caller with it.</summary>
    private static void Missed(SimulatedBooks books, string sid, string to, string from, DateTimeOffset at, string? target, int seconds)
    {
        books.Begin(sid, new SimulatedCall(from, to, [], at));
        if (target is not null)
            books.AddLeg(sid, sid + "leg", from, target, at + TimeSpan.FromSeconds(3), "completed", seconds);
        books.End(sid, at + TimeSpan.FromSeconds(seconds + 5), "completed");
    }
}
