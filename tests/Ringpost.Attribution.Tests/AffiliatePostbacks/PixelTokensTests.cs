using FsCheck.Xunit;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;
using Xunit;

namespace Ringpost.Attribution.Tests.AffiliatePostbacks;

/// <summary>cake.md 7.2, 13.12.</summary>
public sealed class PixelTokensTests
{
    private static readonly PixelPlace Campaign = PixelPlace.Of(new OfferCampaignId(3)),
        Offer = PixelPlace.Of(new OfferId(2));

    private static readonly ToldConversion Told = new(
        new ConversionId(266066),
        Instant.From(new DateTimeOffset(2013, 11, 12, 18, 4, 27, 567, TimeSpan.Zero)),
        new AdvertiserId(9),
        new OfferId(2),
        new AffiliateId(1),
        new OfferCampaignId(3),
        new CreativeId(4),
        new OfferEventId(22),
        "Conversion/Install/Lead",
        "order 1&2",
        "2001:db8::1",
        ["sub one", "ü", "a=b", null, "#tid#"],
        Money.ToMillionths(20),
        Money.ToMillionths(7.5m),
        Currency.Usd,
        TimeZoneInfo.FindSystemTimeZoneById("America/New_York"),
        new PublicIds("0123456789abcdef"u8.ToArray()),
        new ToldClick("1234567890123", "1234567890124", "dev-1", "203.0.113.7")
    );

    [Theory]
    [InlineData("#affid#", "1")]
    [InlineData("#oid#", "2")]
    [InlineData("#campid#", "3")]
    [InlineData("#cid#", "4")]
    [InlineData("#s1#", "sub%20one")]
    [InlineData("#s2#", "%C3%BC")]
    [InlineData("#s3#", "a%3Db")]
    [InlineData("#s4#", "")]
    [InlineData("#s5#", "%23tid%23")]
    [InlineData("#reqid#", "1234567890123")]
    [InlineData("#oreqid#", "1234567890124")]
    [InlineData("#udid#", "dev-1")]
    [InlineData("#tid#", "order%201%262")]
    [InlineData("#price#", "7.50")]
    [InlineData("#currency#", "USD")]
    [InlineData("#eid#", "22")]
    [InlineData("#ename#", "Conversion%2FInstall%2FLead")]
    [InlineData("#ip#", "2001%3Adb8%3A%3A1")]
    [InlineData("#sourceip#", "203.0.113.7")]
    [InlineData("#source_ip#", "203.0.113.7")]
    [InlineData("#utcunixtime#", "1384279467")]
    [InlineData("#sourcedate#", "2013-11-12T13%3A04%3A27.5670000")]
    [InlineData("#sourcetime#", "2013-11-12T13%3A04%3A27.5670000")]
    [InlineData("#AffId#", "1")]
    [InlineData("#vstid#", "#vstid#")]
    [InlineData("#affid#_#s1#", "1_sub%20one")]
    [InlineData("#nope#affid#", "#nope1")]
    [InlineData("##affid##", "#1#")]
    [InlineData("#", "#")]
    [InlineData("no token", "no token")]
    public void Every_token_has_its_value_percent_encoded(string text, string expected) =>
        Assert.Equal(expected, PixelTokens.Render(text, Campaign, Told));

    [Fact]
    public void The_lead_id_is_the_public_one() => Assert.Equal(Told.PublicIds.Of(Told.Id), PixelTokens.Render("#leadid#", Campaign, Told));

    [Theory]
    [InlineData(0, "0.00")]
    [InlineData(1, "1.00")]
    [InlineData(1234.5, "1234.50")]
    [InlineData(0.0625, "0.0625")]
    public void The_price_has_a_point_and_two_decimals_at_least(double amount, string expected) =>
        Assert.Equal(expected, PixelTokens.Render("#price#", Campaign, Told with { Paid = Money.ToMillionths((decimal)amount) }));

    [Fact]
    public void Without_a_click_its_tokens_are_empty() =>
        Assert.Equal("r=&o=&u=&i=", PixelTokens.Render("r=#reqid#&o=#oreqid#&u=#udid#&i=#sourceip#", Campaign, Told with { Click = null }));

    [Fact]
    public void An_affiliate_is_never_told_the_advertisers_side_even_where_an_import_brought_the_token()
    {
        Assert.Equal("20.00,9", PixelTokens.Render("#received#,#advid#", Offer, Told));
        foreach (
            var place in (PixelPlace[])
                [Campaign, PixelPlace.Of(new OfferCampaignId(3), new OfferEventId(22)), PixelPlace.Of(new AffiliateId(1))]
        )
            Assert.Equal(",,,", PixelTokens.Render("#received#,#Advid#,#buyerid#,#caller#", place, Told));
        Assert.DoesNotContain(PixelTokens.At(Campaign), t => t.Networks);
        Assert.Contains(PixelTokens.At(PixelPlace.System), t => t.Token == "#received#");
    }

    [Theory]
    [InlineData("https://a.example/?p=#received#", true)]
    [InlineData("https://a.example/?p=#Received#&x=#tid#", true)]
    [InlineData("https://a.example/?p=#advid#", true)]
    [InlineData("https://a.example/?p=#buyer#", true)]
    [InlineData("https://a.example/?p=#callerid#", true)]
    [InlineData("https://a.example/?p=#price#", false)]
    [InlineData(null, false)]
    public void A_secret_token_is_refused_where_affiliates_see_it(string? text, bool isRefused)
    {
        Assert.Equal(isRefused, PixelTokens.Fault(Campaign, text) is not null);
        Assert.Null(PixelTokens.Fault(Offer, text));
    }

    [Theory]
    [InlineData("https://a.example/#/page?x=#affid#", "")]
    [InlineData("https://a.example/?x=#nope#&y=#nope#&z=#s1#", "nope")]
    [InlineData("https://a.example/?x=#clickid#tid#", "clickid")]
    [InlineData("<b style=\"color:#fff\">#vstid#</b>", "vstid")]
    public void An_unknown_token_is_warned_of_once(string text, string names)
    {
        var expected = names.Length == 0 ? [] : names.Split(',').Select(n => $"#{n}# is not known and stays in the text as it is.");
        Assert.Equal(expected, PixelTokens.Warnings(Campaign, text).Select(w => $"{w}"));
    }

    [Fact]
    public void A_browser_is_given_the_affiliates_html_first_then_the_networks()
    {
        var own = AffiliatePixel.NothingAt(Campaign) with
        {
            Html = "<img src=\"https://aff.example/?t=#tid#\">",
            PostbackUrl = "https://aff.example",
        };
        var offer = AffiliatePixel.NothingAt(Offer) with { PostbackUrl = "https://net.example" };
        var system = AffiliatePixel.NothingAt(PixelPlace.System) with { Html = "<img src=\"https://net.example/?r=#received#\">" };
        Assert.Equal(
            ["<img src=\"https://aff.example/?t=order%201%262\">", "<img src=\"https://net.example/?r=20.00\">"],
            AffiliatePixels.ListHtml(new FireDecision(own, offer, system, null), Told)
        );
        Assert.Empty(AffiliatePixels.ListHtml(new FireDecision(null, null, null, FireReason.Test), Told));
    }

    [Property(MaxTest = 1000)]
    public bool No_text_and_no_value_breaks_out_of_its_place(string? text, string? value)
    {
        var source = text ?? "";
        var told = Told with { TransactionId = (value ?? "").Replace("\0", "", StringComparison.Ordinal) };
        _ = PixelTokens.Render(source, Campaign, told);
        _ = PixelTokens.Warnings(Campaign, source).Count();
        return PixelTokens.Render("<#tid#>", Campaign, told).IndexOfAny(['"', '\'', '&', '#', ' ', '\\']) < 0;
    }
}
