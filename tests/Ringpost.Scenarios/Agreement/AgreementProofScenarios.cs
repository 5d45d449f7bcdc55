using System.Globalization;
using Ringpost.Scenarios.Hosting;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Agreement;

/// <summary>Among many calls that agree the seeded faults are found, all of them and nothing else, each as what it is.</summary>
public sealed class AgreementProofScenarios
{
    private const int Senders = 32;

    private static readonly int Calls = Proof.IsLong ? 100_000 : 600;

    /// <summary>The long form runs over two hundred times as many calls with RINGPOST_LONG=1.</summary>
    [Theory, EachDatabase]
    public async Task Seeded_faults_are_found_with_precision_and_recall_of_one(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var books = new SeededBooks(server, await server.CreateSeedExampleAsync());
        var other = (long)(await server.Api.PostAsync("affiliates", new { name = "Other Media" }))["id"]!;
        await server.Api.PostAsync("offer-campaigns", new { offerId = books.Seed.OfferId, affiliateId = other });
        var stranger = (long)(await server.Api.PostAsync("affiliates", new { name = "Without campaign" }))["id"]!;
        var second = (long)
            (
                await server.Api.PostAsync(
                    "offers",
                    new
                    {
                        name = "The same calls again",
                        advertiserId = books.Seed.AdvertiserId,
                        payout = 10m,
                        received = 20m,
                    }
                )
            )["id"]!;
        await server.Api.PostAsync("offer-campaigns", new { offerId = second, affiliateId = books.Seed.AffiliateId });

        // One call in fifty has a fault, each kind in turn; the last of them is whatever is left of the list: no fault.
        var faults = new (string Verdict, Func<string, DateTimeOffset, Task> Book)[]
        {
            ("neverSent", (_, _) => Task.CompletedTask),
            (
                "countedTwice",
                async (id, at) =>
                {
                    await books.PostAsync(id, at);
                    await books.PostAsync(id, at, offer: second);
                }
            ),
            ("anotherDay", (id, at) => books.PostAsync(id, at.AddHours(5))),
            ("anotherAmount", (id, at) => books.PostAsync(id, at, paid: "14.00")),
            ("anotherCurrency", (id, at) => books.PostAsync(id, at)),
            ("anotherCampaign", (id, at) => books.PostAsync(id, at, affiliate: other)),
            ("sentButRejected", (id, at) => books.PostAsync(id, at, affiliate: stranger)),
            ("test", (id, at) => books.PostAsync(id, at, more: "&test=1")),
        };
        var day = AgreementScenarios.LastDayOf25Hours();
        var midnight = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).AddHours(4);
        var expected = new Dictionary<string, string>();
        var work = new List<(string Id, DateTimeOffset At, int Fault)>();
        foreach (var fault in Enumerable.Range(-1, faults.Length + 1))
        {
            // The day's 25 hours for those that agree; a time that is sent five hours later falls on the next day from 20:00 on.
            var count = fault < 0 ? Calls - (Calls / 50 * faults.Length) : Calls / 50;
            var times = Enumerable
                .Range(0, count)
                .Select(i => midnight.AddSeconds((fault == 2 ? 21 * 3600 : 0) + (i * (fault == 2 ? 3.9 : 24.9) * 3600 / count)))
                .ToList();
            var ids = await books.CallsAsync(times, fault == 4 ? "EUR" : "USD");
            for (var i = 0; i < count; i++)
            {
                work.Add((ids[i], times[i].AddSeconds(90), fault));
                if (fault >= 0)
                    expected[ids[i]] = faults[fault].Verdict;
            }
        }

        await Parallel.ForEachAsync(
            work,
            new ParallelOptions { MaxDegreeOfParallelism = Senders },
            async (one, _) => await (one.Fault < 0 ? books.PostAsync(one.Id, one.At) : faults[one.Fault].Book(one.Id, one.At))
        );

        var range = string.Create(CultureInfo.InvariantCulture, $"from={day:yyyy-MM-dd}&to={day:yyyy-MM-dd}&zone=America/New_York");
        var rows = await books.RowsAsync(range + "&limit=1000");
        Assert.Equal(
            expected.Select(e => (e.Key, e.Value)).Order(),
            rows.Select(r => ((string)r["callId"]!, (string)r["verdict"]!)).Order()
        );
        var totals = (await server.Api.GetAsync($"agreement?{range}"))["totals"]!.AsArray();
        Assert.Equal(Calls, totals.Sum(t => (int)t!["calls"]!));
        Assert.Equal(Calls - expected.Count, totals.Sum(t => (int)t!["matched"]!));
        foreach (var verdict in faults.Select(f => f.Verdict))
            Assert.Equal(
                (verdict, Calls / 50),
                (
                    verdict,
                    totals.SelectMany(t => t!["cells"]!.AsArray()).Where(c => (string?)c!["verdict"] == verdict).Sum(c => (int)c!["count"]!)
                )
            );
    }
}
