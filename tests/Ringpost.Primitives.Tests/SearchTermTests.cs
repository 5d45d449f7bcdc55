using Xunit;

namespace Ringpost.Primitives.Tests;

public sealed class SearchTermTests
{
    [Theory]
    [InlineData("+12025550181")]
    [InlineData("(202) 555-0181")]
    [InlineData("202.555.0181")]
    [InlineData("  1-202-555-0181 ")]
    [InlineData("12025550181")]
    [InlineData("0012025550181")]
    [InlineData("tel:+1-202-555-0181")]
    [InlineData("%2B12025550181")]
    [InlineData("+1 (202) 555\u20110181")]
    public void A_number_is_the_same_in_every_format(string text) =>
        Assert.Contains("+12025550181", SearchTerm.Read(text, ["US"])!.Phones.Select(p => p.E164));

    [Fact]
    public void A_national_number_may_be_of_each_country_that_is_asked_for()
    {
        var term = SearchTerm.Read("030 1234567", ["DE", "US", "DE"])!;
        Assert.Contains("+49301234567", term.Phones.Select(p => p.E164));
        Assert.Contains("+49301234567", term.PhonePrefixes);
        Assert.Equal(term.Phones.Count, term.Phones.Distinct().Count());
    }

    [Theory]
    [InlineData("202555", new[] { "+202555", "+1202555" })]
    [InlineData("+1 202 555", new[] { "+1202555" })]
    [InlineData("20255", new string[0])]
    [InlineData("Acme 202555", new string[0])]
    public void A_beginning_is_looked_for_from_six_digits_on(string text, string[] prefixes) =>
        Assert.Equal(prefixes, SearchTerm.Read(text, ["US"])!.PhonePrefixes);

    [Theory]
    [InlineData("019A3F00-1111-7222-8333-444455556666", "019a3f00111172228333444455556666")]
    [InlineData("019a3f0011", "019a3f0011")]
    [InlineData("019a3f001", null)]
    [InlineData("019a3f00111172228333444455556666f", null)]
    [InlineData("Acme Solar", null)]
    public void An_id_is_found_with_and_without_dashes_and_by_its_first_ten_digits(string text, string? id) =>
        Assert.Equal(id, SearchTerm.Read(text, [])!.Id);

    [Theory]
    [InlineData("CA0123456789abcdef0123456789abcdef", true)]
    [InlineData("7f2c-11@sip.example", true)]
    [InlineData("CA12345", false)]
    [InlineData("Insurance", false)]
    [InlineData("Solar roofs 2026", false)]
    public void A_carriers_id_is_one_word_with_a_digit(string text, bool isOne) =>
        Assert.Equal(isOne ? text : null, SearchTerm.Read(text, [])!.ForeignId);

    [Theory]
    [InlineData("17", 17L)]
    [InlineData("#17", 17L)]
    [InlineData("17a", null)]
    [InlineData("99999999999999999999", null)]
    public void A_plain_number_may_be_a_records_id(string text, long? number) => Assert.Equal(number, SearchTerm.Read(text, [])!.Number);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\n ")]
    public void Nothing_is_no_term(string? text) => Assert.Null(SearchTerm.Read(text, ["US"]));

    [Fact]
    public void What_is_too_long_is_no_term() => Assert.Null(SearchTerm.Read(new string('a', SearchTerm.Longest + 1), []));

    [Theory]
    [InlineData("acme", "Acme", 0)]
    [InlineData("acme", "Acme Solar", 1)]
    [InlineData("solar", "Acme Solar", 2)]
    [InlineData("olar ac", "Acme Solar", 3)]
    [InlineData("acme roofs", "Acme Solar", null)]
    [InlineData("100%", "Only 100% leads", 2)]
    [InlineData("OF-7", "Acme", 0)]
    public void The_whole_name_or_id_comes_first_then_its_beginning_then_a_words(string text, string name, int? rank) =>
        Assert.Equal(rank, SearchTerm.Read(text, [])!.RankOf(name, "", "of-7"));
}
