using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Ringpost.Primitives;
using Ringpost.Scenarios.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Faults;

/// <summary>Postbacks at full load while something goes wrong: one conversion each, answered only when it is stored.</summary>
public sealed class PostbackLoadScenarios
{
    private const int Senders = 32;

    /// <summary>The long form of the proof runs with RINGPOST_LONG=1.</summary>
    private static readonly int Kills = Proof.IsLong ? 20 : 1;

    [Theory, EachDatabase]
    public async Task A_thousand_callers_with_the_same_transaction_id_store_one_conversion(Dialect dialect)
    {
        // All thousand wait at once: on a busy machine longer than the product lets them.
        await using var server = await RunningServer.StartAsync(dialect, ("LongestWait", "00:01:00"));
        var seed = await server.CreateSeedExampleAsync();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 1000).Select(i => server.Http.GetStringAsync(new Uri($"{Postback(seed, "same")}&s1={i}", UriKind.Relative)))
        );
        Assert.Single(answers, IsSuccess);
        Assert.Equal(999, answers.Count(a => a.Contains("<code>4</code>", StringComparison.Ordinal)));
        Assert.Single(await server.Api.ListAsync("conversions"));
    }

    [Theory, EachDatabase]
    public async Task Killed_at_full_load_every_answered_postback_is_stored_once_and_none_counts_twice_when_it_is_sent_again(
        Dialect dialect
    )
    {
        await using var server = await ServerProcess.StartAsync(dialect);
        var seed = await SeedExample.CreateAsync(server.Api, new Identifiers(TimeProvider.System), withPixels: false);
        using var http = new HttpClient { BaseAddress = server.Address };
        using var stop = new CancellationTokenSource();
        var answered = new ConcurrentBag<string>();
        var senders = Enumerable.Range(0, Senders).Select(s => SendAsync(http, seed, s, answered, stop.Token)).ToList();
        for (var kill = 0; kill < Kills; kill++)
        {
            var goal = answered.Count + 500;
            await RunningServer.UntilAsync(
                () => Task.FromResult(answered.Count >= goal),
                () => Task.FromResult($"{answered.Count} of {goal} postbacks were answered")
            );
            await server.KillAsync();
            await server.StartAgainAsync();
        }

        await stop.CancelAsync();
        await Task.WhenAll(senders);

        // Nobody knows which of the unanswered were stored: so each sender ended by sending its last one until it was answered.
        var stored = (await server.Api.ListAsync("conversions?limit=1000")).Select(c => (string)c["transactionId"]!).ToList();
        Assert.Equal(stored.Count, stored.Distinct().Count());
        Assert.Equal(answered.Order(StringComparer.Ordinal), stored.Order(StringComparer.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task A_clock_that_steps_back_an_hour_loses_nothing_and_doubles_nothing(Dialect dialect)
    {
        var clock = new SteppingClock();
        await using var receiver = await PixelReceiver.StartAsync();
        await using var server = await RunningServer.StartAsync(dialect, clock);
        var seed = await server.CreateSeedExampleAsync();
        await server.Api.PatchAsync($"offer-campaigns/{seed.OfferCampaignId}", new { postbackUrl = $"{receiver.Address}told?t=#tid#" });
        await server.Api.PostAsync(
            "ip-whitelist",
            new
            {
                advertiserId = seed.AdvertiserId,
                from = "127.0.0.1",
                to = "127.0.0.1",
                perSecond = 0,
            }
        );
        for (var i = 0; i < 20; i++)
        {
            if (i == 10)
            {
                // What is due by the old clock waits until the new one has come there: late, not lost.
                await RunningServer.UntilAsync(server.IsQuietAsync, () => Task.FromResult("the first ten were not told"));
                clock.Offset = TimeSpan.FromHours(-1);
            }

            Assert.True(IsSuccess(await server.Http.GetStringAsync(new Uri(Postback(seed, $"t{i}"), UriKind.Relative))));
        }

        Assert.True(IsSuccess(await server.Http.GetStringAsync(new Uri(Postback(seed, "t3"), UriKind.Relative))), "a repeat is known");
        var conversions = await server.ConversionsAsync(20);
        Assert.Equal(20, conversions.Select(c => (string)c["transactionId"]!).Distinct().Count());
        await RunningServer.UntilAsync(
            () => Task.FromResult(receiver.All.Count >= 20),
            () => Task.FromResult($"{receiver.All.Count} were told")
        );
        Assert.Equal(20, receiver.All.Select(r => r.Query["t"]).Distinct().Count());
        Assert.Equal(20, receiver.All.Count);
    }

    [Theory, EachDatabase]
    public async Task A_change_of_prices_at_full_load_is_seen_whole_and_within_a_second(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync();
        // Without a payout of its own the campaign follows the offer: both prices change together and can only be seen together.
        await server.Api.PatchAsync($"offer-campaigns/{seed.OfferCampaignId}", new { payout = (decimal?)null });
        using var stop = new CancellationTokenSource();
        var answered = new ConcurrentBag<string>();
        var senders = Enumerable.Range(0, 8).Select(s => SendAsync(server.Http, seed, s, answered, stop.Token)).ToList();
        var changes = new List<(DateTimeOffset Done, decimal Received)>();
        for (var change = 1; change <= 5; change++)
        {
            var goal = answered.Count + 100;
            await RunningServer.UntilAsync(
                () => Task.FromResult(answered.Count >= goal),
                () => Task.FromResult("no postbacks are answered")
            );
            await server.Api.PatchAsync($"offers/{seed.OfferId}", new { received = 20m + change, payout = 10m + change });
            changes.Add((RunningServer.Time.GetUtcNow(), 20m + change));
        }

        var last = answered.Count + 100;
        await RunningServer.UntilAsync(() => Task.FromResult(answered.Count >= last), () => Task.FromResult("no postbacks are answered"));
        await stop.CancelAsync();
        await Task.WhenAll(senders);

        foreach (var conversion in await server.Api.ListAsync("conversions?limit=1000"))
        {
            var at = DateTimeOffset.Parse((string)conversion["at"]!, CultureInfo.InvariantCulture);
            var received = (decimal)conversion["received"]!;
            Assert.InRange(received, 20m, 25m);
            var inForce = changes.LastOrDefault(c => c.Done.AddSeconds(1) < at).Received;
            Assert.True(received >= inForce, $"{received} a second after it became {inForce}");
            Assert.Equal(received - 10m, (decimal)conversion["paid"]!);
        }
    }

    /// <summary>One postback after the other, each until it is answered, whatever becomes of the server meanwhile.</summary>
    private static async Task SendAsync(
        HttpClient http,
        SeedExample seed,
        int sender,
        ConcurrentBag<string> answered,
        CancellationToken stop
    )
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var transaction = $"{sender}-{i}";
            while (!await TrySendAsync(http, Postback(seed, transaction)))
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
            answered.Add(transaction);
        }
    }

    private static async Task<bool> TrySendAsync(HttpClient http, string path)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            if (answer.StatusCode != HttpStatusCode.OK)
                return false;
            Assert.True(IsSuccess(await answer.Content.ReadAsStringAsync()));
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return false;
        }
    }

    private static string Postback(SeedExample seed, string transaction) =>
        $"/m.ashx?o={seed.OfferId}&pubid={seed.AffiliateId}&f=pb&t={transaction}";

    private static bool IsSuccess(string answer) => answer.Contains("<code>0</code>", StringComparison.Ordinal);

    private sealed class SteppingClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
    }
}
