using System.Text.RegularExpressions;
using Ringpost.Primitives;

namespace Ringpost.Delivery.Log;

/// <summary>
/// Hides telephone numbers, and the values of parameters that are secrets, in text that was sent or received, for people without the right
/// to see them (architecture 4.12). A number is <c>+</c> or <c>%2B</c> with 7 to 15 digits, or 10 to 15 digits that stand alone; a
/// few other long numbers are hidden with them, and so are the ids of recordings at a carrier, which open them.
/// </summary>
public static partial class MaskNumbers
{
    public static string In(string text) => Recordings().Replace(Secrets().Replace(Numbers().Replace(text, Masked), "$1•••"), "RE•••");

    private static string Masked(Match match) => match.Groups["prefix"].Value + PhoneNumber.Mask(match.Groups["digits"].Value);

    // Digits may be in groups, as (661) 555-0106. Letters around them make them part of an id, not a number.
    [GeneratedRegex(
        @"(?<prefix>\+|%2B)(?<digits>[0-9](?:[ ().-]{0,2}[0-9]){6,14})(?![0-9])|(?<![0-9A-Za-z])(?<digits>\(?[0-9](?:[ ()-]{0,2}[0-9]){9,14})(?![0-9A-Za-z])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Numbers();

    [GeneratedRegex("RE[0-9a-f]{32}")]
    private static partial Regex Recordings();

    // A URL within a parameter of another is percent-encoded.
    [GeneratedRegex(
        @"((?:%3F|%26)(?:sig|signature|token)%3D|(?:^|[?&;\s])(?:k|key|api_?key|token|access_token|auth|secret|password|pwd|sig|signature)=|""(?:key|api_?key|token|access_token|secret|password)""\s*:\s*"")[^&;\s""]+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Secrets();
}
