using System.Text.Json;
using FsCheck;
using FsCheck.Xunit;
using Microsoft.AspNetCore.WebUtilities;
using Ringpost.Delivery.Templates;

namespace Ringpost.Delivery.Tests.Templates;

public sealed class TokenTemplateProperties
{
    [Property(MaxTest = 500)]
    public bool A_text_without_brackets_renders_itself(NonNull<string> text)
    {
        var source = text.Get.Replace("[", "(", StringComparison.Ordinal);
        return TokenTemplate.Parse(source).Render(_ => "x", TokenEncoding.Url) == source;
    }

    [Property(MaxTest = 500)]
    public bool Parsing_any_text_keeps_all_that_is_not_a_token(NonNull<string> text)
    {
        var template = TokenTemplate.Parse(text.Get);
        return template.Tokens.Count > 0 || template.Render(_ => "x", TokenEncoding.Raw) == text.Get;
    }

    [Property(MaxTest = 500)]
    public bool A_value_in_a_query_stays_one_value(NonNull<string> value)
    {
        var text = WithoutLoneSurrogates(value.Get);
        var url = new Uri(TokenTemplate.Parse("https://h.example/p?a=[u:v]&b=2").Render(_ => text, TokenEncoding.Url));
        var query = QueryHelpers.ParseQuery(url.Query);
        return url.Host == "h.example"
            && url.AbsolutePath == "/p"
            && url.Fragment == ""
            && query.Count == 2
            && query["a"] == text
            && query["b"] == "2";
    }

    [Property(MaxTest = 500)]
    public bool A_value_in_a_path_stays_one_segment(NonNull<string> first, NonNull<string> second)
    {
        var url = new Uri(
            TokenTemplate.Parse("https://h.example/a/[u:v][u:w]/z").Render(t => t.Name == "v" ? first.Get : second.Get, TokenEncoding.Url)
        );
        return url.Host == "h.example"
            && url.Segments is ["/", "a/", .., "z"]
            && url.Segments.Length <= 4
            && url.Query == ""
            && url.Fragment == "";
    }

    [Property(MaxTest = 500)]
    public bool A_value_in_json_stays_one_value(NonNull<string> value)
    {
        var text = WithoutLoneSurrogates(value.Get);
        using var json = JsonDocument.Parse(TokenTemplate.Parse("""{"a":"[u:v]","b":[u:v]}""").Render(_ => text, TokenEncoding.Json));
        var root = json.RootElement;
        return root.EnumerateObject().Count() == 2 && root.GetProperty("a").GetString() == text;
    }

    [Property(MaxTest = 500)]
    public bool A_value_in_a_form_stays_one_field(NonNull<string> value)
    {
        var text = WithoutLoneSurrogates(value.Get);
        var form = QueryHelpers.ParseQuery(TokenTemplate.Parse("a=[u:v]&b=2").Render(_ => text, TokenEncoding.Form));
        return form.Count == 2 && form["a"] == text;
    }

    [Property(MaxTest = 500)]
    public bool A_value_in_xml_stays_one_text(NonNull<string> value, bool ends)
    {
        var text = new string([
            .. WithoutLoneSurrogates(value.Get + (ends ? "]]>&<a b=\"'\">" : "")).Where(System.Xml.XmlConvert.IsXmlChar),
        ]);
        var template = TokenTemplate.Parse("<r a=\"[u:v]\"><b>[u:v]</b><c><![CDATA[[u:v]]]></c><d>[u:v]</d></r>");
        var xml = System.Xml.Linq.XElement.Parse(
            template.Render(_ => value.Get + (ends ? "]]>&<a b=\"'\">" : ""), TokenEncoding.Xml),
            System.Xml.Linq.LoadOptions.PreserveWhitespace
        );
        // A parser makes one line end of each within CDATA; there nothing can be escaped.
        var lines = text.ReplaceLineEndings("\n");
        return xml.Attribute("a")!.Value == text
            && xml.Element("b")!.Value == text
            && xml.Element("d")!.Value == text
            && xml.Element("c")!.Value.ReplaceLineEndings("\n") == lines
            && xml.Elements().Count() == 3;
    }

    [Property(MaxTest = 500)]
    public bool A_value_in_a_header_holds_no_control_character(NonNull<string> value) =>
        !TokenTemplate.Parse("x [u:v]").Render(_ => value.Get, TokenEncoding.Header).Any(c => c is < (char)32 or (char)127);

    private static string WithoutLoneSurrogates(string text) => new([.. text.Where(c => !char.IsSurrogate(c))]);
}
