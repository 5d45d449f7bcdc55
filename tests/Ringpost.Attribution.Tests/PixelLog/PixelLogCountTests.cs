using Dapper;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Postbacks;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.PixelLog;

public sealed class PixelLogCountTests
{
    [Theory, EachDatabase]
    public async Task Each_offer_has_its_numbers_before_and_after_they_are_folded(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.SendAsync($"{tracker.Pair}&t=1");
        await tracker.SendAsync($"{tracker.Pair}&t=1");
        await tracker.SendAsync($"{tracker.Pair}&t=1&p=9");
        await tracker.SendAsync($"{tracker.Pair}&en=Unknown");
        await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t=2", from: Tracker.Stranger);
        await tracker.SendAsync("o=99&pubid=1&f=pb");

        async Task HoldsAsync()
        {
            var counts = await CountsAsync(tracker);
            Assert.Equal(6, counts.Attempted);
            var offer = Assert.Single(counts.Items, i => i.OfferId == tracker.Offer.Id);
            Assert.Equal(
                ("Home insurance", 5L, 2L, 2L, 4L),
                (offer.OfferName, offer.Attempted, offer.Ignored, offer.Converted, offer.Whitelisted)
            );
            Assert.Equal(1, offer.Outcomes["repeat"]);
            var none = Assert.Single(counts.Items, i => i.OfferId is null);
            Assert.Equal((1L, 1L), (none.Attempted, none.Outcomes["invalidOffer"]));
            Assert.Empty((await CountsAsync(tracker, new AdvertiserId(99))).Items);
        }

        await HoldsAsync();
        Assert.Equal(6, await Worker<PixelLogCountWorker>(tracker).RunAsync(TestContext.Current.CancellationToken));
        await HoldsAsync();
        Assert.Equal(0, await Worker<PixelLogCountWorker>(tracker).RunAsync(TestContext.Current.CancellationToken));
    }

    [Theory, EachDatabase]
    public async Task The_numbers_are_those_of_the_rows_however_they_came_about(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect, clickless: false);
        var random = new Random(7);
        for (var round = 0; round < 4; round++)
        {
            await Task.WhenAll(
                Enumerable
                    .Range(0, 32)
                    .Select(i =>
                        tracker.SendAsync($"{tracker.Pair}&t={random.Next(20)}{(i % 5 == 0 ? "&p=x" : "")}{(i % 7 == 0 ? "&o=9" : "")}")
                    )
            );
            await Task.WhenAll(
                Worker<PixelLogCountWorker>(tracker).RunAsync(TestContext.Current.CancellationToken),
                tracker.SendAsync(tracker.Pair)
            );
            await tracker.Network.SwitchClicklessAsync(round % 2 == 0);
            var refused = (await tracker.LogAsync()).Where(r => r.CanRunAgain).Select(r => r.Id).Take(10).ToArray();
            Assert.True((await tracker.Get<RunAgain>().RunAsync(Actor.System, new(refused))).IsOk);
        }

        var rows = await tracker.Database.ReadAsync(async c =>
            (
                await c.QueryAsync<(long Offer, string Outcome, long Requests)>(
                    "SELECT COALESCE(offer_id, 0), outcome, count(*) FROM pixel_log GROUP BY 1, 2 ORDER BY 1, 2"
                )
            ).AsList()
        );
        var counts = (await CountsAsync(tracker)).Items.SelectMany(i => i.Outcomes.Select(o => (i.OfferId?.Value ?? 0, o.Key, o.Value)));
        Assert.Equal(rows, counts.OrderBy(c => c.Item1).ThenBy(c => c.Key, StringComparer.Ordinal));
        Assert.True(rows.Count > 3);
    }

    [Property]
    public bool What_a_batch_leaves_reads_back_as_it_was_written((short Quarter, byte Offer, bool Whitelisted, sbyte Change)[] changes)
    {
        var written = new Dictionary<PixelLogCount, long>();
        foreach (var (quarter, offer, whitelisted, change) in changes)
            written[new PixelLogCount(quarter, offer, "stored", whitelisted)] = change;
        var read = new Dictionary<PixelLogCount, long>();
        PixelLogCounts.Add(read, PixelLogCounts.Write(written));
        return read.OrderBy(r => r.Key.GetHashCode()).SequenceEqual(written.Where(w => w.Value != 0).OrderBy(w => w.Key.GetHashCode()));
    }

    [Theory, EachDatabase]
    public async Task Refusals_of_the_rate_limit_stand_beside_the_offers(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect, s => s.Configure<RateLimitOptions>(o => o.PerAddressPerSecond = 1));
        await tracker.Database.WriteAsync(
            Storage.Writing.WriteKeys.None,
            unit => PostbacksSql.CountRefusalsAsync(unit, "198.51.100.7", unit.Now.UnixMilliseconds / 60_000, 41)
        );
        var counts = await CountsAsync(tracker);
        Assert.Equal((0L, 41L), (counts.Attempted, counts.RateLimited));
        Assert.Equal(new RefusedAddress { Ip = "198.51.100.7", Refused = 41 }, Assert.Single(counts.RateLimitedAddresses));
    }

    private static async Task<ListPixelLogCounts.Response> CountsAsync(Tracker tracker, AdvertiserId? advertiser = null)
    {
        var now = tracker.Database.Now;
        return (
            await tracker
                .Get<ListPixelLogCounts>()
                .RunAsync(Actor.System, now - TimeSpan.FromHours(1), now + TimeSpan.FromMinutes(1), advertiser)
        ).Value;
    }

    internal static T Worker<T>(Tracker tracker)
        where T : IHostedService => tracker.Get<IEnumerable<IHostedService>>().OfType<T>().Single();
}
