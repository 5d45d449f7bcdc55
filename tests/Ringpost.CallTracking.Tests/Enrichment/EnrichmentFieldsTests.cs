using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Ringpost.CallTracking.Enrichment;
using Xunit;

namespace Ringpost.CallTracking.Tests.Enrichment;

public sealed class EnrichmentFieldsTests
{
    [Theory]
    [InlineData("?a=1&b=x%20y&empty=", null, "", "a=1,b=x y")]
    [InlineData("?a=1&a=2", null, "", "a=2")]
    [InlineData("?a=1", "application/x-www-form-urlencoded", "a=2&b=%2B1661", "a=2,b=+1661")]
    [InlineData("", "application/json; charset=utf-8", "{\"a\":\"x\",\"n\":12.5,\"t\":true,\"none\":null}", "a=x,n=12.5,t=true")]
    [InlineData("", null, "{\"a\":\"line\\nbreak\\u0000\"}", "a=line break")]
    [InlineData("?a=1", "application/json", "[1]", null)]
    [InlineData("?a=1", "application/json", "{\"a\":", null)]
    [InlineData("?a=1", "text/plain", "", "a=1")]
    public async Task The_fields_of_query_and_body_are_read(string query, string? type, string body, string? expected)
    {
        var request = Request(query, type, body);
        var fields = await EnrichmentFields.ReadAsync(request);
        Assert.Equal(expected, fields is null ? null : string.Join(',', fields.OrderBy(f => f.Key).Select(f => $"{f.Key}={f.Value}")));
    }

    [Fact]
    public async Task A_body_over_64_KB_is_not_read() =>
        Assert.Null(await EnrichmentFields.ReadAsync(Request("", "application/json", $"{{\"a\":\"{new string('x', 65 * 1024)}\"}}")));

    [Fact]
    public void An_address_may_send_so_many_in_a_second()
    {
        var time = new FakeTimeProvider();
        var rate = new EnrichmentRate(Options.Create(new EnrichmentOptions { PerAddressPerSecond = 2 }), time);
        Assert.True(rate.Admits(IPAddress.Loopback));
        Assert.True(rate.Admits(IPAddress.Loopback));
        Assert.False(rate.Admits(IPAddress.Loopback));
        Assert.True(rate.Admits(IPAddress.Parse("203.0.113.7")));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(rate.Admits(IPAddress.Loopback));
    }

    private static HttpRequest Request(string query, string? type, string body)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = body.Length > 0 ? "POST" : "GET";
        http.Request.QueryString = new QueryString(query);
        http.Request.ContentType = type;
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return http.Request;
    }
}
