using FsCheck.Xunit;
using Xunit;

namespace Ringpost.Primitives.Tests;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("+12025550181", "US", "+12025550181")]
    [InlineData("(202) 555-0181", "US", "+12025550181")]
    [InlineData("202.555.0181", "CA", "+12025550181")]
    [InlineData("+44 20 7946 0018", "US", "+442079460018")]
    [InlineData("020 7946 0018", "GB", "+442079460018")]
    [InlineData(" 12025550181 ", "US", "+12025550181")]
    public void A_number_as_people_write_it_becomes_E164(string text, string country, string e164)
    {
        Assert.True(PhoneNumber.TryParse(text, country, out var number));
        Assert.Equal(e164, number.E164);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("hello")]
    [InlineData("12")]
    [InlineData("+999123")]
    [InlineData("+1202555018112345678901234567890123456789012345")]
    public void What_is_no_number_is_refused(string? text) => Assert.False(PhoneNumber.TryParse(text, "US", out _));

    [Property]
    public bool Reading_never_throws_and_gives_a_plus_and_digits(string? text) =>
        !PhoneNumber.TryParse(text, "US", out var number) || (number.E164[0] == '+' && number.E164[1..].All(char.IsAsciiDigit));

    [Property]
    public bool What_was_read_reads_the_same_again(uint digits) =>
        !PhoneNumber.TryParse($"+1{digits}", "US", out var number)
        || (PhoneNumber.TryParse(number.E164, "GB", out var again) && again == number);

    [Theory]
    [InlineData("+12025550181", "+12•••••••81")]
    [InlineData("+1202", "•••••")]
    [InlineData("", "")]
    public void Masking_keeps_the_length_and_hides_the_middle(string number, string masked)
    {
        Assert.Equal(masked, PhoneNumber.Mask(number));
        Assert.Equal(masked, PhoneNumber.FromStored(number).Masked());
    }

    [Fact]
    public void Countries_are_ISO_codes()
    {
        Assert.True(PhoneNumber.IsCountry("US"));
        Assert.False(PhoneNumber.IsCountry("us"));
        Assert.False(PhoneNumber.IsCountry("XX"));
        Assert.False(PhoneNumber.IsCountry(null));
        Assert.Contains("DE", PhoneNumber.Countries);
    }
}
