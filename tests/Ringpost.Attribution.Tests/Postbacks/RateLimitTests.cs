using System.Collections.Frozen;
using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Postbacks;
using Ringpost.Delivery.OwnOrigin;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Postbacks;

public sealed class RateLimitTests
{
    private static readonly IPAddress Stranger = IPAddress.Parse("198.51.100.1");

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_ninth_in_any_second_is_refused_and_room_comes_back_one_by_one()
    {
        var limit = Create();
        var configuration = Network();
        for (var i = 0; i < 8; i++)
        {
            Assert.True(limit.Admits(Stranger, configuration, out _));
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.False(limit.Admits(Stranger, configuration, out _));
        Assert.True(limit.Admits(IPAddress.Parse("198.51.100.2"), configuration, out _));
        _time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.True(limit.Admits(Stranger, configuration, out _));
        Assert.False(limit.Admits(Stranger, configuration, out _));
    }

    [Fact]
    public void A_whitelisted_address_has_20_and_a_rows_own_number_comes_first()
    {
        Assert.Equal(20, Admitted(Network(Row(null))));
        Assert.Equal(3, Admitted(Network(Row(3))));
        Assert.Equal(30, Admitted(Network(Row(3), Row(30), Row(null))));
        Assert.Equal(100, Admitted(Network(Row(3), Row(0))));
        Assert.Equal(8, Admitted(Network(Row(50) with { Active = false })));
        Assert.Equal(100, Admitted(Network(), new RateLimitOptions { PerAddressPerSecond = 0 }));
    }

    [Fact]
    public void A_new_configuration_counts_at_once()
    {
        var limit = Create();
        Assert.Equal(8, Count(limit, Network()));
        Assert.Equal(20, Count(limit, Network(Row(null))));
    }

    [Fact]
    public void Addresses_that_went_quiet_are_forgotten_without_losing_the_limit()
    {
        var limit = Create();
        var configuration = Network();
        Assert.Equal(8, Count(limit, configuration));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(8, Count(limit, configuration));
    }

    [Theory, EachDatabase]
    public async Task What_is_refused_answers_429_has_no_row_and_is_counted_per_minute(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(
            dialect,
            s => s.Configure<RateLimitOptions>(o => o.PerAddressPerSecond = 1).AddSingleton<TimeProvider>(_time)
        );
        var first = await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t=1", from: Stranger);
        var second = await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t=2", from: Stranger);
        var image = await tracker.SendToAsync("/p.ashx", $"{tracker.Pair[..^5]}&f=img", from: Stranger);
        var signature = await tracker.Get<WorkerSignature>().SignAsync("own", TestContext.Current.CancellationToken);
        var own = await tracker.SendToAsync(
            "/m.ashx",
            $"{tracker.Pair}&t=3",
            "own",
            Stranger,
            more: r => r.Headers[WorkerSignature.Header] = signature
        );

        Assert.Equal((200, 429, 6, "1"), (first.Status, second.Status, second.Code, second.Headers.RetryAfter.ToString()));
        Assert.Equal((200, "image/gif"), (image.Status, image.ContentType));
        Assert.Equal((200, 0), (own.Status, own.Code));
        Assert.Equal(2, (await tracker.LogAsync()).Count);
        await tracker.Get<RefusalCounts>().FlushAsync();
        var counted = await tracker.Database.ReadAsync(c =>
            c.QuerySingleAsync<(string Ip, long Refused)>("SELECT ip, refused FROM rate_limit_refusals")
        );
        Assert.Equal(("198.51.100.1", 2), counted);
    }

    private RateLimit Create(RateLimitOptions? options = null) => new(Options.Create(options ?? new RateLimitOptions()), _time);

    private int Admitted(OfferConfiguration configuration, RateLimitOptions? options = null) => Count(Create(options), configuration);

    private static int Count(RateLimit limit, OfferConfiguration configuration) =>
        Enumerable.Range(0, 100).Count(_ => limit.Admits(Stranger, configuration, out var _));

    private static WhitelistRow Row(int? perSecond)
    {
        IpRange.TryParse("198.51.100.0", "198.51.100.9", out var range);
        return new WhitelistRow(1, new AdvertiserId(1), null, range, "", "", perSecond, true, null);
    }

    private static OfferConfiguration Network(params WhitelistRow[] rows) =>
        new()
        {
            Zone = TimeZoneInfo.Utc,
            ClicklessEnabled = true,
            Offers = FrozenDictionary<long, Offer>.Empty,
            Affiliates = FrozenDictionary<long, Affiliate>.Empty,
            Campaigns = FrozenDictionary<long, OfferCampaign>.Empty,
            Originals = FrozenDictionary<(OfferId, AffiliateId), OfferCampaign>.Empty,
            Events = FrozenDictionary<long, OfferEvent>.Empty,
            EventsByName = FrozenDictionary<(AdvertiserId, string), OfferEvent>.Empty,
            DefaultEvents = FrozenDictionary<AdvertiserId, OfferEventId>.Empty,
            OfferEventSettings = FrozenDictionary<(OfferEventId, OfferId), EventSetting>.Empty,
            CampaignEventSettings = FrozenDictionary<(OfferEventId, OfferCampaignId), EventSetting>.Empty,
            Creatives = FrozenDictionary<long, Creative>.Empty,
            Whitelist = rows,
        };
}
