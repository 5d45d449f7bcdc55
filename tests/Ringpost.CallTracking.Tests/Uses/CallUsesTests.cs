using Ringpost.CallTracking.Blocks;
using Ringpost.CallTracking.Buyers;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Hooks;
using Ringpost.CallTracking.Payouts;
using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.Routes;
using Ringpost.CallTracking.Routing;
using Ringpost.CallTracking.Targets;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.CallTracking.Uses;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Uses;

public sealed class CallUsesTests
{
    private static readonly Actor WithoutRights = new("user:3", "Plain", Role.ReadOnly);

    [Theory, EachDatabase]
    public async Task A_target_is_used_by_routes_fallbacks_and_groups(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var buyer = (await setup.The<CreateBuyer>().RunAsync(CallSetup.Admin, new("Acme"))).Value;
        var (target, other) = (await setup.TargetAsync("Line 1", buyer.Id), await setup.TargetAsync("Line 2"));
        var (roofing, solar, old) = (
            await setup.CampaignAsync("Roofing"),
            await setup.CampaignAsync("Solar"),
            await setup.CampaignAsync("Old")
        );
        foreach (var campaign in new[] { roofing, old })
            await setup.The<CreateRoute>().RunAsync(CallSetup.Admin, campaign.Id, new(target.Id, new("connected", Revenue: 1)));
        await setup.The<ArchiveCallCampaign>().RunAsync(CallSetup.Admin, old.Id);
        await setup
            .The<ChangeCallCampaign>()
            .RunAsync(CallSetup.Admin, solar.Id, new(Enabled: false, Fallback: new(new("target", target.Id))));
        var group = (
            await setup.The<CreateTarget>().RunAsync(CallSetup.Admin, new("Both", null, new("group", Members: [target.Id, other.Id])))
        ).Value;
        var uses = setup.The<ListCallUses>();
        Assert.Equal(
            [
                new CallUse(CallUser.CallCampaign, roofing.Id.Value, "Roofing", CallUseAs.Route, true),
                new CallUse(CallUser.CallCampaign, solar.Id.Value, "Solar", CallUseAs.Fallback, false),
                new CallUse(CallUser.Target, group.Id.Value, "Both", CallUseAs.Group, true),
            ],
            (await uses.RunAsync(CallSetup.Reader, UsedThing.Target, target.Id.Value)).Value.Items
        );
        await setup.The<SetRoutingSettings>().RunAsync(CallSetup.Admin, new(Fallback: new("target", other.Id)));
        Assert.Equal(
            [(CallUser.Target, CallUseAs.Group), (CallUser.Instance, CallUseAs.Fallback)],
            (await uses.RunAsync(CallSetup.Reader, UsedThing.Target, other.Id.Value)).Value.Items.Select(u => (u.By, u.As))
        );
        Assert.Empty((await uses.RunAsync(CallSetup.Reader, UsedThing.Target, group.Id.Value)).Value.Items);

        Assert.Equal(
            [new CallUse(CallUser.CallCampaign, roofing.Id.Value, "Roofing", CallUseAs.Route, true)],
            (await uses.RunAsync(CallSetup.Reader, UsedThing.Buyer, buyer.Id.Value)).Value.Items
        );
        Assert.IsType<Forbidden>((await uses.RunAsync(WithoutRights, UsedThing.Target, target.Id.Value)).Refusal);
        Assert.IsType<Forbidden>((await uses.RunAsync(WithoutRights, UsedThing.Buyer, buyer.Id.Value)).Refusal);
        Assert.IsType<Missing>((await uses.RunAsync(CallSetup.Reader, UsedThing.Target, "TA1")).Refusal);
    }

    [Theory, EachDatabase]
    public async Task A_campaign_is_used_by_blocks_a_number_by_whose_calls_come_over_it_and_a_webhook_by_routes(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (campaign, other) = (await setup.CampaignAsync("Roofing"), await setup.CampaignAsync("Solar"));
        var (publisher, target) = (await setup.PublisherAsync(), await setup.TargetAsync());
        var (number, nobodys) = (
            await setup.NumberAsync(campaign.Id, publisher.Id),
            await setup.NumberAsync(other.Id, null, "+12025550182")
        );
        foreach (var caller in (string[])["+12025550170", "+12025550171"])
            Assert.True((await setup.The<BlockNumber>().RunAsync(CallSetup.Admin, new(caller, CallCampaignId: campaign.Id))).IsOk);
        Assert.True((await setup.The<BlockNumber>().RunAsync(CallSetup.Admin, new("+12025550172"))).IsOk);
        var uses = setup.The<ListCallUses>();
        Assert.Equal(
            [new CallUse(CallUser.BlockedNumbers, campaign.Id.Value, "2 blocked numbers", CallUseAs.Blocks, true)],
            (await uses.RunAsync(WithoutRights, UsedThing.CallCampaign, campaign.Id.Value)).Value.Items
        );
        Assert.Empty((await uses.RunAsync(WithoutRights, UsedThing.CallCampaign, other.Id.Value)).Value.Items);
        Assert.Equal(
            [
                new CallUse(CallUser.CallCampaign, campaign.Id.Value, "Roofing", CallUseAs.Dialed, true),
                new CallUse(CallUser.Publisher, publisher.Id.Value, publisher.Name, CallUseAs.Credited, true),
            ],
            (await uses.RunAsync(WithoutRights, UsedThing.Number, number.Id.Value)).Value.Items
        );
        Assert.Equal(
            [CallUseAs.Dialed],
            (await uses.RunAsync(WithoutRights, UsedThing.Number, nobodys.Id.Value)).Value.Items.Select(u => u.As)
        );

        var hook = (await setup.The<CreateHook>().RunAsync(CallSetup.Admin, new("Sold"))).Value;
        Assert.Empty((await uses.RunAsync(CallSetup.Admin, UsedThing.ConversionHook, hook.Id.Value)).Value.Items);
        foreach (var (to, on) in new[] { (campaign, "connected"), (other, "postback") })
            Assert.True((await setup.The<CreateRoute>().RunAsync(CallSetup.Admin, to.Id, new(target.Id, new(on, Revenue: 1)))).IsOk);
        Assert.Equal(
            [new CallUse(CallUser.CallCampaign, other.Id.Value, "Solar", CallUseAs.Converts, true)],
            (await uses.RunAsync(CallSetup.Admin, UsedThing.ConversionHook, hook.Id.Value)).Value.Items
        );
        Assert.IsType<Forbidden>((await uses.RunAsync(WithoutRights, UsedThing.ConversionHook, hook.Id.Value)).Refusal);
        Assert.IsType<Missing>((await uses.RunAsync(CallSetup.Admin, UsedThing.ConversionHook, "WH1")).Refusal);
        Assert.IsType<Missing>((await uses.RunAsync(WithoutRights, UsedThing.Number, "NU1")).Refusal);
        Assert.IsType<Missing>((await uses.RunAsync(WithoutRights, UsedThing.CallCampaign, "CA1")).Refusal);
    }

    [Theory, EachDatabase]
    public async Task A_publisher_is_used_by_payouts_and_pixels_that_are_its_and_a_pixel_by_campaigns(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (publisher, other) = (await setup.PublisherAsync(), await setup.PublisherAsync("Other"));
        var campaign = await setup.CampaignAsync("Roofing");
        foreach (var amount in new[] { 18m, 20m })
            await setup.The<CreatePayoutRule>().RunAsync(CallSetup.Admin, campaign.Id, new(publisher.Id, "connected", null, null, amount));
        await setup.The<CreatePayoutRule>().RunAsync(CallSetup.Admin, campaign.Id, new(null, "connected", null, null, 1));
        var pixel = (
            await setup
                .The<CreatePixel>()
                .RunAsync(CallSetup.Admin, new("P", "payout", "https://x.example/", Publishers: [publisher.Id.Value]))
        ).Value;
        await setup.The<AttachPixel>().RunAsync(CallSetup.Admin, campaign.Id, pixel.Id);
        var uses = setup.The<ListCallUses>();
        Assert.Equal(
            [
                new CallUse(CallUser.CallCampaign, campaign.Id.Value, "Roofing", CallUseAs.Payout, true),
                new CallUse(CallUser.Pixel, pixel.Id.Value, "P", CallUseAs.Listed, true),
            ],
            (await uses.RunAsync(WithoutRights, UsedThing.Publisher, publisher.Id.Value)).Value.Items
        );
        Assert.Empty((await uses.RunAsync(WithoutRights, UsedThing.Publisher, other.Id.Value)).Value.Items);
        Assert.Equal(
            [new CallUse(CallUser.CallCampaign, campaign.Id.Value, "Roofing", CallUseAs.Attached, true)],
            (await uses.RunAsync(WithoutRights, UsedThing.Pixel, pixel.Id.Value)).Value.Items
        );
        await setup.The<DetachPixel>().RunAsync(CallSetup.Admin, campaign.Id, pixel.Id);
        Assert.Empty((await uses.RunAsync(WithoutRights, UsedThing.Pixel, pixel.Id.Value)).Value.Items);
        Assert.IsType<Missing>((await uses.RunAsync(WithoutRights, UsedThing.Pixel, "EV1")).Refusal);
        Assert.IsType<Missing>((await uses.RunAsync(WithoutRights, UsedThing.Publisher, "AF1")).Refusal);
    }
}
