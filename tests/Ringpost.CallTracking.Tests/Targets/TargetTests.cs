using Ringpost.CallTracking.Buyers;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Payouts;
using Ringpost.CallTracking.Publishers;
using Ringpost.CallTracking.Routes;
using Ringpost.CallTracking.Targets;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Targets;

public sealed class TargetTests
{
    [Theory, EachDatabase]
    public async Task A_destination_is_a_number_or_a_SIP_URI(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var sip = (
            await setup
                .The<CreateTarget>()
                .RunAsync(CallSetup.Admin, new("S", null, new("sip", "sip:sales+1@pbx.example.com:5061;transport=tls")))
        ).Value;
        Assert.Equal(new Destination(DestinationType.Sip, "sip:sales+1@pbx.example.com:5061;transport=tls"), sip.Destination);
        var number = (await setup.The<CreateTarget>().RunAsync(CallSetup.Admin, new("N", null, new(null, "(202) 555-0190"), 45, 2))).Value;
        Assert.Equal(
            (new Destination(DestinationType.Number, "+12025550190"), 45, 2),
            (number.Destination, number.RingSeconds, number.ConcurrencyCap)
        );

        foreach (var bad in new[] { "sales@example.com", "sip:", "sip:a b@example.com", "sip:a@example.com\r\nX: y" })
            Assert.Equal(
                ["destination.value"],
                Errors(await setup.The<CreateTarget>().RunAsync(CallSetup.Admin, new("S", null, new("sip", bad))))
            );
        Assert.Equal(
            ["buyerId", "concurrencyCap", "destination.value", "name", "ringSeconds"],
            Errors(await setup.The<CreateTarget>().RunAsync(CallSetup.Admin, new("", new BuyerId("BU1"), new("number", "12"), 0, 0)))
                .Order()
        );
        Assert.Equal(["destination"], Errors(await setup.The<CreateTarget>().RunAsync(CallSetup.Admin, new("S", null, null))));
    }

    [Theory, EachDatabase]
    public async Task A_change_keeps_what_is_absent_and_clears_what_is_null(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var buyer = (await setup.The<CreateBuyer>().RunAsync(CallSetup.Admin, new("Acme"))).Value;
        var target = (
            await setup.The<CreateTarget>().RunAsync(CallSetup.Admin, new("T", buyer.Id, new("number", "+12025550190"), 20, 3))
        ).Value;
        var paused = (await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, target.Id, new(Enabled: false))).Value;
        Assert.Equal(target with { Enabled = false }, paused);
        var cleared = (
            await setup
                .The<ChangeTarget>()
                .RunAsync(CallSetup.Admin, target.Id, new(BuyerId: new((BuyerId?)null), ConcurrencyCap: new((int?)null)))
        ).Value;
        Assert.Equal(paused with { BuyerId = null, ConcurrencyCap = null }, cleared);
        Assert.Equal(cleared, (await setup.The<GetTarget>().RunAsync(CallSetup.Reader, target.Id)).Value);
    }

    [Theory, EachDatabase]
    public async Task What_is_in_use_is_not_archived(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = await setup.CampaignAsync("Roofing");
        var buyer = (await setup.The<CreateBuyer>().RunAsync(CallSetup.Admin, new("Acme"))).Value;
        var target = await setup.TargetAsync(buyer: buyer.Id);
        var route = (
            await setup.The<CreateRoute>().RunAsync(CallSetup.Admin, campaign.Id, new(target.Id, new("connected", Revenue: 1)))
        ).Value;
        Assert.Equal("in-use", (await setup.The<ArchiveBuyer>().RunAsync(CallSetup.Admin, buyer.Id)).Refusal?.Type);
        Assert.Contains(
            "Roofing",
            (await setup.The<ArchiveTarget>().RunAsync(CallSetup.Admin, target.Id)).Refusal!.Message,
            StringComparison.Ordinal
        );
        Assert.True((await setup.The<DeleteRoute>().RunAsync(CallSetup.Admin, campaign.Id, route.Id)).IsOk);
        Assert.True((await setup.The<ArchiveTarget>().RunAsync(CallSetup.Admin, target.Id)).IsOk);
        Assert.True((await setup.The<ArchiveBuyer>().RunAsync(CallSetup.Admin, buyer.Id)).IsOk);
        Assert.Empty((await setup.The<ListTargets>().RunAsync(CallSetup.Reader, null, null, new PageRequest())).Value.Items);
    }

    [Theory, EachDatabase]
    public async Task Routes_say_what_is_wrong_and_a_target_stands_once_on_a_campaign(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = await setup.CampaignAsync();
        var target = await setup.TargetAsync();
        var create = setup.The<CreateRoute>();
        Assert.Equal(
            ["conversion", "priority", "targetId", "weight"],
            Errors(await create.RunAsync(CallSetup.Admin, campaign.Id, new(null, null, 0, 0))).Order()
        );
        Assert.Equal(
            ["conversion.on", "conversion.revenue", "conversion.timerStart"],
            Errors(await create.RunAsync(CallSetup.Admin, campaign.Id, new(target.Id, new("answered", null, "noon", null)))).Order()
        );
        Assert.Equal(
            ["conversion.seconds"],
            Errors(await create.RunAsync(CallSetup.Admin, campaign.Id, new(target.Id, new("callLength", Revenue: 1))))
        );
        Assert.Equal(["targetId"], Errors(await create.RunAsync(CallSetup.Admin, campaign.Id, new(new TargetId("TA1"), new("postback")))));
        Assert.IsType<Missing>((await create.RunAsync(CallSetup.Admin, new("CA1"), new(target.Id, new("postback")))).Refusal);

        var route = (await create.RunAsync(CallSetup.Admin, campaign.Id, new(target.Id, new("postback")))).Value;
        Assert.Equal(["targetId"], Errors(await create.RunAsync(CallSetup.Admin, campaign.Id, new(target.Id, new("postback")))));
        var changed = (
            await setup
                .The<ChangeRoute>()
                .RunAsync(CallSetup.Admin, campaign.Id, route.Id, new(2, null, new("callLength", 90, "dialed", 12.5m), false))
        ).Value;
        Assert.Equal(new ConversionSetting(ConvertOn.CallLength, 90, TimerStart.Dialed, 12_500_000), changed.Conversion);
        Assert.Equal([new RouteLine(changed, null)], (await setup.The<ListRoutes>().RunAsync(CallSetup.Reader, campaign.Id)).Value.Items);
    }

    [Theory, EachDatabase]
    public async Task Payout_rules_are_asked_in_order_and_say_what_is_wrong(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = await setup.CampaignAsync();
        var publisher = await setup.PublisherAsync();
        var create = setup.The<CreatePayoutRule>();
        Assert.Equal(
            ["amount", "on", "publisherId"],
            Errors(await create.RunAsync(CallSetup.Admin, campaign.Id, new(new("AF1"), "never", null, null, null))).Order()
        );
        Assert.Equal(
            ["amount", "seconds"],
            Errors(await create.RunAsync(CallSetup.Admin, campaign.Id, new(null, "callLength", -1, null, -1))).Order()
        );
        var first = (await create.RunAsync(CallSetup.Admin, campaign.Id, new(null, "callLength", 60, null, 18))).Value;
        var second = (await create.RunAsync(CallSetup.Admin, campaign.Id, new(publisher.Id, "converted", null, null, 20))).Value;
        var moved = (
            await setup.The<ChangePayoutRule>().RunAsync(CallSetup.Admin, campaign.Id, first.Id, new(Position: 5, Seconds: 90))
        ).Value;
        Assert.Equal([second, moved], (await setup.The<ListPayoutRules>().RunAsync(CallSetup.Reader, campaign.Id)).Value.Items);
        Assert.Equal((90, PayoutOn.CallLength), (moved.Seconds, moved.On));
        Assert.Equal("in-use", (await setup.The<ArchivePublisher>().RunAsync(CallSetup.Admin, publisher.Id)).Refusal?.Type);
        Assert.True((await setup.The<DeletePayoutRule>().RunAsync(CallSetup.Admin, campaign.Id, second.Id)).IsOk);
        Assert.True((await setup.The<ArchivePublisher>().RunAsync(CallSetup.Admin, publisher.Id)).IsOk);
    }

    private static IEnumerable<string> Errors<T>(Result<T> result) => Assert.IsType<Invalid>(result.Refusal).Errors.Keys;
}
