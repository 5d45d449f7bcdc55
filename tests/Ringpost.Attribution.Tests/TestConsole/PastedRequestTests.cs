using FsCheck.Xunit;
using Ringpost.Attribution.TestConsole;
using Xunit;

namespace Ringpost.Attribution.Tests.TestConsole;

public sealed class PastedRequestTests
{
    [Theory]
    [InlineData("https://track.example.com/m.ashx?o=1&t=2", "GET", "/m.ashx?o=1&t=2")]
    [InlineData("  /M.ASHX?o=1 ", "GET", "/M.ASHX?o=1")]
    [InlineData("p.ashx?o=1", "GET", "/p.ashx?o=1")]
    [InlineData("GET /p.ashx?o=1 HTTP/1.1", "GET", "/p.ashx?o=1")]
    [InlineData("POST http://h:5080/p.ashx HTTP/1.1", "POST", "/p.ashx")]
    [InlineData("http://h/sub/m.ashx?t=a#b#", "GET", "/sub/m.ashx?t=a")]
    [InlineData("/m.ashx?t=a b", "GET", "/m.ashx?t=a%20b")]
    [InlineData("/m.ashx?t=ö\ud83d\ude00", "GET", "/m.ashx?t=%C3%B6%F0%9F%98%80")]
    public void A_pasted_text_becomes_what_a_client_sends(string text, string method, string target)
    {
        var (request, error) = PastedRequest.Read(text);
        Assert.Null(error);
        Assert.Equal((method, target), (request!.Method, request.Target));
    }

    [Theory]
    [InlineData("", "Paste the URL")]
    [InlineData(null, "Paste the URL")]
    [InlineData("https://track.example.com", "neither a URL nor a path")]
    [InlineData("https://track.example.com/x.ashx?o=1", "neither /m.ashx nor /p.ashx")]
    [InlineData("DELETE /m.ashx?o=1", "405")]
    public void What_is_no_postback_is_refused_with_a_sentence(string? text, string part)
    {
        var (request, error) = PastedRequest.Read(text);
        Assert.Null(request);
        Assert.Contains(part, error?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_request_brings_its_headers_and_form()
    {
        var (request, _) = PastedRequest.Read(
            "POST /m.ashx HTTP/1.1\r\nHost: h\r\nidempotency-key: call:1\r\nUser-Agent: Ringba\r\n\r\no=1&pubid=2\r\n"
        );
        Assert.Equal(
            ("POST", "o=1&pubid=2", "call:1", "Ringba"),
            (request!.Method, request.Form, request.IdempotencyKey, request.UserAgent)
        );
    }

    [Fact]
    public void Tokens_that_nobody_filled_in_are_pointed_out() =>
        Assert.Contains(
            PastedRequest.Read("/m.ashx?t=[Call:InboundCallId]").Request!.Notes,
            n => $"{n}".Contains("brackets", StringComparison.Ordinal)
        );

    [Property]
    public bool Any_text_is_read_or_refused(string? text)
    {
        var (request, error) = PastedRequest.Read("/m.ashx?" + text);
        return request is null != error is null;
    }
}
