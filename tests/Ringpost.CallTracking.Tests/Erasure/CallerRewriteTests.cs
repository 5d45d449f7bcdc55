using Ringpost.CallTracking.Erasure;
using Xunit;

namespace Ringpost.CallTracking.Tests.Erasure;

public sealed class CallerRewriteTests
{
    private const string Word = "erased-abcdefghijklmnop";

    [Theory]
    [InlineData("+16615550106")]
    [InlineData("16615550106")]
    [InlineData("6615550106")]
    [InlineData("https://x.example/p?c=%2B16615550106&t=1")]
    [InlineData("https://x.example/p?c=16615550106")]
    [InlineData("https://x.example/p?c=+1+661+555+0106&x=1")]
    [InlineData("https://x.example/p?q=call%206615550106%20now")]
    [InlineData("https://x.example/p?u=https%253A%252F%252Fy%252F%253Fc%253D%252B16615550106")]
    [InlineData("{\"caller\":\"\\u002B16615550106\"}")]
    [InlineData("{\"caller\":16615550106,\"n\":1}")]
    [InlineData("Call me back: (661) 555-0106.")]
    [InlineData("661.555.0106 or 661-555-0106 or 1 (661) 555 0106")]
    [InlineData("00 1 661 555 0106")]
    [InlineData("a=661&p=555&s=0106")]
    [InlineData("{\"area\":\"661\",\"prefix\":\"555\",\"suffix\":\"0106\"}")]
    public void However_it_is_written_it_goes(string text)
    {
        var clean = new CallerRewrite("+16615550106", Word).Apply(text);
        Assert.DoesNotContain("5550106", new string([.. clean.Where(char.IsAsciiDigit)]), StringComparison.Ordinal);
        Assert.Equal(clean, new CallerRewrite("+16615550106", Word).Apply(clean));
    }

    [Theory]
    [InlineData("+33612345678", "06 12 34 56 78")]
    [InlineData("+33612345678", "+33 6 12 34 56 78")]
    [InlineData("+4915112345678", "0151 12345678")]
    [InlineData("+4915112345678", "+49 (0)151 / 1234-5678")]
    [InlineData("+442071838750", "tel:+44%20(0)20%207183%208750")]
    public void So_do_numbers_of_other_countries(string number, string text)
    {
        var clean = new CallerRewrite(number, Word).Apply(text);
        Assert.DoesNotContain(number[^4..], new string([.. clean.Where(char.IsAsciiDigit)]), StringComparison.Ordinal);
    }

    [Theory]
    // Unix milliseconds, an id, a longer number, another caller, an amount.
    [InlineData("t=1661555010612")]
    [InlineData("16615550106123")]
    [InlineData("996615550106")]
    [InlineData("id=019f1ae5f0e270006615550106a")]
    [InlineData("+16615550107")]
    [InlineData("p=555&ap=0106")]
    public void Digits_that_are_something_else_stay(string text) =>
        Assert.Equal(
            text,
            new CallerRewrite("+16615550106", Word).Apply(text).Replace(Word + "a", "6615550106a", StringComparison.Ordinal)
        );

    [Fact]
    public void JSON_stays_JSON()
    {
        var clean = new CallerRewrite("+16615550106", Word).Apply("{\"a\":16615550106,\"b\":[6615550106],\"c\":\"6615550106\"}");
        Assert.Equal($"{{\"a\":null,\"b\":[null],\"c\":\"{Word}\"}}", clean);
        System.Text.Json.JsonDocument.Parse(clean).Dispose();
    }

    [Fact]
    public void The_links_of_a_recording_go_in_every_encoding()
    {
        const string Link = "https://api.example.com/r/RE1?a=1&b=2";
        var clean = new CallerRewrite("+16615550106", Word).With([Link, null, ""]);
        foreach (
            var text in new[]
            {
                Link,
                $"u={Uri.EscapeDataString(Link)}",
                "{\"recordingUrl\":\"https://api.example.com/r/RE1?a=1\\u0026b=2\"}",
            }
        )
            Assert.DoesNotContain("RE1", clean(text), StringComparison.Ordinal);
    }

    [Fact]
    public void The_word_is_of_letters_and_known_again()
    {
        var word = ErasedCaller.Word("0123456789abcdef0123");
        Assert.Equal("erased-abcdefghijklmnop", word);
        Assert.True(ErasedCaller.Is(word));
        Assert.False(ErasedCaller.Is(""));
        Assert.False(ErasedCaller.Is("+16615550106"));
    }
}
