using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Conversions;
using Xunit;

namespace Ringpost.Attribution.Tests.Conversions;

/// <summary>One sentence for every case of the closed set; none names what was received.</summary>
public sealed class ConversionWhyRuleTests
{
    private static readonly AffiliateTold Told = new(true, null, null, []);

    private static readonly ConversionAnswer Approved = new(
        new ConversionId(1),
        "AAA",
        default,
        default,
        new AdvertiserId(1),
        "Acme Mutual",
        new OfferId(7),
        "Insurance calls",
        new AffiliateId(3),
        "Call House",
        new OfferCampaignId(1),
        new CreativeId(1),
        new OfferEventId(1),
        "Payable call",
        "t-1",
        25,
        15,
        "USD",
        "approved",
        null,
        "postback",
        "token",
        false,
        "192.0.2.1",
        null,
        null,
        null,
        null,
        null,
        1,
        true
    );

    [Fact]
    public void A_paid_conversion_says_how_much_and_what_it_was_first()
    {
        Is(ConversionWhyCase.Paid, "Paid: 15.00 USD to Call House.", Approved);
        Is(ConversionWhyCase.Paid, "Paid: 12.00 USD to Call House, changed from 15.00 USD.", Approved with { Paid = 12 });
        Is(ConversionWhyCase.TakenBack, "No longer paid: 15.00 USD was taken back.", Approved with { Paid = 0 });
        Is(
            ConversionWhyCase.PaysNothing,
            "Nothing is paid: Payable call pays Call House nothing at this offer.",
            Approved with
            {
                Paid = 0,
            },
            0
        );
    }

    [Theory]
    [InlineData("UNVERIFIED SENDER", ConversionWhyCase.UnverifiedSender, "Not payable: the sender 192.0.2.1 is not known.")]
    [InlineData("AMOUNT NOT SENT", ConversionWhyCase.AmountNotSent, "Not payable: the postback came before the amount was known.")]
    [InlineData("NO RATE", ConversionWhyCase.NoRate, "Not payable: the postback named another currency")]
    [InlineData("REVIEW", ConversionWhyCase.Review, "Not payable yet: its campaign or affiliate is under review.")]
    [InlineData("CAP REACHED", ConversionWhyCase.CapReached, "Not payable: it came over a cap.")]
    [InlineData(null, ConversionWhyCase.Pending, "Not payable: somebody made it pending (Late: see mail).")]
    public void A_pending_conversion_says_what_it_waits_for(string? reason, ConversionWhyCase expected, string says)
    {
        var why = ConversionWhyRule.Of(
            Approved with
            {
                Disposition = "pending",
                Reason = reason,
                DispositionName = "Late",
                Note = "see mail.",
            },
            15,
            Told
        );
        Assert.Equal(expected, why.Case);
        Assert.StartsWith(says, why.Says.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rejected_or_returned_one_says_under_which_name_and_what_the_affiliate_keeps()
    {
        var rejected = Approved with { Disposition = "rejected", DispositionName = "Thrown out", Note = "bad line" };
        Is(ConversionWhyCase.Rejected, "Not paid: it was rejected (Thrown out: bad line). The affiliate keeps 15.00 USD.", rejected);
        Is(ConversionWhyCase.Returned, "Not paid: it was returned.", Approved with { Disposition = "returned", Paid = 0 });
    }

    [Fact]
    public void One_over_a_cap_says_which()
    {
        var capped = Approved with { Paid = 0, Cap = new OverCapAnswer(new CapId(1), "The daily cap was full.") };
        Is(ConversionWhyCase.CapReached, "Nothing is paid: the daily cap was full.", capped, 0);
        Is(
            ConversionWhyCase.CapReached,
            "Nothing is paid: it came over a cap.",
            capped with
            {
                Cap = new OverCapAnswer(new CapId(1), ""),
            },
            0
        );
    }

    [Fact]
    public void An_affiliate_who_was_not_told_is_told_of_unless_there_is_nobody_to_tell()
    {
        var untold = new AffiliateTold(false, "pixelPending", "Not told, because the affiliate's postback URL waits for approval.", []);
        Assert.Equal(
            "Paid: 15.00 USD to Call House. The affiliate was not told, because the affiliate's postback URL waits for approval.",
            ConversionWhyRule.Of(Approved, 15, untold).Says.ToString()
        );
        Assert.Equal(
            "Paid: 15.00 USD to Call House.",
            ConversionWhyRule.Of(Approved, 15, untold with { Reason = "noPixel" }).Says.ToString()
        );
        Assert.Equal(ConversionWhyCase.Test, ConversionWhyRule.Of(Approved with { Test = true }, 15, Told).Case);
    }

    private static void Is(ConversionWhyCase expected, string says, ConversionAnswer conversion, decimal firstPaid = 15)
    {
        var why = ConversionWhyRule.Of(conversion, firstPaid, Told);
        Assert.Equal((expected, says), (why.Case, $"{why.Says}"));
    }
}
