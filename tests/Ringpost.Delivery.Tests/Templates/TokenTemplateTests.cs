using Ringpost.Delivery.Templates;
using Xunit;

namespace Ringpost.Delivery.Tests.Templates;

public sealed class TokenTemplateTests
{
    private static readonly Dictionary<string, string> Values = new()
    {
        ["call:inboundcallid"] = "c1",
        ["user:zip"] = "90210",
        ["address:zip 5"] = "12345",
        ["inboundnumber:number-noplus"] = "16615550106",
        ["inboundnumber:areacode"] = "661",
        ["inboundnumber:prefix"] = "555",
        ["inboundnumber:suffix"] = "0106",
        ["geo:zip.code"] = "",
    };

    private static string Render(string source, TokenEncoding encoding = TokenEncoding.Url) =>
        TokenTemplate.Parse(source).Render(t => Values.GetValueOrDefault(t.Key), encoding);

    [Theory]
    [InlineData("?t=[Call:InboundCallId]", "?t=c1")]
    [InlineData("?t=[call:inboundCALLid]", "?t=c1")]
    [InlineData("?t=[tag:User:Zip]", "?t=90210")]
    [InlineData("?t=[TAG:user:ZIP]", "?t=90210")]
    [InlineData("?t=[user:zip]", "?t=90210")]
    [InlineData("?t=[tag:Address:Zip 5]", "?t=12345")]
    [InlineData("?t=[tag:InboundNumber:Number-NoPlus]", "?t=16615550106")]
    [InlineData("[tag:InboundNumber:AreaCode][tag:InboundNumber:Prefix][tag:InboundNumber:Suffix]", "6615550106")]
    [InlineData("?z=[tag:Geo:Zip.Code|gather:zip|user:zip]&x", "?z=90210&x")]
    [InlineData("?z=[nothing:here]&x", "?z=&x")]
    [InlineData("?z=[gather:a|gather:b]", "?z=")]
    public void Tokens_are_found_whatever_their_case_and_the_first_value_wins(string source, string expected) =>
        Assert.Equal(expected, Render(source));

    [Theory]
    [InlineData("/a[0]/b[]?c[d]=[e|f]")]
    [InlineData("http://[::1]:8080/x")]
    [InlineData("http://[2001:db8::1]/x")]
    [InlineData("[Call:]")]
    [InlineData("[:Name]")]
    [InlineData("[tag:Name]")]
    [InlineData("[Call:InboundCallId|oops]")]
    [InlineData("[Call:InboundCallId")]
    [InlineData("Call:InboundCallId]")]
    [InlineData("""{"list":[{"a":1}],"urls":["https://x"],"n":[1,2]}""")]
    [InlineData("")]
    public void Other_text_in_brackets_stays_as_it_is(string source)
    {
        Assert.Equal(source, Render(source));
        Assert.Empty(TokenTemplate.Parse(source).Tokens);
    }

    [Theory]
    [InlineData("<c><![CDATA[[u:v]]]></c>", "]\u0001]>", "]]>")]
    [InlineData("<c><![CDATA[[u:v]]]></c>", "]]><b>", "]]><b>")]
    [InlineData("<c><![CDATA[]][u:v]]]></c>", ">", "]]>")]
    [InlineData("<c><![CDATA[[u:v]>]]></c>", "]]", "]]>")]
    [InlineData("<c><![CDATA[[u:v][u:v]]]></c>", "]]>]", "]]>]]]>]")]
    [InlineData("<c><![CDATA[[u:v]]]></c>", "", "")]
    public void No_value_ends_a_cdata_section(string template, string value, string read) =>
        Assert.Equal(read, System.Xml.Linq.XElement.Parse(TokenTemplate.Parse(template).Render(_ => value, TokenEncoding.Xml)).Value);

    [Fact]
    public void A_token_behind_an_open_bracket_is_still_found() => Assert.Equal("[x=c1", Render("[x=[Call:InboundCallId]"));

    [Fact]
    public void The_candidates_of_a_coalesce_are_listed_one_by_one()
    {
        var tokens = TokenTemplate.Parse("[Call:A]/[tag:User:B c|x:D:e]").Tokens;
        Assert.Equal([("Call", "A"), ("User", "B c"), ("x", "D:e")], tokens.Select(t => (t.Type, t.Name)));
        Assert.Equal(["Call:A", "tag:User:B c", "x:D:e"], tokens.Select(t => t.Text));
        Assert.Equal([true, false, false], tokens.Select(t => t.IsCall));
    }

    [Theory]
    [InlineData("?a=[u:v]", "+1 661&x=ä/?#%", TokenEncoding.Url, "?a=%2B1%20661%26x%3D%C3%A4%2F%3F%23%25")]
    [InlineData("a=[u:v]", "+1 661&x=ä", TokenEncoding.Form, "a=%2B1+661%26x%3D%C3%A4")]
    [InlineData("""{"a":"[u:v]"}""", "say \"x\"\\ \n ä", TokenEncoding.Json, """{"a":"say \"x\"\\ \n ä"}""")]
    [InlineData("""{"a":[u:v]}""", "12.50", TokenEncoding.Json, """{"a":12.50}""")]
    [InlineData("""{"a":[u:v]}""", "true", TokenEncoding.Json, """{"a":true}""")]
    [InlineData("""{"a":[u:v]}""", "", TokenEncoding.Json, """{"a":null}""")]
    [InlineData("""{"a":[u:v]}""", "007", TokenEncoding.Json, """{"a":"007"}""")]
    [InlineData("""{"a":[u:v]}""", "1,\"b\":2", TokenEncoding.Json, """{"a":"1,\"b\":2"}""")]
    [InlineData("""{"q\"":"[u:v]"}""", "a\"b", TokenEncoding.Json, """{"q\"":"a\"b"}""")]
    [InlineData("x [u:v]", "a\r\nSet-Cookie: b\0", TokenEncoding.Header, "x aSet-Cookie: b")]
    [InlineData("<a>[u:v]</a>", "<b>", TokenEncoding.Raw, "<a><b></a>")]
    [InlineData("http://h/a/[u:v]/b", "..", TokenEncoding.Url, "http://h/a//b")]
    [InlineData("http://h/a?b=[u:v]", "..", TokenEncoding.Url, "http://h/a?b=..")]
    public void Values_are_written_for_their_place(string source, string value, TokenEncoding encoding, string expected) =>
        Assert.Equal(expected, TokenTemplate.Parse(source).Render(_ => value, encoding));

    [Fact]
    public void Templates_of_the_same_text_are_equal() => Assert.Equal(TokenTemplate.Parse("a[u:v]"), TokenTemplate.Parse("a[u:v]"));
}
