using FsCheck.Xunit;
using Ringpost.Attribution.Affiliates;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Affiliates;

public sealed class AffiliateTests
{
    [Theory]
    [InlineData("https://pub.example/pb?tid=#tid#&price=#price#", true)]
    [InlineData("HTTP://pub.example:8080", true)]
    [InlineData("https://pub.example?x=#s1#@home", true)]
    [InlineData("ftp://pub.example/", false)]
    [InlineData("pub.example/pb", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("https://#s1#.example/pb", false)]
    [InlineData("https://pub.example:#s1#/pb", false)]
    [InlineData("https://user:secret@pub.example/", false)]
    [InlineData("https://", false)]
    [InlineData("https://pub.example/a b", false)]
    public void A_postback_url_is_http_and_its_host_is_fixed(string url, bool isFine) =>
        Assert.Equal(isFine, PostbackUrlRule.Fault(url) is null);

    [Property]
    public bool No_text_breaks_the_check(string? text) => PostbackUrlRule.Fault("https://" + text)?.Template is null or { Length: > 0 };

    [Theory, EachDatabase]
    public async Task An_affiliate_and_its_campaign_keep_what_a_change_does_not_name(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var affiliate = (
            await new CreateAffiliate(network.Database, network.Version).RunAsync(
                Actor.System,
                new("Publisher One", "https://pub.example/pb?t=#tid#")
            )
        ).Value;
        var update = new UpdateAffiliate(network.Database, network.Version);
        Assert.Equal(affiliate with { Name = "Renamed" }, (await update.RunAsync(Actor.System, affiliate.Id, new("Renamed"))).Value);
        Assert.Null((await update.RunAsync(Actor.System, affiliate.Id, new(PostbackUrl: ""))).Value.PostbackUrl);
        Assert.Equal(AccountStatus.Inactive, (await update.RunAsync(Actor.System, affiliate.Id, new(Status: "inactive"))).Value.Status);
        Assert.Equal(
            ["postbackUrl"],
            Assert.IsType<Invalid>((await update.RunAsync(Actor.System, affiliate.Id, new(PostbackUrl: "gopher://x"))).Refusal).Errors.Keys
        );

        var offer = await network.OfferAsync((await network.AdvertiserAsync()).Id);
        var campaign = await network.CampaignAsync(offer.Id, affiliate.Id, 12);
        var change = new UpdateOfferCampaign(network.Database, network.Version);
        Assert.Equal(
            campaign with
            {
                Status = "inactive",
            },
            (await change.RunAsync(Actor.System, campaign.Id, new(Status: "inactive"))).Value
        );
        Assert.Null((await change.RunAsync(Actor.System, campaign.Id, new(Payout: (decimal?)null))).Value.Payout);
        Assert.Equal(
            [campaign.Id],
            (
                await new ListOfferCampaigns(network.Database).RunAsync(Network.Reader, offer.Id, affiliate.Id, new PageRequest())
            ).Value.Items.Select(c => c.Id)
        );
    }
}
