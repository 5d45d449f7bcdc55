using Ringpost.Api.History;
using Ringpost.CallTracking.Buyers;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Guards;
using Ringpost.CallTracking.Hooks;
using Ringpost.CallTracking.Numbers;
using Ringpost.CallTracking.Payouts;
using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.Publishers;
using Ringpost.CallTracking.Routes;
using Ringpost.CallTracking.Targets;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Configuration;

public sealed class DuplicateTests
{
    [Theory, EachDatabase]
    public async Task A_campaign_is_copied_with_its_routes_payouts_pixels_and_doors_and_without_its_numbers(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (source, publisher, target, pixel) = await FullCampaignAsync(setup);
        await setup.NumberAsync(source.Id, publisher.Id);

        var copy = (await setup.The<DuplicateCallCampaign>().RunAsync(CallSetup.Admin, source.Id)).Value;
        Assert.Equal(
            source with
            {
                Id = copy.Id,
                Name = "Auto insurance (copy)",
                Enabled = false,
                CreatedAt = copy.CreatedAt,
            },
            copy with
            {
                Guards = source.Guards,
            }
        );
        Assert.NotEqual(source.Id, copy.Id);
        var picture = await setup.SnapshotAsync();
        Assert.Equal(picture.Campaigns[source.Id].Guards, picture.Campaigns[copy.Id].Guards);
        Assert.Equal(90, picture.Campaigns[copy.Id].Guards.Spam.Seconds);
        Assert.Equal(copy with { Guards = picture.Campaigns[copy.Id].Guards }, picture.Campaigns[copy.Id]);

        var route = Assert.Single((await setup.The<ListRoutes>().RunAsync(CallSetup.Reader, copy.Id)).Value.Items);
        Assert.Equal((target.Id, 2, 5, 25_500_000L), (route.TargetId, route.Priority, route.Weight, route.Conversion.Revenue));
        Assert.Equal(
            (await setup.The<ListPayoutRules>().RunAsync(CallSetup.Reader, source.Id)).Value.Items.Select(Plain),
            (await setup.The<ListPayoutRules>().RunAsync(CallSetup.Reader, copy.Id)).Value.Items.Select(Plain)
        );
        Assert.Equal([pixel.Id], (await setup.The<ListCampaignPixels>().RunAsync(CallSetup.Reader, copy.Id)).Value.Items.Select(p => p.Id));
        Assert.Empty((await setup.The<ListNumbers>().RunAsync(CallSetup.Reader, null, copy.Id, null, new PageRequest())).Value.Items);

        // The source lost nothing, and the copy is free: its target is held by both.
        Assert.Single((await setup.The<ListRoutes>().RunAsync(CallSetup.Reader, source.Id)).Value.Items);
        Assert.Contains(
            "Auto insurance (copy)",
            (await setup.The<ArchiveTarget>().RunAsync(CallSetup.Admin, target.Id)).Refusal!.Message,
            StringComparison.Ordinal
        );
    }

    [Theory, EachDatabase]
    public async Task Its_history_begins_with_what_it_was_made_of_and_names_each_part(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (source, _, _, _) = await FullCampaignAsync(setup);
        var copy = (await setup.The<DuplicateCallCampaign>().RunAsync(CallSetup.Admin, source.Id)).Value;
        var history = (await new ListChanges(setup.Database).RunAsync(CallSetup.Reader, "call-campaign", copy.Id.Value, new PageRequest()))
            .Value
            .Items;
        Assert.Equal(
            ["call-campaign attach-pixel", "payout-rule create", "payout-rule create", "route create", "call-campaign duplicate"],
            history.Select(h => $"{h.Kind} {h.Action}")
        );
        Assert.Contains(new FieldChange("duplicateOf", null, source.Id.Value), history[^1].Changes);
        Assert.Contains(new FieldChange("name", null, "Auto insurance (copy)"), history[^1].Changes);
    }

    [Theory, EachDatabase]
    public async Task Target_buyer_and_publisher_are_copied_paused_with_all_their_settings(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var buyer = (
            await setup
                .The<CreateBuyer>()
                .RunAsync(CallSetup.Admin, new("Acme", "17", new("allTargets", "connected", 3), 2, new(Daily: 10, AllTimeSum: 900), 4))
        ).Value;
        var buyerCopy = (await setup.The<DuplicateBuyer>().RunAsync(CallSetup.Admin, buyer.Id)).Value;
        Assert.Equal(buyer with { Id = buyerCopy.Id, Name = "Acme (copy)", Enabled = false, CreatedAt = buyerCopy.CreatedAt }, buyerCopy);
        Assert.Equal(buyerCopy, (await setup.The<GetBuyer>().RunAsync(CallSetup.Reader, buyerCopy.Id)).Value);

        var target = (
            await setup
                .The<CreateTarget>()
                .RunAsync(
                    CallSetup.Admin,
                    new("Line 1", buyer.Id, new("sip", "sip:sales@pbx.example.com"), 45, 2, RecoverSeconds: 9, Caps: new(Hourly: 3))
                )
        ).Value;
        var targetCopy = (await setup.The<DuplicateTarget>().RunAsync(CallSetup.Admin, target.Id)).Value;
        Assert.Equal(
            target with
            {
                Id = targetCopy.Id,
                Name = "Line 1 (copy)",
                Enabled = false,
                CreatedAt = targetCopy.CreatedAt,
                Filters = targetCopy.Filters,
            },
            targetCopy
        );
        Assert.Equal(targetCopy.Id, (await setup.The<GetTarget>().RunAsync(CallSetup.Reader, targetCopy.Id)).Value.Id);

        var publisher = (
            await setup
                .The<CreatePublisher>()
                .RunAsync(CallSetup.Admin, new("Call House", "34", new(Monthly: 5), 2, true, "Call House LLC"))
        ).Value;
        await setup.NumberAsync((await setup.CampaignAsync()).Id, publisher.Id);
        var publisherCopy = (await setup.The<DuplicatePublisher>().RunAsync(CallSetup.Admin, publisher.Id)).Value;
        Assert.Equal(
            publisher with
            {
                Id = publisherCopy.Id,
                Name = "Call House (copy)",
                Enabled = false,
                CreatedAt = publisherCopy.CreatedAt,
            },
            publisherCopy
        );
        // Nothing hangs on it.
        Assert.True((await setup.The<ArchivePublisher>().RunAsync(CallSetup.Admin, publisherCopy.Id)).IsOk);
    }

    [Theory, EachDatabase]
    public async Task Pixel_and_webhook_are_copied_paused_and_the_webhook_has_a_URL_of_its_own(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var publisher = await setup.PublisherAsync();
        var pixel = (
            await setup
                .The<CreatePixel>()
                .RunAsync(
                    CallSetup.Admin,
                    new(
                        "To tracker",
                        "connected",
                        "https://x.example/?t=[Call:InboundCallId]",
                        "POST",
                        new Dictionary<string, string> { ["X-Key"] = "secret" },
                        "a=1",
                        "application/x-www-form-urlencoded",
                        DelaySeconds: 30,
                        Publishers: [publisher.Id.Value],
                        EachConnection: true,
                        AnswerHas: "OK",
                        AnswerStatus: "200"
                    )
                )
        ).Value;
        await setup.The<AttachPixel>().RunAsync(CallSetup.Admin, (await setup.CampaignAsync()).Id, pixel.Id);
        var copy = (await setup.The<DuplicatePixel>().RunAsync(CallSetup.Admin, pixel.Id)).Value;
        var read = (await setup.The<GetPixel>().RunAsync(CallSetup.Admin, copy.Id)).Value;
        Assert.Equal(
            ("To tracker (copy)", false, pixel.Url, "POST", "secret", "a=1", 30, publisher.Id, true, "OK", "200"),
            (
                read.Name,
                read.Enabled,
                read.Url,
                read.Method,
                read.Headers["X-Key"],
                read.Body,
                read.DelaySeconds,
                Assert.Single(read.Publishers),
                read.EachConnection,
                read.AnswerHas,
                read.AnswerStatus
            )
        );
        // Attached to nothing, so that it can go at once.
        Assert.True((await setup.The<ArchivePixel>().RunAsync(CallSetup.Admin, copy.Id)).IsOk);

        var hook = (
            await setup
                .The<CreateHook>()
                .RunAsync(
                    CallSetup.Admin,
                    new("Acme sold", "call", "amount", new("sold=1"), true, new("a secret of length"), ["192.0.2.1"], new(500m))
                )
        ).Value;
        var hookCopy = (await setup.The<DuplicateHook>().RunAsync(CallSetup.Admin, hook.Id)).Value;
        Assert.NotEqual(hook.Path, hookCopy.Path);
        Assert.Equal(
            ("Acme sold (copy)", false, "call", "amount", "sold=1", true, true, "192.0.2.1", 500m),
            (
                hookCopy.Name,
                hookCopy.Enabled,
                hookCopy.CallToken,
                hookCopy.RevenueToken,
                hookCopy.Flag,
                hookCopy.KeepTags,
                hookCopy.SecretSet,
                Assert.Single(hookCopy.Senders),
                hookCopy.Maximum
            )
        );
    }

    [Theory, EachDatabase]
    public async Task What_is_archived_or_unknown_is_not_copied_and_readers_copy_nothing(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = await setup.CampaignAsync();
        var target = await setup.TargetAsync();
        var publisher = await setup.PublisherAsync();
        Assert.IsType<Forbidden>((await setup.The<DuplicateCallCampaign>().RunAsync(CallSetup.Reader, campaign.Id)).Refusal);
        Assert.IsType<Forbidden>((await setup.The<DuplicateTarget>().RunAsync(CallSetup.Reader, target.Id)).Refusal);
        Assert.IsType<Forbidden>((await setup.The<DuplicatePublisher>().RunAsync(CallSetup.Reader, publisher.Id)).Refusal);
        Assert.IsType<Forbidden>((await setup.The<DuplicateBuyer>().RunAsync(CallSetup.Reader, new BuyerId("BU1"))).Refusal);
        Assert.IsType<Forbidden>((await setup.The<DuplicatePixel>().RunAsync(CallSetup.Reader, new PixelId("EV1"))).Refusal);
        Assert.IsType<Forbidden>((await setup.The<DuplicateHook>().RunAsync(CallSetup.Reader, new HookId("WH1"))).Refusal);

        Assert.IsType<Missing>((await setup.The<DuplicateBuyer>().RunAsync(CallSetup.Admin, new BuyerId("BU1"))).Refusal);
        Assert.IsType<Missing>((await setup.The<DuplicatePixel>().RunAsync(CallSetup.Admin, new PixelId("EV1"))).Refusal);
        Assert.IsType<Missing>((await setup.The<DuplicateHook>().RunAsync(CallSetup.Admin, new HookId("WH1"))).Refusal);
        Assert.True((await setup.The<ArchiveCallCampaign>().RunAsync(CallSetup.Admin, campaign.Id)).IsOk);
        Assert.True((await setup.The<ArchiveTarget>().RunAsync(CallSetup.Admin, target.Id)).IsOk);
        Assert.True((await setup.The<ArchivePublisher>().RunAsync(CallSetup.Admin, publisher.Id)).IsOk);
        Assert.Equal("archived", (await setup.The<DuplicateCallCampaign>().RunAsync(CallSetup.Admin, campaign.Id)).Refusal?.Type);
        Assert.Equal("archived", (await setup.The<DuplicateTarget>().RunAsync(CallSetup.Admin, target.Id)).Refusal?.Type);
        Assert.Equal("archived", (await setup.The<DuplicatePublisher>().RunAsync(CallSetup.Admin, publisher.Id)).Refusal?.Type);
        Assert.Empty((await setup.The<ListCallCampaigns>().RunAsync(CallSetup.Reader, null, new PageRequest())).Value.Items);
    }

    private static (PublisherId?, PayoutOn, int, long, int, int) Plain(PayoutRule rule) =>
        (rule.PublisherId, rule.On, rule.Seconds, rule.Amount, rule.DedupeSeconds, rule.Position);

    private static async Task<(CallCampaign Campaign, Publisher Publisher, Target Target, PixelSetting Pixel)> FullCampaignAsync(
        CallSetup setup
    )
    {
        var (publisher, target, made) = (await setup.PublisherAsync(), await setup.TargetAsync(), await setup.CampaignAsync());
        await setup.The<ChangeCampaignGuards>().RunAsync(CallSetup.Admin, made.Id, new(Spam: new(90)));
        await setup
            .The<ChangeCallCampaign>()
            .RunAsync(
                CallSetup.Admin,
                made.Id,
                new(
                    TrackingId: "12",
                    DialAttempts: 5,
                    RecordCalls: true,
                    OnePayoutPerCaller: true,
                    RecoverSeconds: 7,
                    Fallback: new(new("target", target.Id)),
                    RecordingNotice: new("none")
                )
            );
        await setup
            .The<CreateRoute>()
            .RunAsync(CallSetup.Admin, made.Id, new(target.Id, new("callLength", 60, Revenue: 25.5m), Priority: 2, Weight: 5));
        await setup.The<CreatePayoutRule>().RunAsync(CallSetup.Admin, made.Id, new(null, "callLength", 60, "connected", 18m));
        await setup
            .The<CreatePayoutRule>()
            .RunAsync(CallSetup.Admin, made.Id, new(publisher.Id, "converted", null, null, 20m, DedupeSeconds: -1));
        var pixel = (
            await setup.The<CreatePixel>().RunAsync(CallSetup.Admin, new("P", "payout", "https://x.example/?t=[Call:InboundCallId]"))
        ).Value;
        await setup.The<AttachPixel>().RunAsync(CallSetup.Admin, made.Id, pixel.Id);
        return ((await setup.SnapshotAsync()).Campaigns[made.Id], publisher, target, pixel);
    }
}
