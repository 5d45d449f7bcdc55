using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Postbacks;
using Xunit;

namespace Ringpost.Attribution.Tests.PixelLog;

public sealed class ExplanationTests
{
    [Theory]
    [InlineData("""[["offer","stop","There is no offer 7."]]""")]
    [InlineData("offer!There is no offer 7.")]
    [InlineData("\ue003!There is no offer 7.")]
    public void Rows_of_earlier_versions_say_what_they_said(string stored) =>
        Assert.Equal(
            [new ExplanationLine("offer", "stop", "There is no offer 7.")],
            Explanation.Read(stored, PostbackOutcome.InvalidOffer, null)
        );

    [Fact]
    public void A_line_of_its_own_keeps_its_values_apart()
    {
        var stored = ExplanationText.Line("offer", "stop", $"There is no offer {"7\n\ue003\u0001"}.");
        var detail = Assert.Single(Explanation.Read(stored, PostbackOutcome.InvalidOffer, null)).Detail;
        Assert.Equal("There is no offer {0}.", detail.Template);
        Assert.Equal("7 \ufffd", Assert.Single(detail.Values));
    }

    [Fact]
    public void A_plain_line_is_shortened_as_ever() => Assert.Equal("\ue003+\ue01c", ExplanationText.Line("offer", "pass", "Approved."));
}
