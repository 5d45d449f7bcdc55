using Ringpost.CallTracking.Numbers;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Numbers;

public sealed class NumberTests
{
    [Theory, EachDatabase]
    public async Task A_number_is_read_as_of_the_campaigns_country_and_stored_in_E164(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var german = await setup.CampaignAsync("Strom", "de");
        Assert.Equal("+493012345678", (await setup.NumberAsync(german.Id, null, "030 12345678")).Number.E164);
        Assert.Equal("+12025550181", (await setup.NumberAsync(german.Id, null, "+1 (202) 555-0181")).Number.E164);
    }

    [Theory, EachDatabase]
    public async Task A_number_that_is_taken_is_refused_with_the_name_of_its_campaign(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var first = await setup.CampaignAsync("Roofing");
        var second = await setup.CampaignAsync("Solar");
        await setup.NumberAsync(first.Id);
        var errors = Errors(await setup.The<CreateNumber>().RunAsync(CallSetup.Admin, new("202-555-0181", second.Id)));
        Assert.Contains("Roofing", Assert.Single(errors["number"]), StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task Of_32_who_add_the_same_number_one_gets_it(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = await setup.CampaignAsync();
        var results = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => setup.The<CreateNumber>().RunAsync(CallSetup.Admin, new("+12025550181", campaign.Id)))
        );
        Assert.Single(results, r => r.IsOk);
        Assert.All(results.Where(r => !r.IsOk), r => Assert.Equal(["number"], Errors(r).Keys));
    }

    [Theory, EachDatabase]
    public async Task Malformed_numbers_and_unknown_references_are_named_together(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var errors = Errors(await setup.The<CreateNumber>().RunAsync(CallSetup.Admin, new("call me", new("CA1"), new("AF1"))));
        Assert.Equal(["callCampaignId", "number", "publisherId"], errors.Keys.Order());
        Assert.Equal(
            ["callCampaignId", "number"],
            Errors(await setup.The<CreateNumber>().RunAsync(CallSetup.Admin, new(null, null))).Keys.Order()
        );
        Assert.IsType<Forbidden>((await setup.The<CreateNumber>().RunAsync(CallSetup.Reader, new("+12025550181", new("CA1")))).Refusal);
    }

    [Theory, EachDatabase]
    public async Task A_number_moves_pauses_and_once_given_up_can_be_added_again(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (first, second, publisher) = (await setup.CampaignAsync("A"), await setup.CampaignAsync("B"), await setup.PublisherAsync());
        var number = await setup.NumberAsync(first.Id, publisher.Id);
        var moved = (
            await setup.The<ChangeNumber>().RunAsync(CallSetup.Admin, number.Id, new(second.Id, new((PublisherId?)null), false))
        ).Value;
        Assert.Equal((second.Id, null, false), (moved.CampaignId, moved.PublisherId, moved.Enabled));
        Assert.Equal(
            number.CampaignId,
            (await setup.The<ChangeNumber>().RunAsync(CallSetup.Admin, number.Id, new(first.Id))).Value.CampaignId
        );

        Assert.True((await setup.The<ArchiveNumber>().RunAsync(CallSetup.Admin, number.Id)).IsOk);
        Assert.NotNull((await setup.The<GetNumber>().RunAsync(CallSetup.Admin, number.Id)).Value.ArchivedAt);
        var again = await setup.NumberAsync(second.Id);
        Assert.Equal(
            [again],
            (await setup.The<ListNumbers>().RunAsync(CallSetup.Reader, "5550181", second.Id, null, new PageRequest())).Value.Items
        );
    }

    private static IReadOnlyDictionary<string, string[]> Errors(Result<CallTracking.Configuration.TrackingNumber> result) =>
        Assert.IsType<Invalid>(result.Refusal).Errors;
}
