using Ringpost.Api.Bulk;
using Ringpost.Api.History;
using Ringpost.CallTracking.Buyers;
using Ringpost.CallTracking.Campaigns;
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

public sealed class RestoreTests
{
    [Theory, EachDatabase]
    public async Task An_archived_campaign_is_listed_apart_and_comes_back_paused(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (kept, gone) = (await setup.CampaignAsync("Kept"), await setup.CampaignAsync("Gone"));
        var restore = setup.The<RestoreCallCampaign>();
        Assert.Equal("not-archived", (await restore.RunAsync(CallSetup.Admin, gone.Id)).Refusal?.Type);
        var archived = (await setup.The<ArchiveCallCampaign>().RunAsync(CallSetup.Admin, gone.Id)).Value;
        Assert.NotNull(archived.ArchivedAt);

        var list = setup.The<ListCallCampaigns>();
        Assert.Equal([kept.Id], (await list.RunAsync(CallSetup.Reader, null, new PageRequest())).Value.Items.Select(c => c.Id));
        var found = Assert.Single((await list.RunAsync(CallSetup.Reader, "gone", new PageRequest(), true)).Value.Items);
        Assert.Equal((gone.Id, archived.ArchivedAt, false), (found.Id, found.ArchivedAt, found.Enabled));
        Assert.Empty((await list.RunAsync(CallSetup.Reader, "kept", new PageRequest(), true)).Value.Items);
        Assert.Equal(archived.ArchivedAt, (await setup.The<GetCallCampaign>().RunAsync(CallSetup.Reader, gone.Id)).Value.ArchivedAt);
        Assert.Equal(
            new Clash("archived", "“Gone” is archived and out of use. Restore it first."),
            (await setup.The<ChangeCallCampaign>().RunAsync(CallSetup.Admin, gone.Id, new(Enabled: true))).Refusal
        );
        Assert.Empty((await setup.The<ListRoutes>().RunAsync(CallSetup.Reader, gone.Id)).Value.Items);

        Assert.IsType<Forbidden>((await restore.RunAsync(CallSetup.Reader, gone.Id)).Refusal);
        Assert.IsType<Missing>((await restore.RunAsync(CallSetup.Admin, new CallCampaignId("CA1"))).Refusal);
        var restored = (await restore.RunAsync(CallSetup.Admin, gone.Id)).Value;
        Assert.Equal((gone.Name, false, (Instant?)null), (restored.Name, restored.Enabled, restored.ArchivedAt));
        Assert.Null((await setup.SnapshotAsync()).Campaigns[gone.Id].ArchivedAt);
        Assert.Empty((await list.RunAsync(CallSetup.Reader, null, new PageRequest(), true)).Value.Items);

        var history = await new ListChanges(setup.Database).RunAsync(CallSetup.Reader, "call-campaign", $"{gone.Id}", new PageRequest());
        Assert.Equal(["restore", "archive", "create"], history.Value.Items.Select(c => c.Action));
        Assert.Equal([new FieldChange("archived", "true", "false")], history.Value.Items[0].Changes);
        Assert.Equal([new FieldChange("archived", "false", "true")], history.Value.Items[1].Changes);
    }

    [Theory, EachDatabase]
    public async Task A_campaign_waits_for_the_targets_publishers_and_pixels_that_it_names(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = await setup.CampaignAsync();
        var (target, fallback) = (await setup.TargetAsync("Line 1"), await setup.TargetAsync("Line 2"));
        var publisher = await setup.PublisherAsync();
        var pixel = (await setup.The<CreatePixel>().RunAsync(CallSetup.Admin, new("Tell", "completed", "https://tell.example/"))).Value;
        Assert.True(
            (await setup.The<CreateRoute>().RunAsync(CallSetup.Admin, campaign.Id, new(target.Id, new("connected", Revenue: 1)))).IsOk
        );
        Assert.True(
            (await setup.The<CreatePayoutRule>().RunAsync(CallSetup.Admin, campaign.Id, new(publisher.Id, "connected", null, null, 1))).IsOk
        );
        Assert.True((await setup.The<AttachPixel>().RunAsync(CallSetup.Admin, campaign.Id, pixel.Id)).IsOk);
        var change = new ChangeCallCampaign.Request(Fallback: new(new("target", fallback.Id)));
        Assert.True((await setup.The<ChangeCallCampaign>().RunAsync(CallSetup.Admin, campaign.Id, change)).IsOk);

        Assert.True((await setup.The<ArchiveCallCampaign>().RunAsync(CallSetup.Admin, campaign.Id)).IsOk);
        Assert.True((await setup.The<ArchiveTarget>().RunAsync(CallSetup.Admin, target.Id)).IsOk);
        Assert.True((await setup.The<ArchiveTarget>().RunAsync(CallSetup.Admin, fallback.Id)).IsOk);
        Assert.True((await setup.The<ArchivePublisher>().RunAsync(CallSetup.Admin, publisher.Id)).IsOk);
        Assert.True((await setup.The<ArchivePixel>().RunAsync(CallSetup.Admin, pixel.Id)).IsOk);
        async Task<Refusal?> RefusalAsync() => (await setup.The<RestoreCallCampaign>().RunAsync(CallSetup.Admin, campaign.Id)).Refusal;
        var all = await RefusalAsync();
        Assert.Equal("archived", all?.Type);
        Assert.Equal(
            "It hangs on these, which are archived: target “Line 1”, fallback “Line 2”, publisher “Call House”, pixel “Tell”. Restore them first.",
            all?.Message
        );

        Assert.True((await setup.The<RestoreTarget>().RunAsync(CallSetup.Admin, target.Id)).IsOk);
        Assert.True((await setup.The<RestorePublisher>().RunAsync(CallSetup.Admin, publisher.Id)).IsOk);
        Assert.True((await setup.The<RestorePixel>().RunAsync(CallSetup.Admin, pixel.Id)).IsOk);
        Assert.Equal("It hangs on the fallback “Line 2”, which is archived. Restore that first.", (await RefusalAsync())?.Message);
        Assert.True((await setup.The<RestoreTarget>().RunAsync(CallSetup.Admin, fallback.Id)).IsOk);
        Assert.Null(await RefusalAsync());
        Assert.Single((await setup.The<ListRoutes>().RunAsync(CallSetup.Reader, campaign.Id)).Value.Items);
    }

    [Theory, EachDatabase]
    public async Task A_target_waits_for_its_buyer_and_the_targets_that_ring_in_it(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var buyer = (await setup.The<CreateBuyer>().RunAsync(CallSetup.Admin, new("Acme"))).Value;
        var (one, two) = (await setup.TargetAsync("One", buyer.Id), await setup.TargetAsync("Two"));
        var group = (
            await setup.The<CreateTarget>().RunAsync(CallSetup.Admin, new("Both", null, new("group", Members: [one.Id, two.Id])))
        ).Value;
        foreach (var target in new[] { group, one, two })
            Assert.True((await setup.The<ArchiveTarget>().RunAsync(CallSetup.Admin, target.Id)).IsOk);
        Assert.True((await setup.The<ArchiveBuyer>().RunAsync(CallSetup.Admin, buyer.Id)).IsOk);
        var restore = setup.The<RestoreTarget>();
        Assert.Equal(
            "It hangs on the buyer “Acme”, which is archived. Restore that first.",
            (await restore.RunAsync(CallSetup.Admin, one.Id)).Refusal?.Message
        );
        var waiting = (await restore.RunAsync(CallSetup.Admin, group.Id)).Refusal?.Message;
        Assert.Contains("target “One”", waiting, StringComparison.Ordinal);
        Assert.Contains("target “Two”", waiting, StringComparison.Ordinal);

        Assert.True((await setup.The<RestoreBuyer>().RunAsync(CallSetup.Admin, buyer.Id)).IsOk);
        foreach (var target in new[] { one, two, group })
            Assert.False((await restore.RunAsync(CallSetup.Admin, target.Id)).Value.Enabled);
        Assert.Equal(3, (await setup.The<ListTargets>().RunAsync(CallSetup.Reader, null, null, new PageRequest())).Value.Items.Count);
    }

    [Theory, EachDatabase]
    public async Task A_number_comes_back_to_its_publisher_unless_somebody_has_it(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (campaign, other) = (await setup.CampaignAsync("Old"), await setup.CampaignAsync("New"));
        var (publisher, second) = (await setup.PublisherAsync("First"), await setup.PublisherAsync("Second"));
        var number = await setup.NumberAsync(campaign.Id, publisher.Id);
        Assert.True((await setup.The<ArchiveNumber>().RunAsync(CallSetup.Admin, number.Id)).IsOk);
        Assert.True((await setup.The<ArchiveCallCampaign>().RunAsync(CallSetup.Admin, campaign.Id)).IsOk);
        var restore = setup.The<RestoreNumber>();
        Assert.Equal(
            "It hangs on the campaign “Old”, which is archived. Restore that first.",
            (await restore.RunAsync(CallSetup.Admin, number.Id)).Refusal?.Message
        );
        Assert.True((await setup.The<RestoreCallCampaign>().RunAsync(CallSetup.Admin, campaign.Id)).IsOk);

        var again = (await setup.The<CreateNumber>().RunAsync(CallSetup.Admin, new("+12025550181", other.Id, second.Id, true))).Value;
        var taken = (await restore.RunAsync(CallSetup.Admin, number.Id)).Refusal;
        Assert.Equal("number-taken", taken?.Type);
        Assert.Contains("belongs to the campaign “New”", taken?.Message, StringComparison.Ordinal);
        Assert.True((await setup.The<ArchiveNumber>().RunAsync(CallSetup.Admin, again.Id)).IsOk);
        Assert.Equal("number-rests", (await restore.RunAsync(CallSetup.Admin, number.Id)).Refusal?.Type);

        var back = (await restore.RunAsync(CallSetup.Admin, again.Id)).Value;
        Assert.Equal((second.Id, false, (Instant?)null), (back.PublisherId, back.Enabled, back.ArchivedAt));
        var assignments = (await setup.The<ListNumberAssignments>().RunAsync(CallSetup.Reader, again.Id)).Value.Items;
        Assert.Equal(
            [(second.Id, true), (second.Id, false), (publisher.Id, false)],
            assignments.Select(a => (a.PublisherId, a.To is null))
        );
        Assert.Equal(again.Id, (await setup.SnapshotAsync()).Numbers["+12025550181"].Id);
        Assert.Equal(
            number.Id,
            Assert
                .Single((await setup.The<ListNumbers>().RunAsync(CallSetup.Reader, null, null, null, new PageRequest(), true)).Value.Items)
                .Id
        );
    }

    [Theory, EachDatabase]
    public async Task A_number_that_rests_for_another_publisher_comes_back_by_an_override_that_is_recorded(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = await setup.CampaignAsync();
        var (first, second) = (await setup.PublisherAsync("First"), await setup.PublisherAsync("Second"));
        var number = await setup.NumberAsync(campaign.Id, first.Id);
        Assert.True((await setup.The<ArchiveNumber>().RunAsync(CallSetup.Admin, number.Id)).IsOk);
        var again = (await setup.The<CreateNumber>().RunAsync(CallSetup.Admin, new("+12025550181", campaign.Id, second.Id, true))).Value;
        Assert.True((await setup.The<ArchiveNumber>().RunAsync(CallSetup.Admin, again.Id)).IsOk);
        var restore = setup.The<RestoreNumber>();
        var resting = (await restore.RunAsync(CallSetup.Admin, number.Id)).Refusal;
        Assert.Equal("number-rests", resting?.Type);
        Assert.EndsWith("It can be given now by an explicit override.", resting?.Message, StringComparison.Ordinal);

        var back = (await restore.RunAsync(CallSetup.Admin, number.Id, new(OverrideRest: true))).Value;
        Assert.Equal((first.Id, false, (Instant?)null), (back.PublisherId, back.Enabled, back.ArchivedAt));
        var assignments = (await setup.The<ListNumberAssignments>().RunAsync(CallSetup.Reader, number.Id)).Value.Items;
        Assert.Equal(
            [(first.Id, true, true), (second.Id, false, true), (first.Id, false, false)],
            assignments.Select(a => (a.PublisherId, a.To is null, a.RestOverridden))
        );
        // Where nothing rests there is nothing to override.
        Assert.True((await setup.The<ArchiveNumber>().RunAsync(CallSetup.Admin, number.Id)).IsOk);
        Assert.True((await restore.RunAsync(CallSetup.Admin, number.Id, new(OverrideRest: true))).IsOk);
        Assert.False((await setup.The<ListNumberAssignments>().RunAsync(CallSetup.Reader, number.Id)).Value.Items[0].RestOverridden);
    }

    [Theory, EachDatabase]
    public async Task What_is_archived_says_so_to_whoever_changes_archives_or_names_it(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (campaign, kept) = (await setup.CampaignAsync("Campaign"), await setup.CampaignAsync("Kept"));
        var (publisher, target) = (await setup.PublisherAsync("Publisher"), await setup.TargetAsync("Target"));
        var buyer = (await setup.The<CreateBuyer>().RunAsync(CallSetup.Admin, new("Buyer"))).Value;
        var number = await setup.NumberAsync(kept.Id);
        var pixel = (await setup.The<CreatePixel>().RunAsync(CallSetup.Admin, new("Pixel", "completed", "https://tell.example/"))).Value;
        var hook = (await setup.The<CreateHook>().RunAsync(CallSetup.Admin, new("Hook"))).Value;

        async Task<Refusal?[]> ArchiveAsync() =>
            [
                (await setup.The<ArchiveCallCampaign>().RunAsync(CallSetup.Admin, campaign.Id)).Refusal,
                (await setup.The<ArchivePublisher>().RunAsync(CallSetup.Admin, publisher.Id)).Refusal,
                (await setup.The<ArchiveTarget>().RunAsync(CallSetup.Admin, target.Id)).Refusal,
                (await setup.The<ArchiveBuyer>().RunAsync(CallSetup.Admin, buyer.Id)).Refusal,
                (await setup.The<ArchiveNumber>().RunAsync(CallSetup.Admin, number.Id)).Refusal,
                (await setup.The<ArchivePixel>().RunAsync(CallSetup.Admin, pixel.Id)).Refusal,
                (await setup.The<ArchiveHook>().RunAsync(CallSetup.Admin, hook.Id)).Refusal,
            ];

        Refusal[] archived =
        [
            .. new[] { "Campaign", "Publisher", "Target", "Buyer", "+12025550181", "Pixel", "Hook" }.Select(name => new Clash(
                "archived",
                $"“{name}” is archived and out of use. Restore it first."
            )),
        ];
        Assert.All(await ArchiveAsync(), Assert.Null);
        Assert.Equal<IEnumerable<Refusal?>>(archived, await ArchiveAsync());
        Assert.Equal<IEnumerable<Refusal?>>(
            archived,
            [
                (await setup.The<ChangeCallCampaign>().RunAsync(CallSetup.Admin, campaign.Id, new("X"))).Refusal,
                (await setup.The<ChangePublisher>().RunAsync(CallSetup.Admin, publisher.Id, new("X"))).Refusal,
                (await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, target.Id, new("X"))).Refusal,
                (await setup.The<ChangeBuyer>().RunAsync(CallSetup.Admin, buyer.Id, new("X"))).Refusal,
                (await setup.The<ChangeNumber>().RunAsync(CallSetup.Admin, number.Id, new(Enabled: true))).Refusal,
                (await setup.The<ChangePixel>().RunAsync(CallSetup.Admin, pixel.Id, new("X"))).Refusal,
                (await setup.The<ChangeHook>().RunAsync(CallSetup.Admin, hook.Id, new("X"))).Refusal,
            ]
        );

        var route = new CreateRoute.Request(target.Id, new("connected", Revenue: 1));
        Assert.Equal(archived[0], (await setup.The<CreateRoute>().RunAsync(CallSetup.Admin, campaign.Id, route)).Refusal);
        Assert.Equal(archived[2].Message, (await setup.The<CreateRoute>().RunAsync(CallSetup.Admin, kept.Id, route)).Refusal?.Message);
        Assert.Equal(
            archived[3].Message,
            (await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, (await setup.TargetAsync("Other")).Id, new(BuyerId: new(buyer.Id))))
                .Refusal
                ?.Message
        );
        Assert.IsType<Missing>((await setup.The<ChangeHook>().RunAsync(CallSetup.Admin, new HookId("WH1"), new("X"))).Refusal);
    }

    [Theory, EachDatabase]
    public async Task A_publisher_that_a_pixel_lists_stays_and_a_pixel_waits_for_its_publishers(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (listed, other) = (await setup.PublisherAsync("Listed"), await setup.PublisherAsync("Other"));
        async Task<Result<PixelSetting>> CreateAsync(string name) =>
            await setup
                .The<CreatePixel>()
                .RunAsync(CallSetup.Admin, new(name, "payout", "https://tell.example/", Publishers: [listed.Id.Value, other.Id.Value]));
        var pixel = (await CreateAsync("Tell")).Value;
        var archive = setup.The<ArchivePublisher>();
        Assert.Equal(
            new Clash("in-use", "Listed by Tell. Take it out there first."),
            (await archive.RunAsync(CallSetup.Admin, listed.Id)).Refusal
        );

        Assert.True((await setup.The<ArchivePixel>().RunAsync(CallSetup.Admin, pixel.Id)).IsOk);
        Assert.True((await archive.RunAsync(CallSetup.Admin, listed.Id)).IsOk);
        Assert.Equal(
            "It hangs on the publisher “Listed”, which is archived. Restore that first.",
            (await setup.The<RestorePixel>().RunAsync(CallSetup.Admin, pixel.Id)).Refusal?.Message
        );
        Assert.Equal("“Listed” is archived and out of use. Restore it first.", (await CreateAsync("Another")).Refusal?.Message);
        Assert.True((await setup.The<RestorePublisher>().RunAsync(CallSetup.Admin, listed.Id)).IsOk);
        Assert.True((await setup.The<RestorePixel>().RunAsync(CallSetup.Admin, pixel.Id)).IsOk);

        var change = setup.The<ChangePixel>();
        Assert.True((await change.RunAsync(CallSetup.Admin, pixel.Id, new(Publishers: [other.Id.Value]))).IsOk);
        Assert.True((await archive.RunAsync(CallSetup.Admin, listed.Id)).IsOk);
        var named = (await change.RunAsync(CallSetup.Admin, pixel.Id, new(Publishers: [other.Id.Value, listed.Id.Value]))).Refusal;
        Assert.Equal(["publishers"], Assert.IsType<Invalid>(named).Errors.Keys);
        Assert.Equal(
            "Publisher AF1 is not there.",
            (await change.RunAsync(CallSetup.Admin, pixel.Id, new(Publishers: ["AF1"]))).Refusal?.Message
        );
    }

    [Theory, EachDatabase]
    public async Task A_webhook_comes_back_under_its_url_and_a_pixel_with_its_settings(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var hook = (await setup.The<CreateHook>().RunAsync(CallSetup.Admin, new("Sold"))).Value;
        var pixel = (
            await setup
                .The<CreatePixel>()
                .RunAsync(CallSetup.Admin, new("Tell", "incoming", "https://tell.example/?p=[Call:ConversionPayout]", DelaySeconds: 60))
        ).Value;
        Assert.True((await setup.The<ArchiveHook>().RunAsync(CallSetup.Admin, hook.Id)).IsOk);
        Assert.True((await setup.The<ArchivePixel>().RunAsync(CallSetup.Admin, pixel.Id)).IsOk);
        Assert.Empty((await setup.The<ListHooks>().RunAsync(CallSetup.Admin)).Value.Items);
        Assert.Equal(hook.Id, Assert.Single((await setup.The<ListHooks>().RunAsync(CallSetup.Admin, true)).Value.Items).Id);
        Assert.Equal(
            pixel.Id,
            Assert.Single((await setup.The<ListPixels>().RunAsync(CallSetup.Reader, null, new PageRequest(), true)).Value.Items).Id
        );
        var restored = (await setup.The<RestoreHook>().RunAsync(CallSetup.Admin, hook.Id)).Value;
        Assert.Equal((hook.Path, false), (restored.Path, restored.Enabled));
        Assert.Equal("not-archived", (await setup.The<RestoreHook>().RunAsync(CallSetup.Admin, hook.Id)).Refusal?.Type);
        var fires = (await setup.The<RestorePixel>().RunAsync(CallSetup.Admin, pixel.Id)).Value;
        Assert.Equal((60, false), (fires.DelaySeconds, fires.Enabled));
        Assert.NotEmpty(fires.Warnings);
    }

    [Theory, EachDatabase]
    public async Task Many_are_restored_together_after_a_preview_that_keeps_nothing(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (one, two, living) = (await setup.TargetAsync("One"), await setup.TargetAsync("Two"), await setup.TargetAsync("Living"));
        var many = setup.The<ChangeTargets>();
        Assert.Equal(2, (await many.RunAsync(CallSetup.Admin, new([one.Id, two.Id], Archive: true, Apply: true))).Value.Applied);
        var foreseen = (await many.RunAsync(CallSetup.Admin, new([one.Id, two.Id, living.Id], Restore: true))).Value;
        Assert.Equal([BulkOutcome.Ready, BulkOutcome.Ready, BulkOutcome.Refused], foreseen.Items.Select(r => r.Outcome));
        Assert.Equal([new FieldChange("archived", "true", "false")], foreseen.Items[0].Changes);
        Assert.Equal(2, (await setup.The<ListTargets>().RunAsync(CallSetup.Reader, null, null, new PageRequest(), true)).Value.Items.Count);
        var seen = foreseen.Items.Where(r => r.Seen is not null).ToDictionary(r => $"{r.Id}", r => r.Seen!);
        var done = (await many.RunAsync(CallSetup.Admin, new([one.Id, two.Id], Restore: true, Apply: true, Seen: seen))).Value;
        Assert.Equal(2, done.Applied);
        Assert.Equal(3, (await setup.The<ListTargets>().RunAsync(CallSetup.Reader, null, null, new PageRequest())).Value.Items.Count);
        var both = (await many.RunAsync(CallSetup.Admin, new([one.Id], Archive: true, Restore: true))).Refusal;
        Assert.Equal(["change"], Assert.IsType<Invalid>(both).Errors.Keys);
    }
}
