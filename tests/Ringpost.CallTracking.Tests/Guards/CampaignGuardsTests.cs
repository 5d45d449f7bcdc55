using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Guards;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Guards;

public sealed class CampaignGuardsTests
{
    [Theory, EachDatabase]
    public async Task A_new_campaign_has_ringbas_defaults_and_what_is_absent_stays(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = (await setup.CampaignAsync()).Id;
        var get = setup.The<GetCampaignGuards>();
        Assert.Equal(CampaignGuards.New, (await get.RunAsync(CallSetup.Reader, campaign)).Value);
        Assert.Equal(
            (DuplicateOn.Connected, true, DuplicateRouting.Normal, true, 2, false),
            CampaignGuards.New is { Duplicates: var d, Spam: var s }
                ? (d.On, d.Anonymous, d.Routing, d.Strict, s.Seconds, s.Anonymous)
                : default
        );

        var change = setup.The<ChangeCampaignGuards>();
        var after = (
            await change.RunAsync(
                CallSetup.Admin,
                campaign,
                new(new("callLength", 30, Routing: "different"), Attestation: new AttestationRequest("b"))
            )
        ).Value;
        Assert.Equal(new(DuplicateOn.CallLength, 30, true, DuplicateRouting.Different), after.Duplicates);
        Assert.Equal((2, new AttestationRequirement(Attestation.B)), (after.Spam.Seconds, after.Attestation));
        Assert.Equal(after, (await change.RunAsync(CallSetup.Admin, campaign, new())).Value);
        var later = (
            await change.RunAsync(CallSetup.Admin, campaign, new(new("INCOMMING"), new(0, true), new Optional<AttestationRequest>(null)))
        ).Value;
        Assert.Equal(
            (DuplicateOn.Incoming, 0, 0, true, null),
            (later.Duplicates.On, later.Duplicates.Seconds, later.Spam.Seconds, later.Spam.Anonymous, later.Attestation)
        );
        Assert.Equal(later, (await setup.SnapshotAsync()).Campaigns[campaign].Guards);

        // The campaign's other settings leave them alone.
        await setup.The<ChangeCallCampaign>().RunAsync(CallSetup.Admin, campaign, new(Name: "Solar"));
        Assert.Equal(later, (await get.RunAsync(CallSetup.Reader, campaign)).Value);
        Assert.Equal(5, (await setup.Database.ReadAsync(c => ChangeLogSql.ListAsync(c, "call-campaign", campaign.Value))).Count);
    }

    [Theory, EachDatabase]
    public async Task What_is_wrong_is_told_at_its_field(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = (await setup.CampaignAsync()).Id;
        var change = setup.The<ChangeCampaignGuards>();
        var refused = await change.RunAsync(
            CallSetup.Admin,
            campaign,
            new(new("callLength", Routing: "home"), new(3601), new AttestationRequest("d"))
        );
        Assert.Equal(
            ["attestation.least", "duplicates.routing", "duplicates.seconds", "spam.seconds"],
            Assert.IsType<Invalid>(refused.Refusal).Errors.Keys.Order()
        );
        Assert.IsType<Missing>((await change.RunAsync(CallSetup.Admin, new("CA9"), new())).Refusal);
        Assert.IsType<Missing>((await setup.The<GetCampaignGuards>().RunAsync(CallSetup.Admin, new("CA9"))).Refusal);
        Assert.IsType<Forbidden>((await change.RunAsync(CallSetup.Reader, campaign, new())).Refusal);
    }

    [Theory, EachDatabase]
    public async Task The_instance_asks_for_nothing_until_told(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (get, set) = (setup.The<GetAttestationSetting>(), setup.The<SetAttestationSetting>());
        Assert.Equal(AttestationRequirement.None, (await get.RunAsync(CallSetup.Reader)).Value);
        Assert.IsType<Forbidden>((await set.RunAsync(CallSetup.Reader, new("a"))).Refusal);
        Assert.IsType<Invalid>((await set.RunAsync(CallSetup.Admin, new("full"))).Refusal);
        Assert.True((await set.RunAsync(CallSetup.Admin, new("A", true))).IsOk);
        Assert.Equal(new(Attestation.A, true), (await setup.SnapshotAsync()).Attestation);
        Assert.Equal(new(Attestation.A, true), (await get.RunAsync(CallSetup.Reader)).Value);
    }
}
