using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.CallTracking.Hours;
using Ringpost.CallTracking.Payouts;
using Ringpost.CallTracking.Routes;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Campaigns;

public sealed class PayoutRuleTests
{
    private static readonly OpeningHoursRequest Hours = new("UTC", [new("monday", "09:00", "17:00")]);
    private static readonly TagRuleRequest Filter = new([new("InboundNumber:State", "equals", "CA")]);

    [Theory, EachDatabase]
    public async Task A_rule_keeps_its_share_window_hours_and_filter_and_changes_one_at_a_time(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = await setup.CampaignAsync();
        var created = (
            await setup
                .The<CreatePayoutRule>()
                .RunAsync(
                    CallSetup.Admin,
                    campaign.Id,
                    new(null, "converted", null, null, null, new(12.5m, 1, 20.25m), [Filter], Hours, 432_000)
                )
        ).Value;
        Assert.Equal((new RevenueShare(12_500_000, 1, 20.25m), 0, 432_000), (created.RevenueShare, created.Amount, created.DedupeSeconds));
        Assert.Equal(created, Assert.Single((await setup.SnapshotAsync()).Payouts[campaign.Id]));

        var change = setup.The<ChangePayoutRule>();
        var changed = (await change.RunAsync(CallSetup.Admin, campaign.Id, created.Id, new(Amount: 7.5m))).Value;
        Assert.Equal(created with { RevenueShare = null, Amount = 7_500_000 }, changed);
        changed = (
            await change.RunAsync(
                CallSetup.Admin,
                campaign.Id,
                created.Id,
                new(RevenueShare: new(new(50)), Filters: [], Hours: new(null), DedupeSeconds: -1)
            )
        ).Value;
        Assert.Equal(created with { RevenueShare = new(50_000_000), Filters = TagFilter.None, Hours = null, DedupeSeconds = -1 }, changed);
        Assert.Equal(["amount"], Errors(await change.RunAsync(CallSetup.Admin, campaign.Id, created.Id, new(RevenueShare: new(null)))));
    }

    [Theory, EachDatabase]
    public async Task Rules_are_put_in_another_order_by_naming_all_of_them(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = await setup.CampaignAsync();
        var ids = new List<PayoutRuleId>();
        for (var i = 1; i <= 3; i++)
            ids.Add(
                (await setup.The<CreatePayoutRule>().RunAsync(CallSetup.Admin, campaign.Id, new(null, "connected", null, null, i))).Value.Id
            );
        var order = setup.The<OrderPayoutRules>();
        PayoutRuleId[] wanted = [ids[2], ids[0], ids[1]];
        Assert.Equal(wanted, (await order.RunAsync(CallSetup.Admin, campaign.Id, new(wanted))).Value.Items.Select(r => r.Id));
        Assert.Equal(wanted, (await setup.SnapshotAsync()).Payouts[campaign.Id].Select(r => r.Id));
        Assert.Equal(["ids"], Errors(await order.RunAsync(CallSetup.Admin, campaign.Id, new([ids[0], ids[0], ids[1]]))));
        Assert.Equal(["ids"], Errors(await order.RunAsync(CallSetup.Admin, campaign.Id, new([ids[0]]))));
        Assert.IsType<Forbidden>((await order.RunAsync(CallSetup.Reader, campaign.Id, new(wanted))).Refusal);
    }

    [Theory, EachDatabase]
    public async Task What_is_wrong_stands_at_its_field(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = await setup.CampaignAsync();
        var target = await setup.TargetAsync();
        var create = setup.The<CreatePayoutRule>();
        Assert.Equal(
            ["dedupeSeconds", "revenueShare", "revenueShare.maximum", "revenueShare.percent"],
            Errors(
                    await create.RunAsync(
                        CallSetup.Admin,
                        campaign.Id,
                        new(null, "converted", null, null, 5, new(101, 3, 2), DedupeSeconds: -2)
                    )
                )
                .Order()
        );
        Assert.Equal(["amount"], Errors(await create.RunAsync(CallSetup.Admin, campaign.Id, new(null, "converted", null, null, null))));
        Assert.Equal(
            ["conversion.dedupeSeconds", "conversion.lengths[0].seconds", "conversion.lengths[1].revenue"],
            Errors(
                    await setup
                        .The<CreateRoute>()
                        .RunAsync(
                            CallSetup.Admin,
                            campaign.Id,
                            new(target.Id, new("callLength", 60, null, 5, [new(60, 7), new(90, null)], int.MaxValue))
                        )
                )
                .Order()
        );
    }

    [Theory, EachDatabase]
    public async Task A_route_keeps_its_lengths_and_window_and_a_campaign_its_switch(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = await setup.CampaignAsync();
        var target = await setup.TargetAsync();
        var created = (
            await setup
                .The<CreateRoute>()
                .RunAsync(CallSetup.Admin, campaign.Id, new(target.Id, new("callLength", 60, null, 5, [new(300, 40), new(120, 25)], 3600)))
        ).Value;
        Assert.Equal([120, 300], created.Conversion.Lengths!.Steps.Select(s => s.Seconds));
        Assert.Equal(created, Assert.Single((await setup.SnapshotAsync()).Routes[campaign.Id]));
        Assert.True(
            (await setup.The<ChangeCallCampaign>().RunAsync(CallSetup.Admin, campaign.Id, new(OnePayoutPerCaller: true)))
                .Value
                .OnePayoutPerCaller
        );
        Assert.True((await setup.SnapshotAsync()).Campaigns[campaign.Id].OnePayoutPerCaller);
    }

    private static IEnumerable<string> Errors<T>(Result<T> result) => Assert.IsType<Invalid>(result.Refusal).Errors.Keys;
}
