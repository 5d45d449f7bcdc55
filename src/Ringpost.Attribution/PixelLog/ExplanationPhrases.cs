using System.Collections.Frozen;

namespace Ringpost.Attribution.PixelLog;

/// <summary>
/// What nearly every log row says, each as one character of Unicode's private area: a row's explanation takes a sixth of the space, and the log
/// is most of what a postback writes. A phrase's place is stored for years: add at the end, change and remove none. A sentence that is
/// not here is stored in full.
/// </summary>
internal static class ExplanationPhrases
{
    private const char First = '\ue000';

    private static readonly string[] All =
    [
        "rateLimit",
        "read",
        "clickless",
        "offer",
        "event",
        "click",
        "affiliate",
        "campaign",
        "time",
        "sender",
        "whitelist",
        "price",
        "disposition",
        "Our own delivery worker is exempt.",
        "No limit for this address.",
        "All parameters could be read.",
        "Taken for a clickless postback: f=pb with o and a.",
        "Not a clickless postback.",
        "Clickless postbacks are switched on.",
        "None is needed.",
        "No dt: the time of arrival.",
        "Signed by our own delivery worker.",
        "From a whitelisted address of the advertiser.",
        "Carries the offer's token.",
        "Neither a whitelisted address nor the offer's token k: not believed.",
        "k is not the offer's token, and the address is not whitelisted: not believed.",
        "The offer takes conversions from any address.",
        "The offer takes conversions from whitelisted addresses only; this is one.",
        "Approved.",
        "Pending: UNVERIFIED SENDER.",
        "Pending: AMOUNT NOT SENT.",
        "Pending: NO RATE.",
        "the campaign",
        "the offer",
        "the event",
        "Affiliate ",
        "Campaign ",
        ", creative ",
        "Received ",
        "; paid ",
        " from ",
        " a second.",
        "The click names the offer, and so the event.",
        "contract",
        "caps",
        "advertiser",
        "The offer's own.",
        "the contract",
        "by r",
        "by the cookie",
        "by udid",
        "by session regeneration",
        "p, converted",
        "p, not sent yet",
        "p, without a rate",
        "ap, converted",
        "ap, not sent yet",
        "ap, without a rate",
        "0, the event is not published",
    ];

    private static readonly FrozenDictionary<string, char> Codes = All.Select((phrase, place) => (phrase, place))
        .ToFrozenDictionary(p => p.phrase, p => (char)(First + p.place), StringComparer.Ordinal);

    public static bool TryShorten(string text, out char code) => Codes.TryGetValue(text, out code);

    public static bool IsCode(char c) => c is >= First and <= '\uf8ff';

    /// <summary>Null for a code that a later version of the program wrote.</summary>
    public static string? Find(char code) => code - First < All.Length ? All[code - First] : null;
}
