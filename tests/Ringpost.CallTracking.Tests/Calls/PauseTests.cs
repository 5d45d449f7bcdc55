using Dapper;
using Ringpost.CallTracking.Buyers;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Numbers;
using Ringpost.CallTracking.Payouts;
using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.Publishers;
using Ringpost.CallTracking.Routes;
using Ringpost.CallTracking.Targets;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Calls;

/// <summary>Pausing at 2 a.m.: in force for the next call, while what began before goes on, converts and is paid.</summary>
public sealed class PauseTests
{
    private const string Number = "+12025550181";

    private static int _callers;

    [Theory, EachDatabase]
    public async Task What_is_paused_takes_no_next_call_and_the_call_under_way_is_paid(Dialect dialect)
    {
        foreach (var thing in new[] { "campaign", "publisher", "number", "target", "buyer" })
        {
            await using var setup = await CallSetup.OpenAsync(dialect);
            var network = await CreateAsync(setup);
            Assert.IsType<CallAnswer.Dial>(await ReceiveAsync(setup, "before"));

            await SetAsync(setup, network, thing, false);
            var refused = Assert.IsType<CallAnswer.Reject>(await ReceiveAsync(setup, "paused"));
            Assert.Equal(thing is "target" or "buyer" ? CallRejection.NoTarget : CallRejection.Blocked, refused.Reason);

            await TalkAsync(setup, "before");
            var before = await FindAsync(setup, "before");
            Assert.Equal((true, true, 25_000_000L, 18_000_000L), (before.Converted, before.Paid, before.Revenue, before.Payout));
            Assert.Equal(["finalized", "payout"], await PixelsAsync(setup, before.Id));

            await SetAsync(setup, network, thing, true);
            Assert.IsType<CallAnswer.Dial>(await ReceiveAsync(setup, "after"));
        }
    }

    [Theory, EachDatabase]
    public async Task A_paused_pixel_sends_nothing_more_not_even_for_a_call_under_way(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var network = await CreateAsync(setup);
        await ReceiveAsync(setup, "A");
        await SetAsync(setup, network, "pixel", false);
        await TalkAsync(setup, "A");
        Assert.Equal(["payout"], await PixelsAsync(setup, (await FindAsync(setup, "A")).Id));

        await SetAsync(setup, network, "pixel", true);
        await ReceiveAsync(setup, "B");
        await TalkAsync(setup, "B");
        Assert.Equal(["finalized", "payout"], await PixelsAsync(setup, (await FindAsync(setup, "B")).Id));
    }

    [Theory, EachDatabase]
    public async Task A_target_paused_while_another_rings_is_not_dialed_next(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var network = await CreateAsync(setup);
        var second = await setup.TargetAsync("Line 2", number: "+12025550192");
        await setup
            .The<CreateRoute>()
            .RunAsync(CallSetup.Admin, network.Campaign.Id, new(second.Id, new("callLength", 60, null, 25m), Priority: 2));
        await ReceiveAsync(setup, "A");
        await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, second.Id, new(Enabled: false));
        Assert.IsType<CallAnswer.HangUp>(
            await setup.The<FinishLeg>().RunAsync(new("carrier", "A", 1, new DialResult(LegEnd.Busy, null, true)))
        );
    }

    [Theory, EachDatabase]
    public async Task Of_32_calls_none_that_comes_after_a_pause_is_let_in(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var network = await CreateAsync(setup);
        var early = Enumerable.Range(0, 16).Select(i => Task.Run(() => ReceiveAsync(setup, $"early{i}"))).ToArray();
        await SetAsync(setup, network, "campaign", false);
        var late = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => ReceiveAsync(setup, $"late{i}"))));
        Assert.All(late, answer => Assert.IsType<CallAnswer.Reject>(answer));
        var answers = await Task.WhenAll(early);
        // What was let in is live; what was turned away is not.
        var live = (await setup.The<ListCalls>().RunAsync(CallSetup.Reader, new() { State = "live" }, new PageRequest(100))).Value.Items;
        Assert.Equal(answers.Count(a => a is CallAnswer.Dial), live.Count);
    }

    private sealed record Network(
        CallCampaign Campaign,
        Publisher Publisher,
        TrackingNumber Number,
        Buyer Buyer,
        Target Target,
        PixelId Pixel
    );

    private static async Task<Network> CreateAsync(CallSetup setup)
    {
        var campaign = await setup.CampaignAsync();
        var publisher = await setup.PublisherAsync();
        var buyer = (await setup.The<CreateBuyer>().RunAsync(CallSetup.Admin, new("Acme"))).Value;
        var target = await setup.TargetAsync(buyer: buyer.Id);
        var number = await setup.NumberAsync(campaign.Id, publisher.Id, Number);
        await setup.The<CreateRoute>().RunAsync(CallSetup.Admin, campaign.Id, new(target.Id, new("callLength", 60, null, 25m)));
        await setup.The<CreatePayoutRule>().RunAsync(CallSetup.Admin, campaign.Id, new(null, "callLength", 60, "connected", 18m));
        var pixels = new List<PixelId>();
        foreach (var fireOn in new[] { "payout", "finalized" })
        {
            var pixel = await setup
                .The<CreatePixel>()
                .RunAsync(CallSetup.Admin, new(fireOn, fireOn, "https://x.example/?t=[Call:InboundCallId]"));
            await setup.The<AttachPixel>().RunAsync(CallSetup.Admin, campaign.Id, pixel.Value.Id);
            pixels.Add(pixel.Value.Id);
        }

        return new Network(campaign, publisher, number, buyer, target, pixels[1]);
    }

    private static async Task SetAsync(CallSetup setup, Network network, string thing, bool enabled)
    {
        var isDone = thing switch
        {
            "campaign" => (
                await setup.The<ChangeCallCampaign>().RunAsync(CallSetup.Admin, network.Campaign.Id, new(Enabled: enabled))
            ).IsOk,
            "publisher" => (await setup.The<ChangePublisher>().RunAsync(CallSetup.Admin, network.Publisher.Id, new(Enabled: enabled))).IsOk,
            "number" => (await setup.The<ChangeNumber>().RunAsync(CallSetup.Admin, network.Number.Id, new(Enabled: enabled))).IsOk,
            "target" => (await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, network.Target.Id, new(Enabled: enabled))).IsOk,
            "buyer" => (await setup.The<ChangeBuyer>().RunAsync(CallSetup.Admin, network.Buyer.Id, new(Enabled: enabled))).IsOk,
            _ => (await setup.The<ChangePixel>().RunAsync(CallSetup.Admin, network.Pixel, new(Enabled: enabled))).IsOk,
        };
        Assert.True(isDone, thing);
    }

    private static Task<CallAnswer> ReceiveAsync(CallSetup setup, string sid) =>
        new ReceiveCall(setup.The<CallBook>(), setup.The<Identifiers>(), setup.The<WeightDraw>(), null).RunAsync(
            new("carrier", sid, Caller(), Number, false)
        );

    /// <summary>Another each time: who calls again at once is turned away.</summary>
    private static PhoneNumber Caller() => PhoneNumber.FromStored($"+1661555{1000 + Interlocked.Increment(ref _callers)}");

    private static async Task TalkAsync(CallSetup setup, string sid)
    {
        await setup.The<FinishLeg>().RunAsync(new("carrier", sid, 1, new DialResult(LegEnd.Completed, 75, false)));
        await setup.The<EndCall>().RunAsync(new("carrier", sid, 80, null));
    }

    private static async Task<CallRecord> FindAsync(CallSetup setup, string sid) =>
        (await setup.Database.ReadAsync(c => CallsSql.FindAsync(c, "carrier", sid)))!;

    private static async Task<IReadOnlyList<string>> PixelsAsync(CallSetup setup, CallId call) =>
        (
            await setup.Database.ReadAsync(c =>
                c.QueryAsync<string>("SELECT event FROM deliveries WHERE source_id = @call ORDER BY event", new { call })
            )
        ).AsList();
}
