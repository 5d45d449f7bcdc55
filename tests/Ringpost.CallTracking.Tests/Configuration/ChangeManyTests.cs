using Ringpost.Api.Bulk;
using Ringpost.CallTracking.Buyers;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Numbers;
using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.Publishers;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Configuration;

/// <summary>What targets show in full holds for every kind: a preview keeps nothing, and what it foresaw is then done by the single operation.</summary>
public sealed class ChangeManyTests
{
    private static readonly Actor Ada = new("user:7", "Ada", Role.Admin);

    [Theory, EachDatabase]
    public async Task Campaigns_are_paused_and_those_with_numbers_stay(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (used, free) = (await setup.CampaignAsync("Used"), await setup.CampaignAsync("Free"));
        await setup.NumberAsync(used.Id);
        await HoldsAsync(
            setup,
            "call-campaign",
            [used.Id, free.Id],
            new ChangeCallCampaign.Request(Enabled: false),
            r => setup.The<ChangeCallCampaigns>().RunAsync(Ada, r),
            async id => (await setup.The<GetCallCampaign>().RunAsync(Ada, id)).Value.Enabled
        );
        var archived = (await setup.The<ChangeCallCampaigns>().RunAsync(Ada, new([used.Id, free.Id], Archive: true, Apply: true))).Value;
        Assert.Equal(["in-use", null], archived.Items.Select(r => r.Refusal?.Type));
    }

    [Theory, EachDatabase]
    public async Task Publishers_are_paused_and_capped(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (first, second) = (await setup.PublisherAsync("One"), await setup.PublisherAsync("Two"));
        var many = setup.The<ChangePublishers>();
        await HoldsAsync(
            setup,
            "publisher",
            [first.Id, second.Id],
            new ChangePublisher.Request(Enabled: false),
            r => many.RunAsync(Ada, r),
            async id => (await setup.The<GetPublisher>().RunAsync(Ada, id)).Value.Enabled
        );
        await many.RunAsync(Ada, new([first.Id], new(SomeCaps: new(Daily: new(5))), Apply: true));
        var caps = (await setup.The<GetPublisher>().RunAsync(Ada, first.Id)).Value.Caps;
        Assert.Equal((5, (CallTracking.Caps.CapCountOn?)null), (caps.Daily, caps.CountOn));
        Assert.Equal(
            ["change.someCaps.monthly"],
            Assert.IsType<Invalid>((await many.RunAsync(Ada, new([first.Id], new(SomeCaps: new(Monthly: new(-5)))))).Refusal).Errors.Keys
        );
    }

    [Theory, EachDatabase]
    public async Task Buyers_are_paused_and_capped_and_those_with_targets_stay(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var first = (await setup.The<CreateBuyer>().RunAsync(Ada, new("One", Caps: new(Monthly: 70)))).Value;
        var second = (await setup.The<CreateBuyer>().RunAsync(Ada, new("Two"))).Value;
        await setup.TargetAsync(buyer: first.Id);
        var many = setup.The<ChangeBuyers>();
        await HoldsAsync(
            setup,
            "buyer",
            [first.Id, second.Id],
            new ChangeBuyer.Request(Enabled: false),
            r => many.RunAsync(Ada, r),
            async id => (await setup.The<GetBuyer>().RunAsync(Ada, id)).Value.Enabled
        );
        await many.RunAsync(Ada, new([first.Id], new(SomeCaps: new(Daily: new(5)), ConcurrencyCap: new(2)), Apply: true));
        var changed = (await setup.The<GetBuyer>().RunAsync(Ada, first.Id)).Value;
        Assert.Equal((5, 70, 2), (changed.Caps.Daily, changed.Caps.Monthly, changed.ConcurrencyCap));
        var archived = (await many.RunAsync(Ada, new([first.Id, second.Id], Archive: true, Apply: true))).Value;
        Assert.Equal(["in-use", null], archived.Items.Select(r => r.Refusal?.Type));
    }

    [Theory, EachDatabase]
    public async Task Numbers_go_to_another_publisher_but_for_those_that_rest(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = await setup.CampaignAsync();
        var (old, next) = (await setup.PublisherAsync("Old"), await setup.PublisherAsync("Next"));
        var resting = await setup.NumberAsync(campaign.Id, old.Id);
        var free = await setup.NumberAsync(campaign.Id, number: "+12025550182");
        var many = setup.The<ChangeNumbers>();
        await HoldsAsync(
            setup,
            "number",
            [resting.Id, free.Id],
            new ChangeNumber.Request(Enabled: false),
            r => many.RunAsync(Ada, r),
            async id => (await setup.The<GetNumber>().RunAsync(Ada, id)).Value.Enabled
        );
        var assignments = setup.The<ListNumberAssignments>();
        var request = new BulkRequest<NumberId, ChangeNumber.Request>([resting.Id, free.Id], new(PublisherId: new(next.Id)));
        var preview = (await many.RunAsync(Ada, request)).Value;
        Assert.Equal([BulkOutcome.Refused, BulkOutcome.Ready], preview.Items.Select(r => r.Outcome));
        Assert.Contains("rests until", preview.Items[0].Refusal!.Message.ToString(), StringComparison.Ordinal);
        Assert.Equal("+12025550182", preview.Items[1].Name);
        var before = (await assignments.RunAsync(Ada, free.Id)).Value.Items.Count;

        Assert.Equal(1, (await many.RunAsync(Ada, request with { Apply = true })).Value.Applied);
        Assert.Equal(before + 1, (await assignments.RunAsync(Ada, free.Id)).Value.Items.Count);
        var forced = request with { Change = new(PublisherId: new(next.Id), OverrideRest: true), Apply = true };
        Assert.Equal((1, 1), (await many.RunAsync(Ada, forced)).Value is { } done ? (done.Applied, done.Unchanged) : default);
        Assert.Equal(next.Id, (await setup.The<GetNumber>().RunAsync(Ada, resting.Id)).Value.PublisherId);
    }

    [Theory, EachDatabase]
    public async Task Pixels_are_paused_and_delayed_and_those_attached_stay(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = await setup.CampaignAsync();
        var pixels = new List<PixelSetting>();
        foreach (var name in (string[])["One", "Two"])
            pixels.Add(
                (await setup.The<CreatePixel>().RunAsync(Ada, new(name, "completed", "https://t.example.com/p?c=[tag:Call:X]"))).Value
            );
        var (first, second) = (pixels[0].Id, pixels[1].Id);
        await setup.The<AttachPixel>().RunAsync(Ada, campaign.Id, first);
        var many = setup.The<ChangePixels>();
        await HoldsAsync(
            setup,
            "pixel",
            [first, second],
            new ChangePixel.Request(Enabled: false),
            r => many.RunAsync(Ada, r),
            async id => (await setup.The<GetPixel>().RunAsync(Ada, id)).Value.Enabled
        );
        await many.RunAsync(Ada, new([first, second], new(DelaySeconds: 60), Apply: true));
        Assert.Equal(60, (await setup.The<GetPixel>().RunAsync(Ada, second)).Value.DelaySeconds);
        var archived = (await many.RunAsync(Ada, new([first, second], Archive: true, Apply: true))).Value;
        Assert.Equal(["in-use", null], archived.Items.Select(r => r.Refusal?.Type));
    }

    /// <summary>Pauses all of them: foreseen, carried out as foreseen, and once more in vain.</summary>
    private static async Task HoldsAsync<TId, TChange>(
        CallSetup setup,
        string kind,
        IReadOnlyList<TId> ids,
        TChange pause,
        Func<BulkRequest<TId, TChange>, Task<Result<BulkAnswer<TId>>>> run,
        Func<TId, Task<bool>> isEnabled
    )
        where TId : struct
        where TChange : class
    {
        var preview = (await run(new(ids, pause))).Value;
        Assert.All(preview.Items, r => Assert.Equal((BulkOutcome.Ready, "enabled"), (r.Outcome, Assert.Single(r.Changes).Field)));
        foreach (var id in ids)
            Assert.True(await isEnabled(id));
        var seen = preview.Items.ToDictionary(r => $"{r.Id}", r => r.Seen!);
        Assert.Equal(ids.Count, (await run(new(ids, pause, Apply: true, Seen: seen))).Value.Applied);
        foreach (var id in ids)
        {
            Assert.False(await isEnabled(id));
            var history = await setup.Database.ReadAsync(c => ChangeLogSql.ListAsync(c, kind, $"{id}"));
            Assert.Equal(("Ada", "update", 2), (history[0].ActorName, history[0].Action, history.Count(c => c.Entity == kind)));
        }

        Assert.Equal(ids.Count, (await run(new(ids, pause, Apply: true))).Value.Unchanged);
    }
}
