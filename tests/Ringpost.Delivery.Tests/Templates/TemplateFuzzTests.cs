using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Web;
using System.Xml.Linq;
using Ringpost.Delivery.Templates;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Delivery.Tests.Templates;

/// <summary>Random templates with random values: rendering never throws, the result is valid, and a parser of others gives the values back.</summary>
public sealed class TemplateFuzzTests(ITestOutputHelper output)
{
    private static readonly int Rounds = Proof.IsLong ? 1_000_000 : 100_000;

    private static readonly string[] Pieces =
    [
        "a",
        "Z",
        "0",
        "42",
        "-1.5",
        " ",
        "  ",
        "+",
        "%",
        "%20",
        "%2B",
        "&",
        "=",
        "?",
        "#",
        "/",
        "//",
        "..",
        ".",
        "\\",
        "\"",
        "'",
        "<",
        ">",
        "]]>",
        "<![CDATA[",
        "&amp;",
        "[",
        "]",
        "[Call:X]",
        "[tag:User:x]",
        "{",
        "}",
        ":",
        ";",
        ",",
        "\r\n",
        "\t",
        "\0",
        "\u0001",
        "\u007f",
        "\u0085",
        "\u2028",
        "\uFEFF",
        "\uFFFE",
        "\uD800",
        "\uDC00",
        "😀",
        "ä",
        "漢",
        "true",
        "false",
        "null",
        "01",
        "1e5",
        "@",
        "|",
        "~",
        "$",
        "javascript:",
        "http://evil.example/",
    ];

    [Fact]
    public void Whatever_the_template_and_its_values_the_result_is_whole_and_the_values_come_back()
    {
        const int seed = 20261130;
        var random = new Random(seed);
        var kinds = new int[6];
        for (var round = 0; round < Rounds; round++)
        {
            var kind = random.Next(kinds.Length);
            kinds[kind]++;
            try
            {
                switch (kind)
                {
                    case 0:
                        Query(random);
                        break;
                    case 1:
                        Path(random);
                        break;
                    case 2:
                        Json(random);
                        break;
                    case 3:
                        Form(random);
                        break;
                    case 4:
                        Xml(random);
                        break;
                    default:
                        Anything(random);
                        break;
                }
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Round {round} of seed {seed}: {e.Message}", e);
            }
        }

        Assert.All(kinds, k => Assert.True(k > Rounds / 10));
        output.WriteLine($"{Rounds} templates with values");
    }

    private static void Query(Random random)
    {
        var count = random.Next(1, 6);
        var values = Values(random, count);
        var before = values.Select(_ => Literal(random)).ToArray();
        var template = TokenTemplate.Parse(
            "https://h.example/p?" + string.Join('&', values.Select((_, i) => $"k{i}={before[i]}{Token(random, i)}"))
        );
        Assert.Empty(PixelUrl.Check(template));
        var url = new Uri(template.Render(t => ValueOf(values, t), TokenEncoding.Url));
        Assert.Equal(("h.example", "/p", ""), (url.Host, url.AbsolutePath, url.Fragment));
        var read = HttpUtility.ParseQueryString(url.OriginalString[(url.OriginalString.IndexOf('?') + 1)..]);
        Assert.Equal(count, read.Count);
        for (var i = 0; i < count; i++)
            Assert.Equal(before[i] + Whole(values[i]), read[$"k{i}"]);
    }

    private static void Path(Random random)
    {
        var values = Values(random, 3);
        var template = TokenTemplate.Parse(
            $"https://h.example:8443/a/x{Token(random, 0)}/{Token(random, 1)}/end{(random.Next(2) == 0 ? "" : $"?q={Token(random, 2)}#f")}"
        );
        Assert.Empty(PixelUrl.Check(template));
        var text = template.Render(t => ValueOf(values, t), TokenEncoding.Url);
        var url = new Uri(text);
        Assert.Equal("h.example:8443", url.Authority);
        var path = text["https://h.example:8443".Length..].Split('?', '#')[0].Split('/');
        Assert.Equal(5, path.Length);
        // Dots alone would move the path: they are left out.
        Assert.Equal("x" + (IsDots(values[0]) ? "" : Whole(values[0])), Uri.UnescapeDataString(path[2]));
        Assert.Equal(IsDots(values[1]) ? "" : Whole(values[1]), Uri.UnescapeDataString(path[3]));
        Assert.Equal("end", path[4]);
        Assert.EndsWith("/end", url.AbsolutePath, StringComparison.Ordinal);
    }

    private static void Json(Random random)
    {
        var expected = new List<(string Before, string Value, bool Quoted)>();
        var text = new StringBuilder();
        var values = Values(random, 12);
        Node(random, text, values, expected, depth: 0);
        var rendered = TokenTemplate.Parse(text.ToString()).Render(t => ValueOf(values, t), TokenEncoding.Json);
        using var json = JsonDocument.Parse(rendered);
        var leaves = new List<JsonElement>();
        Leaves(json.RootElement, leaves);
        Assert.Equal(expected.Count, leaves.Count);
        for (var i = 0; i < leaves.Count; i++)
        {
            var (before, value, quoted) = expected[i];
            if (quoted || leaves[i].ValueKind == JsonValueKind.String)
                Assert.Equal(before + Whole(value), leaves[i].GetString());
            else if (value.Length == 0)
                Assert.Equal(JsonValueKind.Null, leaves[i].ValueKind);
            else
                Assert.Equal(value, leaves[i].GetRawText());
        }
    }

    private static void Node(Random random, StringBuilder text, string[] values, List<(string, string, bool)> expected, int depth)
    {
        var kind = depth == 0 ? random.Next(2) : random.Next(depth > 3 ? 2 : 0, 4);
        if (kind < 2)
        {
            var count = random.Next(0, 4);
            text.Append(kind == 0 ? '{' : '[');
            for (var i = 0; i < count; i++)
            {
                text.Append(i == 0 ? "" : ", ");
                if (kind == 0)
                    text.Append(CultureInfo.InvariantCulture, $"\"n\\\"{i}\": ");
                Node(random, text, values, expected, depth + 1);
            }

            text.Append(kind == 0 ? '}' : ']');
            return;
        }

        var which = random.Next(values.Length);
        var before = kind == 2 ? Literal(random) : "";
        text.Append(kind == 2 ? $"\"{before}{Token(random, which)}\"" : Token(random, which));
        expected.Add((before, values[which], kind == 2));
    }

    private static void Leaves(JsonElement element, List<JsonElement> leaves)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                    Leaves(property.Value, leaves);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Leaves(item, leaves);
                break;
            default:
                leaves.Add(element);
                break;
        }
    }

    private static void Form(Random random)
    {
        var values = Values(random, 3);
        var body = TokenTemplate
            .Parse(string.Join('&', values.Select((_, i) => $"k{i}={Token(random, i)}")))
            .Render(t => ValueOf(values, t), TokenEncoding.Form);
        Assert.DoesNotContain(' ', body);
        var read = HttpUtility.ParseQueryString(body);
        Assert.Equal(3, read.Count);
        for (var i = 0; i < 3; i++)
            Assert.Equal(Whole(values[i]), read[$"k{i}"]);
    }

    private static void Xml(Random random)
    {
        var values = Values(random, 3);
        var xml = XElement.Parse(
            TokenTemplate
                .Parse(
                    $"<r a='{Token(random, 0)}' b=\"{Token(random, 0)}\"><t>{Token(random, 1)}</t><c><![CDATA[{Token(random, 2)}]]></c></r>"
                )
                .Render(t => ValueOf(values, t), TokenEncoding.Xml),
            LoadOptions.PreserveWhitespace
        );
        string[] kept = [.. values.Select(InXml)];
        Assert.Equal((kept[0], kept[0], kept[1]), (xml.Attribute("a")!.Value, xml.Attribute("b")!.Value, xml.Element("t")!.Value));
        // A parser makes one line end of each within CDATA; there nothing can be escaped.
        Assert.Equal(
            kept[2].Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'),
            xml.Element("c")!.Value.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')
        );
    }

    /// <summary>What nobody would type: it is rendered all the same, and a URL that was accepted stays one, at its host.</summary>
    private static void Anything(Random random)
    {
        var source = (random.Next(2) == 0 ? "https://h.example/" : "") + Noise(random, 12) + Token(random, 0) + Noise(random, 12);
        var value = Noise(random, 8);
        var template = TokenTemplate.Parse(source);
        foreach (var encoding in Enum.GetValues<TokenEncoding>())
            template.Render(_ => value, encoding);
        var header = TokenTemplate.Parse("x " + Token(random, 0)).Render(_ => value, TokenEncoding.Header);
        Assert.Equal("x " + new string([.. value.Where(c => c is not (< ' ' or '\u007f'))]), header);
        if (PixelUrl.Check(template).Count > 0)
            return;
        var url = new Uri(template.Render(_ => value, TokenEncoding.Url));
        Assert.Equal(new Uri(template.Render(_ => "1", TokenEncoding.Url)).Authority, url.Authority);
        Assert.True(url.Scheme is "http" or "https");
    }

    private static string Token(Random random, int value) =>
        random.Next(3) switch
        {
            0 => $"[User:v{value}]",
            1 => $"[tag:User:v{value}]",
            _ => $"[Call:none|tag:User:v{value}]",
        };

    private static string? ValueOf(string[] values, TokenReference token) =>
        token.Name[0] == 'v' ? values[int.Parse(token.Name[1..], CultureInfo.InvariantCulture)] : null;

    private static string[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => Noise(random, 8))];

    private static string Noise(Random random, int most)
    {
        var text = new StringBuilder();
        for (var i = random.Next(most + 1); i > 0; i--)
            text.Append(random.Next(4) == 0 ? ((char)random.Next(char.MaxValue + 1)).ToString() : Pieces[random.Next(Pieces.Length)]);
        return text.ToString();
    }

    private static string Literal(Random random) => random.Next(2) == 0 ? "" : "pre-" + random.Next(100);

    private static bool IsDots(string value) => value.Length > 0 && value.All(c => c == '.');

    /// <summary>Half a surrogate pair is no character: every encoding writes the replacement for it.</summary>
    private static string Whole(string value) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value));

    private static string InXml(string value)
    {
        var kept = new StringBuilder();
        for (var i = 0; i < value.Length; i++)
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                kept.Append(value, i++, 2);
            else if (System.Xml.XmlConvert.IsXmlChar(value[i]))
                kept.Append(value[i]);
        return kept.ToString();
    }
}
