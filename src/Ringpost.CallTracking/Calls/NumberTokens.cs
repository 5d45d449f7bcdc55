using System.Collections.Frozen;
using System.Globalization;
using PhoneNumbers;

namespace Ringpost.CallTracking.Calls;

/// <summary>What a number in E.164 tells by itself (ringba.md 4.3, tags <c>InboundNumber</c>). Empty for an anonymous caller.</summary>
internal static class NumberTokens
{
    private static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();

    private static readonly FrozenDictionary<string, string> StateCodes = (
        "Alabama AL Alaska AK Arizona AZ Arkansas AR California CA Colorado CO Connecticut CT Delaware DE Florida FL Georgia GA Hawaii HI Idaho ID "
        + "Illinois IL Indiana IN Iowa IA Kansas KS Kentucky KY Louisiana LA Maine ME Maryland MD Massachusetts MA Michigan MI Minnesota MN "
        + "Mississippi MS Missouri MO Montana MT Nebraska NE Nevada NV New_Hampshire NH New_Jersey NJ New_Mexico NM New_York NY North_Carolina NC "
        + "North_Dakota ND Ohio OH Oklahoma OK Oregon OR Pennsylvania PA Rhode_Island RI South_Carolina SC South_Dakota SD Tennessee TN Texas TX "
        + "Utah UT Vermont VT Virginia VA Washington WA West_Virginia WV Wisconsin WI Wyoming WY Washington_D.C. DC Alberta AB British_Columbia BC "
        + "Manitoba MB New_Brunswick NB Newfoundland_and_Labrador NL Nova_Scotia NS Ontario ON Quebec QC Saskatchewan SK"
    )
        .Split(' ')
        .Chunk(2)
        .ToFrozenDictionary(pair => pair[0].Replace('_', ' '), pair => pair[1]);

    private static readonly FrozenDictionary<string, string> StateNames = StateCodes.ToFrozenDictionary(
        pair => pair.Value,
        pair => pair.Key
    );

    public static string NoPlus(string e164) => e164.TrimStart('+');

    public static string? CountryCode(string e164) => Parse(e164) is { } number ? Library.GetRegionCodeForNumber(number) : null;

    public static string? CountryDigits(string e164) => Parse(e164)?.CountryCode.ToString(CultureInfo.InvariantCulture);

    public static string IsValid(string e164) => Parse(e164) is { } number && Library.IsValidNumber(number) ? "yes" : "no";

    public static string? AreaCode(string e164) => NorthAmerican(e164)?[..3];

    public static string? Prefix(string e164) => NorthAmerican(e164)?[3..6];

    public static string? Suffix(string e164) => NorthAmerican(e164)?[6..];

    /// <summary>The state or province of the area code, as <c>California</c>.</summary>
    public static string? Region(string e164) => Place(e164)?.Name;

    /// <summary>Its two letters, as <c>CA</c>.</summary>
    public static string? State(string e164) => Place(e164)?.Code;

    /// <summary>The city that the number was given out in, where the numbering plan tells: <c>Bakersfield</c>.</summary>
    public static string? City(string e164)
    {
        if (Parse(e164) is not { } number)
            return null;
        // North America writes "Bakersfield, CA"; a state alone is no city.
        var description = PhoneNumberOfflineGeocoder.GetInstance().GetDescriptionForNumber(number, Locale.English);
        var comma = description?.IndexOf(", ", StringComparison.Ordinal) ?? -1;
        return comma > 0 ? description![..comma] : null;
    }

    private static string? NorthAmerican(string e164) =>
        e164 is { Length: 12 } && e164.StartsWith("+1", StringComparison.Ordinal) ? e164[2..] : null;

    private static PhoneNumber? Parse(string e164)
    {
        if (e164.Length == 0)
            return null;
        try
        {
            return Library.Parse(e164, null);
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    private static (string Name, string Code)? Place(string e164)
    {
        if (AreaCode(e164) is not { } area)
            return null;
        // Asked for the area code alone the library names the state, and a city where the area code is one city's.
        var sample = new PhoneNumber.Builder()
            .SetCountryCode(1)
            .SetNationalNumber(ulong.Parse(area, CultureInfo.InvariantCulture) * 10_000_000)
            .Build();
        var description = PhoneNumberOfflineGeocoder.GetInstance().GetDescriptionForValidNumber(sample, Locale.English);
        if (string.IsNullOrEmpty(description))
            return null;
        if (description.Length > 4 && description[^4..^2] == ", ")
            return StateNames.TryGetValue(description[^2..], out var ofCity) ? (ofCity, description[^2..]) : null;
        var name = description switch
        {
            "Washington State" => "Washington",
            "British Colombia" => "British Columbia",
            _ => description,
        };
        return (name, StateCodes.GetValueOrDefault(name, ""));
    }
}
