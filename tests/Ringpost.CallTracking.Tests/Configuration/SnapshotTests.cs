using Ringpost.CallTracking.Buyers;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Numbers;
using Ringpost.CallTracking.Payouts;
using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.Routes;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Configuration;

public sealed class SnapshotTests
{
    [Theory, EachDatabase]
    public async Task What_was_just_written_stands_in_the_next_snapshot(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        Assert.Empty((await setup.SnapshotAsync()).Campaigns);

        var campaign = await setup.CampaignAsync();
        var publisher = await setup.PublisherAsync(subId: "34");
        var buyer = (await setup.The<CreateBuyer>().RunAsync(CallSetup.Admin, new("Acme"))).Value;
        var target = await setup.TargetAsync(buyer: buyer.Id);
        var number = await setup.NumberAsync(campaign.Id, publisher.Id);
        var route = (
            await setup.The<CreateRoute>().RunAsync(CallSetup.Admin, campaign.Id, new(target.Id, new("callLength", 60, null, 25.5m)))
        ).Value;
        var payout = (
            await setup.The<CreatePayoutRule>().RunAsync(CallSetup.Admin, campaign.Id, new(null, "callLength", 60, "connected", 18m))
        ).Value;
        var pixel = (
            await setup
                .The<CreatePixel>()
                .RunAsync(CallSetup.Admin, new("Incoming", "incoming", "https://tracker.example/p.ashx?t=[Call:InboundCallId]"))
        ).Value;
        await setup.The<AttachPixel>().RunAsync(CallSetup.Admin, campaign.Id, pixel.Id);

        var snapshot = await setup.SnapshotAsync();
        Assert.Equal(campaign, snapshot.Campaigns[campaign.Id]);
        Assert.Equal(publisher, snapshot.Publishers[publisher.Id]);
        Assert.Equal(buyer, snapshot.Buyers[buyer.Id]);
        Assert.Equal(target, snapshot.Targets[target.Id]);
        Assert.Equal(number, snapshot.Numbers["+12025550181"]);
        Assert.Equal([route], snapshot.Routes[campaign.Id]);
        Assert.Equal((25_500_000, ConvertOn.CallLength, 60), (route.Conversion.Revenue, route.Conversion.On, route.Conversion.Seconds));
        Assert.Equal([payout], snapshot.Payouts[campaign.Id]);
        Assert.Equal(18_000_000, payout.Amount);
        Assert.Equal("https://tracker.example/p.ashx?t=[Call:InboundCallId]", Assert.Single(snapshot.Pixels[campaign.Id]).Url.Source);
    }

    [Theory, EachDatabase]
    public async Task Pixels_fire_in_order_of_attachment_and_paused_or_detached_ones_not_at_all(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = await setup.CampaignAsync();
        var pixels = new List<PixelId>();
        foreach (var name in new[] { "A", "B", "C" })
            pixels.Add((await setup.The<CreatePixel>().RunAsync(CallSetup.Admin, new(name, "finalized", "https://example.com/"))).Value.Id);
        foreach (var i in new[] { 2, 0, 1 })
            await setup.The<AttachPixel>().RunAsync(CallSetup.Admin, campaign.Id, pixels[i]);
        Assert.Equal(["C", "A", "B"], (await setup.SnapshotAsync()).Pixels[campaign.Id].Select(p => p.Name));

        await setup.The<ChangePixel>().RunAsync(CallSetup.Admin, pixels[0], new(Enabled: false));
        await setup.The<DetachPixel>().RunAsync(CallSetup.Admin, campaign.Id, pixels[1]);
        Assert.Equal(["C"], (await setup.SnapshotAsync()).Pixels[campaign.Id].Select(p => p.Name));
    }

    [Theory, EachDatabase]
    public async Task An_archived_campaign_stays_known_but_off_and_its_number_is_gone(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = await setup.CampaignAsync();
        var number = await setup.NumberAsync(campaign.Id);
        Assert.Equal("in-use", (await setup.The<ArchiveCallCampaign>().RunAsync(CallSetup.Admin, campaign.Id)).Refusal?.Type);
        Assert.True((await setup.The<ArchiveNumber>().RunAsync(CallSetup.Admin, number.Id)).IsOk);
        Assert.True((await setup.The<ArchiveCallCampaign>().RunAsync(CallSetup.Admin, campaign.Id)).IsOk);

        var snapshot = await setup.SnapshotAsync();
        Assert.False(snapshot.Campaigns[campaign.Id].Enabled);
        Assert.Empty(snapshot.Numbers);
    }
}
