using Ringpost.Delivery.Outbox;
using Xunit;

namespace Ringpost.Delivery.Tests.Outbox;

public sealed class StatusListTests
{
    [Theory]
    [InlineData("200", "200")]
    [InlineData(" 200 ,202-204, 2xx,4XX ", "200, 202-204, 200-299, 400-499")]
    [InlineData("200,200", "200")]
    [InlineData("100-599", "100-599")]
    public void A_list_is_kept_in_one_spelling(string typed, string kept) => Assert.Equal(kept, StatusList.Read(typed));

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("99")]
    [InlineData("600")]
    [InlineData("204-200")]
    [InlineData("200-")]
    [InlineData("-200")]
    [InlineData("+200")]
    [InlineData("6xx")]
    [InlineData("ok")]
    [InlineData("200 204")]
    [InlineData("1,2,3")]
    public void What_is_no_list_is_none(string typed) => Assert.Null(StatusList.Read(typed));

    [Fact]
    public void A_list_holds_exactly_its_statuses()
    {
        var list = StatusList.Read("2xx, 302, 404-406")!;
        int[] held = [.. Enumerable.Range(100, 500).Where(s => StatusList.Contains(list, s))];
        Assert.Equal([.. Enumerable.Range(200, 100), 302, 404, 405, 406], held);
    }

    [Fact]
    public void The_rule_is_said_in_a_sentence()
    {
        Assert.Equal(
            "The answer counts as delivered when it has a 2xx status.",
            DeliveredWhen.Sentence(SuccessRule.Status, SendTerms.None)
        );
        Assert.Equal(
            "The answer counts as delivered when it has a status of 200, 409 and, where it is a CAKE envelope, that accepts, and it contains “ok”, and it does not contain “error”.",
            DeliveredWhen.Sentence(SuccessRule.CakeEnvelope, new SendTerms(AnswerHas: "ok", AnswerLacks: "error", AnswerStatus: "200, 409"))
        );
    }
}
