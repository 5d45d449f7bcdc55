using Ringpost.Delivery.GuardedHttp;
using Ringpost.Delivery.Outbox;
using Ringpost.Delivery.Sending;
using Xunit;

namespace Ringpost.Delivery.Tests.Sending;

public sealed class AnswerRuleTests
{
    private const string Success =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<result>\r\n\t<code>0</code>\r\n\t<msg>SUCCESS</msg>\r\n</result>\r\n";

    [Theory]
    [InlineData(200, Verdict.Accepted)]
    [InlineData(204, Verdict.Accepted)]
    [InlineData(302, Verdict.Rejected)]
    [InlineData(400, Verdict.Rejected)]
    [InlineData(404, Verdict.Rejected)]
    [InlineData(408, Verdict.TryAgain)]
    [InlineData(425, Verdict.TryAgain)]
    [InlineData(429, Verdict.TryAgain)]
    [InlineData(500, Verdict.TryAgain)]
    [InlineData(503, Verdict.TryAgain)]
    public void The_status_decides(int status, object verdict)
    {
        Assert.Equal(verdict, Judge(SuccessRule.Status, status, "whatever").Verdict);
        Assert.Equal(verdict, Judge(SuccessRule.CakeEnvelope, status, "no envelope").Verdict);
    }

    [Fact]
    public void The_status_rule_does_not_look_into_the_answer() =>
        Assert.Equal(Verdict.Accepted, Judge(SuccessRule.Status, 200, Envelope(5, "IP NOT WHITELISTED")).Verdict);

    [Theory]
    [InlineData(Success)]
    [InlineData("\ufeff" + Success)]
    [InlineData("<result><code>0</code><msg>SUCCESS</msg></result>")]
    [InlineData("\n\n <Result>\n <Code> 0 </Code>\n<Msg>SUCCESS</Msg></Result>")]
    [InlineData("<result version=\"1\"><code type=\"int\">0</code></result>")]
    public void An_envelope_is_read_whatever_stands_around_its_elements(string answer) =>
        Assert.Equal(new Judgement(Verdict.Accepted, ""), Judge(SuccessRule.CakeEnvelope, 200, answer));

    [Theory]
    [InlineData(4, "DUPLICATE", Verdict.Accepted, "Code 4: DUPLICATE The receiver had it already.")]
    [InlineData(6, "RATE LIMITED", Verdict.TryAgain, "Code 6: RATE LIMITED")]
    [InlineData(1, "INVALID OFFER", Verdict.Rejected, "Code 1: INVALID OFFER")]
    [InlineData(5, "IP &amp; NOT &lt;WHITELISTED&gt;", Verdict.Rejected, "Code 5: IP & NOT <WHITELISTED>")]
    [InlineData(-1, "", Verdict.Rejected, "Code -1.")]
    public void The_code_decides_and_the_message_is_kept(int code, string message, object verdict, string note) =>
        Assert.Equal(new Judgement((Verdict)verdict, note), Judge(SuccessRule.CakeEnvelope, 200, Envelope(code, message)));

    [Fact]
    public void A_status_that_asks_for_a_repeat_outweighs_the_code()
    {
        Assert.Equal(Verdict.TryAgain, Judge(SuccessRule.CakeEnvelope, 429, Envelope(6, "RATE LIMITED")).Verdict);
        Assert.Equal(Verdict.TryAgain, Judge(SuccessRule.CakeEnvelope, 503, Envelope(1, "x")).Verdict);
    }

    [Fact]
    public void A_refusing_status_keeps_the_envelopes_message() =>
        Assert.Equal(new Judgement(Verdict.Rejected, "Code 9: MALFORMED"), Judge(SuccessRule.CakeEnvelope, 400, Envelope(9, "MALFORMED")));

    [Theory]
    [InlineData("<result><code>zero</code></result>")]
    [InlineData("<result><code>0")]
    [InlineData("<html>code 5</html>")]
    [InlineData("")]
    public void A_2xx_without_a_readable_envelope_is_accepted(string answer) =>
        Assert.Equal(Verdict.Accepted, Judge(SuccessRule.CakeEnvelope, 200, answer).Verdict);

    [Theory]
    [InlineData(200, Verdict.Accepted, "")]
    [InlineData(409, Verdict.Accepted, "")]
    [InlineData(503, Verdict.Accepted, "")]
    [InlineData(302, Verdict.Accepted, "")]
    [InlineData(204, Verdict.Rejected, "HTTP 204, but only 200, 302, 409, 503 counts as delivered.")]
    [InlineData(404, Verdict.Rejected, "HTTP 404.")]
    [InlineData(500, Verdict.TryAgain, "HTTP 500.")]
    public void A_list_of_statuses_takes_the_place_of_2xx(int status, object verdict, string note)
    {
        const string list = "200, 302, 409, 503";
        var outcome = new SendOutcome(status, null, "no envelope", null, TimeSpan.Zero);
        Assert.Equal(
            new Judgement((Verdict)verdict, note),
            AnswerRule.Judge(SuccessRule.Status, new SendTerms(AnswerStatus: list), outcome)
        );
        Assert.Equal(
            new Judgement((Verdict)verdict, note),
            AnswerRule.Judge(SuccessRule.CakeEnvelope, new SendTerms(AnswerStatus: list), outcome)
        );
    }

    [Fact]
    public void An_envelope_and_a_text_are_asked_of_a_listed_status_too()
    {
        var terms = new SendTerms(AnswerHas: "SUCCESS", AnswerStatus: "409");
        Judgement Of(string answer) =>
            AnswerRule.Judge(SuccessRule.CakeEnvelope, terms, new SendOutcome(409, null, answer, null, TimeSpan.Zero));
        Assert.Equal(Verdict.Accepted, Of(Success).Verdict);
        Assert.Equal("Code 5: NO", Of(Envelope(5, "NO")).Note);
        Assert.Equal("HTTP 409, but the answer does not contain “SUCCESS”.", Of("well").Note);
    }

    [Theory]
    [InlineData(SendError.TimedOut, Verdict.TryAgain)]
    [InlineData(SendError.DnsFailed, Verdict.TryAgain)]
    [InlineData(SendError.ConnectFailed, Verdict.TryAgain)]
    [InlineData(SendError.AddressNotAllowed, Verdict.Hopeless)]
    [InlineData(SendError.TooManyRedirects, Verdict.Hopeless)]
    [InlineData(SendError.UrlNotAllowed, Verdict.Hopeless)]
    public void An_error_is_tried_again_only_where_that_can_help(SendError error, object verdict)
    {
        var judgement = AnswerRule.Judge(SuccessRule.Status, new SendOutcome(null, error, "", null, TimeSpan.Zero));
        Assert.Equal(new Judgement((Verdict)verdict, error.Sentence()), judgement);
    }

    [Fact]
    public void Every_error_has_a_sentence_and_a_decision()
    {
        foreach (var error in Enum.GetValues<SendError>())
        {
            Assert.EndsWith(".", $"{error.Sentence()}", StringComparison.Ordinal);
            _ = error.IsTransient();
        }
    }

    private static Judgement Judge(SuccessRule rule, int status, string answer) =>
        AnswerRule.Judge(rule, new SendOutcome(status, null, answer, null, TimeSpan.Zero));

    private static string Envelope(int code, string message) => $"<result>\r\n\t<code>{code}</code>\r\n\t<msg>{message}</msg>\r\n</result>";
}
