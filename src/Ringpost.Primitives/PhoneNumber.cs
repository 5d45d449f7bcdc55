using System.Text.Json;
using System.Text.Json.Serialization;
using PhoneNumbers;

namespace Ringpost.Primitives;

/// <summary>A telephone number in E.164, as <c>+12025550181</c>. Parsed once, at the edge (architecture 4.7).</summary>
[JsonConverter(typeof(PhoneNumberJson))]
public readonly record struct PhoneNumber
{
    private static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();

    private readonly string? _e164;

    private PhoneNumber(string e164) => _e164 = e164;

    public string E164 => _e164 ?? "";

    /// <summary>Reads a number as a person writes it; one without <c>+</c> is taken as of <paramref name="country"/> (ISO 3166 alpha-2).</summary>
    public static bool TryParse(string? text, string country, out PhoneNumber number)
    {
        number = default;
        if (string.IsNullOrWhiteSpace(text) || text.Length > 40)
            return false;
        try
        {
            var parsed = Library.Parse(text, country);
            if (!Library.IsPossibleNumber(parsed))
                return false;
            number = new PhoneNumber(Library.Format(parsed, PhoneNumberFormat.E164));
            return true;
        }
        catch (NumberParseException)
        {
            return false;
        }
    }

    /// <summary>Takes back a number that was stored as E.164; does not check it again.</summary>
    public static PhoneNumber FromStored(string e164) => new(e164);

    public static bool IsCountry(string? code) => code is { Length: 2 } && Library.GetSupportedRegions().Contains(code);

    /// <summary>The digits before a country's numbers, as 44; null for what is no country.</summary>
    public static int? CallingCode(string country) => Library.GetCountryCodeForRegion(country) is > 0 and var code ? code : null;

    /// <summary>The countries a number can belong to, as ISO 3166 alpha-2 codes in order.</summary>
    public static IReadOnlyList<string> Countries { get; } = [.. Library.GetSupportedRegions().Order(StringComparer.Ordinal)];

    /// <summary>The number with all but its first two and last two digits hidden, for people without the right to see it.</summary>
    public string Masked() => Mask(E164);

    /// <summary>Masks a text that is a number in any form; keeps its length.</summary>
    public static string Mask(string number) =>
        number.Length <= 5
            ? new string('•', number.Length)
            : string.Concat(number.AsSpan(0, 3), new string('•', number.Length - 5), number.AsSpan(number.Length - 2));

    public override string ToString() => E164;
}

internal sealed class PhoneNumberJson : JsonConverter<PhoneNumber>
{
    public override PhoneNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        PhoneNumber.FromStored(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, PhoneNumber value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.E164);
}
