using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ringpost.Primitives;

/// <summary>An amount in millionths of its currency's unit (architecture 4.7).</summary>
public readonly record struct Money(long Millionths, Currency Currency)
{
    /// <summary>The largest amount a person or a postback may type: a million million units.</summary>
    public const decimal Largest = 1_000_000_000_000m;

    private static readonly SearchValues<char> DigitsAndPoint = SearchValues.Create("0123456789.");

    public decimal Amount => Millionths / 1_000_000m;

    /// <summary>A typed amount, exact to the millionth, half away from zero beyond.</summary>
    public static long ToMillionths(decimal amount) => (long)(Math.Round(amount, 6, MidpointRounding.AwayFromZero) * 1_000_000m);

    /// <summary>A computed amount (percentage, rate): rounded once, half away from zero, to 4 decimals.</summary>
    public static long ComputedToMillionths(decimal amount) => (long)(Math.Round(amount, 4, MidpointRounding.AwayFromZero) * 1_000_000m);

    /// <summary>Reads digits with an optional point (cake.md 2.3a): <c>12,50</c>, <c>$12</c>, <c>1e3</c> and <c>-5</c> are refused.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long millionths)
    {
        millionths = 0;
        if (text.IsEmpty || text.Length > 40 || text.ContainsAnyExcept(DigitsAndPoint) || text is ".")
            return false;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) || amount > Largest)
            return false;
        millionths = ToMillionths(amount);
        return true;
    }

    /// <summary>A point, no grouping, at least 2 and at most 4 decimals unless the amount needs more (ringba.md 13).</summary>
    public static string Format(long millionths) => (millionths / 1_000_000m).ToString("0.00####", CultureInfo.InvariantCulture);

    public override string ToString() => Format(Millionths) + " " + Currency.Code;
}

/// <summary>An ISO 4217 code of three capital letters.</summary>
[JsonConverter(typeof(CurrencyJson))]
public readonly record struct Currency
{
    private readonly string? _code;

    private Currency(string code) => _code = code;

    public static readonly Currency Usd = new("USD");

    public string Code => _code ?? "USD";

    // The default value is US dollars too.
    public bool Equals(Currency other) => Code == other.Code;

    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);

    public static bool TryParse(string? text, out Currency currency)
    {
        currency = default;
        if (text is not { Length: 3 } || !text.All(char.IsAsciiLetter))
            return false;
        var code = text.ToUpperInvariant();
        if (!Known.Contains(code))
            return false;
        currency = new Currency(code);
        return true;
    }

    public override string ToString() => Code;

    /// <summary>The active ISO 4217 codes of national currencies.</summary>
    public static IReadOnlyCollection<string> All => Known;

    private static readonly SortedSet<string> Known = new(
        (
            "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP "
            + "CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY "
            + "KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK "
            + "NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT "
            + "TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
        ).Split(' '),
        StringComparer.Ordinal
    );
}

internal sealed class CurrencyJson : JsonConverter<Currency>
{
    public override Currency Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Currency.TryParse(reader.GetString(), out var currency)
            ? currency
            : throw new JsonException("A currency is an ISO 4217 code, as USD.");

    public override void Write(Utf8JsonWriter writer, Currency value, JsonSerializerOptions options) => writer.WriteStringValue(value.Code);
}

/// <summary>Writes an amount held in millionths as the decimal number that the API speaks (api-v1.md). Stands on the property.</summary>
public sealed class MillionthsJson : JsonConverter<long>
{
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Money.ToMillionths(reader.GetDecimal());

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value / 1_000_000m);
}
