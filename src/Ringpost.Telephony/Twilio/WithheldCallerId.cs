namespace Ringpost.Telephony.Twilio;

/// <summary>
/// What carriers put in place of a number that the caller withheld. Words are no numbers and need no list: whatever can't be read as a
/// number is an anonymous caller (alphanumeric and malformed ids too). These look like numbers.
/// </summary>
internal static class WithheldCallerId
{
    private static readonly HashSet<string> Digits = new(StringComparer.Ordinal)
    {
        "266696687", // ANONYMOUS on a telephone's keys
        "7378742833", // RESTRICTED
        "2562533", // BLOCKED
        "8656696", // UNKNOWN
        "86282452253", // UNAVAILABLE
        "7748283", // PRIVATE
        "94844353", // WITHHELD
        "464",
    };

    /// <param name="user">The number or the user part of a SIP address.</param>
    public static bool Is(string user)
    {
        var digits = user.AsSpan().TrimStart('+');
        // As 0000000000: no country begins with 0.
        return digits.Length == 0 || Digits.GetAlternateLookup<ReadOnlySpan<char>>().Contains(digits) || !digits.ContainsAnyExcept('0');
    }
}
