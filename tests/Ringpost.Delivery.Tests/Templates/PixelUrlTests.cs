using Ringpost.Delivery.Templates;
using Ringpost.Primitives;
using Xunit;

namespace Ringpost.Delivery.Tests.Templates;

public sealed class PixelUrlTests
{
    private const string Host = "A token can't stand in the URL's host or port.";
    private const string Scheme = "A token can't stand in the URL's scheme.";
    private const string Start = "A URL begins with http:// or https:// and names a host.";

    [Theory]
    [InlineData("https://trk.example.com/p.ashx?o=[tag:Campaign:TrackingId]&a=[tag:Publisher:SubId]&f=pb")]
    [InlineData("http://127.0.0.1:5080/m.ashx?o=[tag:Address:Zip 5|tag:User:zip]")]
    [InlineData("https://h?x=[Call:InboundCallId]")]
    [InlineData("https://h/[tag:user:id]/done")]
    [InlineData("http://[2001:db8::1]:8080/x")]
    [InlineData("https://müller.example/ä")]
    public void A_usable_url_has_no_errors(string url) => Assert.Empty(PixelUrl.Check(TokenTemplate.Parse(url)));

    [Theory]
    [InlineData("", "A URL is needed.")]
    [InlineData("trk.example.com/p.ashx", Start)]
    [InlineData("ftp://h/x", Start)]
    [InlineData("file:///etc/passwd", Start)]
    [InlineData("javascript:alert(1)", Start)]
    [InlineData("http://", Start)]
    [InlineData("http://h:99999/", Start)]
    [InlineData("https://user:secret@h/", "A user name or password does not belong in a URL.")]
    [InlineData("[tag:User:scheme]://h/x", Scheme)]
    [InlineData("[tag:User:url]", Scheme)]
    [InlineData("https://[tag:User:host]/x", Host)]
    [InlineData("https://h[tag:User:host]/x", Host)]
    [InlineData("https://h:80[tag:User:port]/x", Host)]
    [InlineData("https://h[tag:User:tail]", Host)]
    public void An_error_is_named(string url, string error) => Assert.Contains((Phrase)error, PixelUrl.Check(TokenTemplate.Parse(url)));

    [Theory]
    [InlineData("https://h/a b")]
    [InlineData(" https://h/")]
    [InlineData("https://h\\@other/")]
    [InlineData("https://h/\r\nx")]
    [InlineData("https://h/?t=<id>")]
    public void Characters_that_no_url_has_are_refused(string url) =>
        Assert.Contains(
            PixelUrl.Check(TokenTemplate.Parse(url)),
            e => $"{e}".StartsWith("Spaces and the characters", StringComparison.Ordinal)
        );

    [Fact]
    public void A_url_that_is_too_long_is_refused() =>
        Assert.Equal<Phrase>(["At most 8000 characters."], PixelUrl.Check(TokenTemplate.Parse("https://h/" + new string('a', 8000))));
}
