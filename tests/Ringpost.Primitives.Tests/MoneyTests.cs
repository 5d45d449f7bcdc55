using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace Ringpost.Primitives.Tests;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("12.5", 12_500_000)]
    [InlineData("0", 0)]
    [InlineData("0.000001", 1)]
    [InlineData(".5", 500_000)]
    [InlineData("5.", 5_000_000)]
    [InlineData("007", 7_000_000)]
    [InlineData("0.0000005", 1)]
    [InlineData("0.00000049", 0)]
    [InlineData("1000000000000", 1_000_000_000_000_000_000)]
    public void Digits_with_an_optional_point_are_read_exactly(string text, long millionths)
    {
        Assert.True(Money.TryParse(text, out var read));
        Assert.Equal(millionths, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(" 1")]
    [InlineData("12,50")]
    [InlineData("$12")]
    [InlineData("1e3")]
    [InlineData("-5")]
    [InlineData("+5")]
    [InlineData("1.2.3")]
    [InlineData("١٢")]
    [InlineData("1_000")]
    [InlineData("1000000000000.000001")]
    [InlineData("10000000000000000000000000000000000000000")]
    public void Anything_else_is_refused(string text) => Assert.False(Money.TryParse(text, out _));

    [Theory]
    [InlineData("0.00005", 100)]
    [InlineData("0.00015", 200)]
    [InlineData("-0.00005", -100)]
    [InlineData("2.33335", 2_333_400)]
    [InlineData("2.333349999", 2_333_300)]
    public void A_computed_amount_is_rounded_once_half_away_from_zero_to_four_decimals(string amount, long millionths) =>
        Assert.Equal(millionths, Money.ComputedToMillionths(decimal.Parse(amount, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(0, "0.00")]
    [InlineData(12_500_000, "12.50")]
    [InlineData(1_234_567_890_000, "1234567.89")]
    [InlineData(1, "0.000001")]
    [InlineData(-2_500_000, "-2.50")]
    [InlineData(333_300, "0.3333")]
    public void An_amount_is_written_with_a_point_and_without_grouping(long millionths, string text)
    {
        Assert.Equal(text, Money.Format(millionths));
        Assert.Equal(text + " USD", new Money(millionths, Currency.Usd).ToString());
    }

    [Property]
    public Property What_is_written_is_read_back() =>
        Prop.ForAll(
            Gen.Choose(0, int.MaxValue).Select(n => n * 465_661_287L).ToArbitrary(),
            millionths => Money.TryParse(Money.Format(millionths), out var read) && read == millionths
        );

    [Property]
    public bool A_computed_amount_is_within_half_of_its_last_decimal(int dividend, short divisor)
    {
        var exact = (decimal)dividend / (divisor == 0 ? 1 : divisor);
        var millionths = Money.ComputedToMillionths(exact);
        return millionths % 100 == 0 && Math.Abs((millionths / 1_000_000m) - exact) <= 0.00005m;
    }

    [Property]
    public bool Reading_never_throws(string? text) => Money.TryParse(text, out var millionths) ? millionths >= 0 : millionths == 0;

    [Theory]
    [InlineData("usd", "USD")]
    [InlineData("EUR", "EUR")]
    public void A_currency_is_known_by_its_code(string text, string code)
    {
        Assert.True(Currency.TryParse(text, out var currency));
        Assert.Equal(code, currency.Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("US")]
    [InlineData("XXX")]
    [InlineData("USDT")]
    [InlineData("U$D")]
    public void An_unknown_currency_is_refused(string? text) => Assert.False(Currency.TryParse(text, out _));

    [Fact]
    public void The_currency_that_was_not_set_is_the_dollar() => Assert.Equal(Currency.Usd.Code, default(Currency).Code);
}
