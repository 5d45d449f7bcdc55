using System.Text;

namespace Ringpost.Testing;

/// <summary>
/// Targets of requests as third parties really send them to a tracker (unfilled tokens, appended click ids, raw bars, doubled encodings,
/// commerce lists), each mutated more or less. A seed gives the same ones again.
/// </summary>
public sealed class RequestTargets(int seed, long offer, long affiliate)
{
    private static readonly string[] Sent =
    [
        "/m.ashx?o={o}&f=pb&pubid={a}&t=[Call:InboundCallId]&p=[Call:ConversionAmount]&ap=[Call:ConversionPayout]",
        "/m.ashx?o={o}&f=pb&pubid={a}&t=RGB{n}&p=25.00&ap=18&en=Payable&dt=2025-10-15T12:00:00+00:00&c=USD",
        "/m.ashx?O={o}&F=PB&AffId={a}&T={n}&e=sale",
        "/m.ashx?o={o}&a={a}&e=1&t={n}&s1=&s2=%7Bsub%7D&s3=[tag:Publisher:SubId]&adv=1",
        "/m.ashx?o={o}&f=pb&pubid={a}&t={n}&k=AAAAAAAAAAAAAAAAAAAAAA&test=1",
        "/m.ashx?o={o}&amp;f=pb&amp;pubid={a}&amp;t={n}",
        "/m.ashx?o={o}?f=pb&pubid={a}&t={n}",
        "/p.ashx?o={o}&e={n}&f=pb&r=#reqid#&t={n}",
        "/p.ashx?o={o}&f=pb&r=2025{n}0000000000&t=ORDER|{n}|A&fb=1",
        "/p.ashx?o={o}&f=img&t=jane.doe%40example.com&p=12.50",
        "/p.ashx?o={o}&f=js&t=%%CLICK_ID%%",
        "/p.ashx?o={o}&t=${ORDER_ID}&p={{order.total}}",
        "/p.ashx?a={a}&o={o}&f=pb&campid=1&crtvid=1&udid=38400000-8cf0-11bd-b23e-10b96e40000d&t={n}",
        "/p.ashx?o={o}&f=pb&pubid={a}&t={n}&ecsk=SKU1|SKU2&ecqu=1|2&ecpr=9.99|5.00&ecld=0|1&ecst=15.00&ecd=0&ectx=1.20&ecsh=4.99&ecv=CODE&ecc=PROMO&eccu=c%40example.com&ecco=US&ecrg=NY&ect=21.19",
        "/p.ashx?o={o}&f=iframe&t={n}&fbclid=IwAR0abc_-123&gclid=Cj0KCQ.x&utm_source=news&_ga=2.1.2",
        "/?a={a}&c=1&s1=news&s2={n}&s3=%F0%9F%92%B8&fbclid=IwAR3",
        "/?a={a}&c={n}&s5=a/b//c&udid={n}",
        "/?A={a}&C=1&s1=%2525&s2=+&p=f&gclid=",
        "/?c=1&a={a}&s1=http%3A%2F%2Fevil.example%2F&s2=%0d%0aSet-Cookie:x=1",
    ];

    private static readonly string[] Pieces =
    [
        "o",
        "a",
        "c",
        "e",
        "en",
        "t",
        "p",
        "ap",
        "dt",
        "f",
        "r",
        "k",
        "s1",
        "adv",
        "udid",
        "pubid",
        "campid",
        "ecsk",
        "ecpr",
        "test",
        "=",
        "=",
        "&",
        "&",
        "&&",
        "?",
        "#",
        "/",
        "|",
        ";",
        "%",
        "%2",
        "%00",
        "%0a",
        "%0d%0a",
        "%zz",
        "%C3%A9",
        "%ff",
        "%ED%A0%80",
        "%25",
        "+",
        "1",
        "42",
        "-1",
        "0x1",
        "1e3",
        "12.5",
        "12,50",
        "NaN",
        "2025-10-15T12:00:00Z",
        "pb",
        "img",
        "js",
        "é",
        "\u0001",
        "\u007f",
        "\ud800",
        "💸",
        "99999999999999999999",
        "../",
        "..%2f",
        "%2e%2e/",
        "<script>",
        "\"",
        "'",
        "--",
        "\\",
        "[",
        "]",
        "{",
        "}",
        "null",
        "=cmd|' /C calc'!A0",
        "[Call:InboundCallId]",
        "#reqid#",
        "{{x}}",
        "%%X%%",
    ];

    private readonly Random _random = new(seed);

    /// <summary>Path and query as they would stand in a request line, without line breaks.</summary>
    public string Next()
    {
        var target = new StringBuilder(Sent[_random.Next(Sent.Length)]);
        target.Replace("{o}", $"{(_random.Next(20) == 0 ? _random.Next(100) : offer)}");
        target.Replace("{a}", $"{(_random.Next(20) == 0 ? _random.Next(100) : affiliate)}");
        target.Replace("{n}", $"{_random.Next(1_000_000)}");
        for (var changes = _random.Next(2) == 0 ? 0 : _random.Next(1, 8); changes > 0; changes--)
            Mutate(target);
        return target.ToString();
    }

    private void Mutate(StringBuilder target)
    {
        var at = 1 + _random.Next(target.Length);
        var length = Math.Min(_random.Next(1, 12), target.Length - at);
        switch (_random.Next(8))
        {
            case 0:
                target.Remove(at, length);
                break;
            case 1:
                target.Insert(at, target.ToString(at, length));
                break;
            case 2 or 3:
                target.Insert(at, Pieces[_random.Next(Pieces.Length)]);
                break;
            case 4:
                target.Insert(at, (char)_random.Next(14, _random.Next(3) == 0 ? 0x10000 : 256));
                break;
            case 5:
                target.Append('&').Append(Pieces[_random.Next(Pieces.Length)]).Append('=').Append(Pieces[_random.Next(Pieces.Length)]);
                break;
            case 6 when at < target.Length:
                target[at] = char.IsUpper(target[at]) ? char.ToLowerInvariant(target[at]) : char.ToUpperInvariant(target[at]);
                break;
            case 7 when _random.Next(50) == 0:
                target.Insert(at, new string((char)_random.Next(33, 127), _random.Next(20_000)));
                break;
            default:
                target.Insert(at, "%" + _random.Next(256).ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }
}
