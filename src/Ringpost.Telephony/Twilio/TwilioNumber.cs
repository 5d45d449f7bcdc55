using Ringpost.Primitives;

namespace Ringpost.Telephony.Twilio;

/// <summary>Numbers as the carrier writes them: E.164, a SIP URI with one, or a word or number that stands for a withheld one.</summary>
internal static class TwilioNumber
{
    /// <summary>Null for an anonymous caller: the number is withheld, or what was sent is none.</summary>
    public static PhoneNumber? Caller(string? from) =>
        from is null || WithheldCallerId.Is(UserPart(from)) || !PhoneNumber.TryParse(UserPart(from), "US", out var number) ? null : number;

    /// <summary>The dialled number in E.164 where it is one; else as it was sent, which no number here equals.</summary>
    public static string Dialed(string? to) =>
        to is null ? ""
        : PhoneNumber.TryParse(UserPart(to), "US", out var number) ? number.E164
        : to;

    private static string UserPart(string text)
    {
        if (!text.StartsWith("sip:", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("sips:", StringComparison.OrdinalIgnoreCase))
            return text;
        var user = text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return user.Split('@', ';')[0];
    }
}
