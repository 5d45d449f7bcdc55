using Ringpost.CallTracking.Buyers;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Numbers;
using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.Publishers;
using Ringpost.CallTracking.Search;
using Ringpost.CallTracking.Targets;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Search;

public sealed class SearchCallConfigurationTests
{
    [Theory, EachDatabase]
    public async Task Whatever_has_a_name_is_found_by_a_part_of_it_and_numbers_by_digits(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = (await setup.The<CreateCallCampaign>().RunAsync(CallSetup.Admin, new("Solar <b>roofs</b>", "US", "17"))).Value;
        var publisher = await setup.PublisherAsync("Solar Leads", "42");
        var buyer = (await setup.The<CreateBuyer>().RunAsync(CallSetup.Admin, new("Big Solar"))).Value;
        var target = await setup.TargetAsync("Solar line", buyer.Id);
        var number = await setup.NumberAsync(campaign.Id, publisher.Id);
        var pixel = (await setup.The<CreatePixel>().RunAsync(CallSetup.Admin, new("To solar", "Converted", "https://x.example/"))).Value;

        Assert.Equal(
            [campaign.Id.Value, publisher.Id.Value, buyer.Id.Value, target.Id.Value, pixel.Id.Value],
            (await SearchAsync(setup, CallSetup.Reader, "solar")).Select(h => h.Id)
        );
        Assert.Equal("Solar <b>roofs</b>", (await SearchAsync(setup, CallSetup.Reader, "<B>"))[0].Title);
        foreach (var digits in (string[])["(202) 555-0181", "0181", number.Id.Value])
            Assert.Equal(
                [(SearchKind.Number, number.Id.Value)],
                (await SearchAsync(setup, CallSetup.Reader, digits)).Select(h => (h.Kind, h.Id))
            );
        Assert.Equal("+12025550181", (await SearchAsync(setup, CallSetup.Reader, "0181"))[0].Title);
        // The ids of the other side, as they stand in Tracking ID and Sub ID.
        Assert.Equal([campaign.Id.Value], (await SearchAsync(setup, CallSetup.Reader, "17")).Select(h => h.Id));
        Assert.Equal([publisher.Id.Value], (await SearchAsync(setup, CallSetup.Reader, "42")).Select(h => h.Id));
        Assert.Equal([target.Id.Value], (await SearchAsync(setup, CallSetup.Reader, "202-555-0190")).Select(h => h.Id));
        Assert.Empty(await SearchAsync(setup, CallSetup.Reader, "%"));

        // What is archived stands under "Show: Archived" of its list.
        Assert.True((await setup.The<ArchiveNumber>().RunAsync(CallSetup.Admin, number.Id)).IsOk);
        Assert.True((await setup.The<ArchiveCallCampaign>().RunAsync(CallSetup.Admin, campaign.Id)).IsOk);
        Assert.True((await setup.The<ArchivePublisher>().RunAsync(CallSetup.Admin, publisher.Id)).IsOk);
        Assert.True((await setup.The<ArchiveTarget>().RunAsync(CallSetup.Admin, target.Id)).IsOk);
        Assert.True((await setup.The<ArchiveBuyer>().RunAsync(CallSetup.Admin, buyer.Id)).IsOk);
        Assert.True((await setup.The<ArchivePixel>().RunAsync(CallSetup.Admin, pixel.Id)).IsOk);
        foreach (var text in (string[])["solar", "0181", "17", campaign.Id.Value])
            Assert.Empty(await SearchAsync(setup, CallSetup.Reader, text));
    }

    private static async Task<IReadOnlyList<SearchHit>> SearchAsync(CallSetup setup, Actor actor, string text) =>
        (await setup.The<SearchCallConfiguration>().RunAsync(actor, SearchTerm.Read(text, ["US"])!, 5)).Value;
}
