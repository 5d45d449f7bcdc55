using Ringpost.CallTracking.Buyers;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Routing;
using Ringpost.CallTracking.Targets;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Routing;

public sealed class RoutingLimitTests
{
    [Theory, EachDatabase]
    public async Task Limits_are_kept_changed_and_taken_away(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var buyer = (
            await setup
                .The<CreateBuyer>()
                .RunAsync(CallSetup.Admin, new("Acme", "", new("allTargets", "converted", 30), RerouteAttempts: 1))
        ).Value;
        var target = (
            await setup
                .The<CreateTarget>()
                .RunAsync(
                    CallSetup.Admin,
                    new(
                        "Line",
                        buyer.Id,
                        new("number", "+12025550190"),
                        RestrictDuplicates: new("doNotRestrict"),
                        RecoverSeconds: 15,
                        RerouteAttempts: 0
                    )
                )
        ).Value;
        var campaign = await setup.CampaignAsync();
        await setup.The<ChangeCallCampaign>().RunAsync(CallSetup.Admin, campaign.Id, new(RecoverSeconds: 20));

        var snapshot = await setup.SnapshotAsync();
        Assert.Equal(
            (new DuplicateRestriction(DuplicateScope.AllTargets, DuplicateAfter.Converted, 30), 1),
            (snapshot.Buyers[buyer.Id].RestrictDuplicates!, snapshot.Buyers[buyer.Id].RerouteAttempts!.Value)
        );
        Assert.Equal(target, snapshot.Targets[target.Id]);
        Assert.Equal((15, 0), (target.RecoverSeconds!.Value, target.RerouteAttempts!.Value));
        Assert.Equal(20, snapshot.Campaigns[campaign.Id].RecoverSeconds);

        await setup.The<ChangeBuyer>().RunAsync(CallSetup.Admin, buyer.Id, new(RestrictDuplicates: new(null), RerouteAttempts: new(null)));
        var changed = await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, target.Id, new(RecoverSeconds: new(null)));
        Assert.Equal((null, 0), (changed.Value.RecoverSeconds, changed.Value.RerouteAttempts!.Value));
        Assert.Equal(DuplicateScope.DoNotRestrict, changed.Value.RestrictDuplicates!.Scope);
        var after = (await setup.The<GetBuyer>().RunAsync(CallSetup.Reader, buyer.Id)).Value;
        Assert.Equal((null, null), (after.RestrictDuplicates, after.RerouteAttempts));
    }

    [Theory, EachDatabase]
    public async Task A_fallback_is_chosen_for_the_instance_and_for_a_campaign(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (campaign, target) = (await setup.CampaignAsync(), await setup.TargetAsync());
        var (set, change, archive) = (setup.The<SetRoutingSettings>(), setup.The<ChangeCallCampaign>(), setup.The<ArchiveTarget>());
        Assert.True((await set.RunAsync(CallSetup.Admin, new(Fallback: new("target", target.Id)))).IsOk);
        Assert.IsType<Clash>((await archive.RunAsync(CallSetup.Admin, target.Id)).Refusal);
        Assert.Equal(
            "Hello \U0001F44B",
            (await set.RunAsync(CallSetup.Admin, new(Fallback: new("message", Message: " Hello \U0001F44B ")))).Value.Fallback.Message
        );

        var changed = await change.RunAsync(CallSetup.Admin, campaign.Id, new(Fallback: new(new("target", target.Id))));
        Assert.Equal(new Fallback(FallbackKind.Target, target.Id, ""), changed.Value.Fallback);
        Assert.Equal(changed.Value, (await setup.SnapshotAsync()).Campaigns[campaign.Id]);
        Assert.IsType<Clash>((await archive.RunAsync(CallSetup.Admin, target.Id)).Refusal);
        Assert.Null((await change.RunAsync(CallSetup.Admin, campaign.Id, new(Fallback: new(null)))).Value.Fallback);
        Assert.True((await archive.RunAsync(CallSetup.Admin, target.Id)).IsOk);

        foreach (
            var (fallback, field) in new (FallbackRequest, string)[]
            {
                (new("target"), "fallback.targetId"),
                (new("target", target.Id), "fallback.targetId"),
                (new("message"), "fallback.message"),
                (new("message", Message: "odd \uffff"), "fallback.message"),
                (new("message", Message: "half \ud83d"), "fallback.message"),
                (new("sing"), "fallback.kind"),
            }
        )
            Assert.Equal(
                [field],
                Assert
                    .IsType<Invalid>((await change.RunAsync(CallSetup.Admin, campaign.Id, new(Fallback: new(fallback)))).Refusal)
                    .Errors.Keys
            );
    }

    [Theory, EachDatabase]
    public async Task A_group_has_targets_that_are_no_groups_and_stay(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (first, second) = (await setup.TargetAsync("One"), await setup.TargetAsync("Two"));
        var (create, change, archive) = (setup.The<CreateTarget>(), setup.The<ChangeTarget>(), setup.The<ArchiveTarget>());
        var group = (
            await create.RunAsync(CallSetup.Admin, new("Both", null, new("group", Members: [first.Id, second.Id, first.Id])))
        ).Value;
        Assert.Equal([first.Id, second.Id], group.Destination.Members!);
        Assert.Equal(group, (await setup.SnapshotAsync()).Targets[group.Id]);
        Assert.IsType<Clash>((await archive.RunAsync(CallSetup.Admin, first.Id)).Refusal);

        Assert.Equal(["destination.members"], await ErrorsAsync(new("group")));
        Assert.Equal(["destination.members"], await ErrorsAsync(new("group", Members: [first.Id, new TargetId("TA0")])));
        Assert.Equal(["destination.members"], await ErrorsAsync(new("group", Members: [first.Id, group.Id])));
        var own = await change.RunAsync(CallSetup.Admin, group.Id, new(Destination: new("group", Members: [first.Id, group.Id])));
        Assert.IsType<Invalid>(own.Refusal);
        var nested = await change.RunAsync(CallSetup.Admin, first.Id, new(Destination: new("group", Members: [second.Id, second.Id])));
        Assert.Contains("destination.type", Assert.IsType<Invalid>(nested.Refusal).Errors.Keys);

        await change.RunAsync(CallSetup.Admin, group.Id, new(Destination: new("number", "+12025550191")));
        Assert.True((await archive.RunAsync(CallSetup.Admin, first.Id)).IsOk);

        async Task<IEnumerable<string>> ErrorsAsync(DestinationRequest destination) =>
            Assert.IsType<Invalid>((await create.RunAsync(CallSetup.Admin, new("Group", null, destination))).Refusal).Errors.Keys;
    }

    [Fact]
    public async Task Wrong_limits_are_told_all_at_once()
    {
        await using var setup = await CallSetup.OpenAsync(Dialect.Sqlite);
        var refusal = (
            await setup
                .The<CreateTarget>()
                .RunAsync(
                    CallSetup.Admin,
                    new(
                        "Line",
                        null,
                        new("number", "+12025550190"),
                        RestrictDuplicates: new("allTargets", "sometimes", 0),
                        RecoverSeconds: -1,
                        RerouteAttempts: 6
                    )
                )
        ).Refusal;
        Assert.Equal(
            ["recoverSeconds", "rerouteAttempts", "restrictDuplicates.after", "restrictDuplicates.days", "restrictDuplicates.scope"],
            Assert.IsType<Invalid>(refusal).Errors.Keys.Order(StringComparer.Ordinal)
        );
    }
}
