using Ringpost.Delivery.Log;
using Xunit;

namespace Ringpost.Delivery.Tests.Log;

public sealed class MaskNumbersTests
{
    [Theory]
    [InlineData("?n=%2B16615550106&x=1", "?n=%2B166••••••06&x=1")]
    [InlineData("?n=%2b16615550106", "?n=%2b166••••••06")]
    [InlineData("?n=+16615550106", "?n=+166••••••06")]
    [InlineData("?n=16615550106", "?n=166••••••06")]
    [InlineData("?n=6615550106", "?n=661•••••06")]
    [InlineData("/call/6615550106/end", "/call/661•••••06/end")]
    [InlineData("""{"caller":"+442071838750"}""", """{"caller":"+442•••••••50"}""")]
    public void Numbers_are_hidden_wherever_they_stand(string text, string masked) => Assert.Equal(masked, MaskNumbers.In(text));

    [Theory]
    [InlineData("thanks, (661) 555-0106 was called")]
    [InlineData("661-555-0106")]
    [InlineData("+1 661 555 0106")]
    public void Grouped_numbers_are_hidden_too(string text) => Assert.DoesNotContain("555", MaskNumbers.In(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("?o=12&a=3456&p=12.50&t=018f4e2a1b3c7d8e9f00112233445566")]
    [InlineData("?dt=2026-05-01T12:00:00.000Z&zip=90210")]
    [InlineData("HTTP 404.")]
    public void Ids_amounts_and_times_stay(string text) => Assert.Equal(text, MaskNumbers.In(text));

    [Theory]
    [InlineData("?o=1&k=s3cret&x=2", "?o=1&k=•••&x=2")]
    [InlineData("?token=abc", "?token=•••")]
    [InlineData("?api_key=abc&password=d", "?api_key=•••&password=•••")]
    [InlineData("?KEY=abc", "?KEY=•••")]
    [InlineData("secret=abc&o=1", "secret=•••&o=1")]
    [InlineData("""{"token": "abc", "o": 1}""", """{"token": "•••", "o": 1}""")]
    [InlineData(
        "?rec=https%3A%2F%2Fx%2Frecordings%2F1%3Fexpires%3D17%26signature%3Dab12&o=1",
        "?rec=https%3A%2F%2Fx%2Frecordings%2F1%3Fexpires%3D17%26signature%3D•••&o=1"
    )]
    [InlineData(
        "?rec=https%3A%2F%2Fx%2FRecordings%2FRE0123456789abcdef0123456789abcdef&o=1",
        "?rec=https%3A%2F%2Fx%2FRecordings%2FRE•••&o=1"
    )]
    [InlineData("?monkey=1&ok=2", "?monkey=1&ok=2")]
    public void Secrets_are_hidden_by_their_names(string text, string masked) => Assert.Equal(masked, MaskNumbers.In(text));
}
