using Ringpost.Primitives;

namespace Ringpost.Telephony.Carriers;

/// <summary>
/// Where a carrier's REST API may stand. An account's credentials go only to its carrier's own hosts; a simulator stands on this machine, where
/// private addresses are allowed or the database is a demo's.
/// </summary>
internal static class CarrierApiAddress
{
    public const string Twilio = "https://api.twilio.com";
    public const string TwilioPricing = "https://pricing.twilio.com";
    private const string SignalwirePath = "/api/laml";

    /// <summary>The address without a trailing slash, null for the carrier's own; adds the error where it can't be one.</summary>
    public static string? Read(Validation validation, string field, CarrierKind kind, string? text, bool allowLocal)
    {
        var given = validation.Text(field, text, 300).TrimEnd('/');
        if (given.Length == 0 && kind == CarrierKind.Twilio)
            return null;
        var isUrl = Uri.TryCreate(given, UriKind.Absolute, out var url) && url.UserInfo.Length == 0 && url.Query.Length == 0;
        switch (kind)
        {
            case CarrierKind.Twilio when isUrl && IsBelow(url!, "twilio.com"):
                return given;
            case CarrierKind.Signalwire when isUrl && IsBelow(url!, "signalwire.com"):
                return url!.AbsolutePath == "/" ? given + SignalwirePath : given;
            case CarrierKind.Simulator when isUrl && url!.IsLoopback && url.Scheme is "http" or "https" && allowLocal:
                return given;
            default:
                validation.Add(field, Sentence(kind, allowLocal));
                return null;
        }
    }

    private static bool IsBelow(Uri url, string domain) =>
        url.Scheme == Uri.UriSchemeHttps && url.IsDefaultPort && url.Host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);

    private static Phrase Sentence(CarrierKind kind, bool allowLocal) =>
        kind switch
        {
            CarrierKind.Twilio => "Leave it empty, or give an https address below twilio.com.",
            CarrierKind.Signalwire => "The address of your SignalWire space, as https://example.signalwire.com.",
            CarrierKind.Simulator when !allowLocal =>
                "A simulator's API stands on this machine, which is allowed only with the setting Delivery:AllowPrivateAddresses.",
            CarrierKind.Simulator => "A loopback address, as http://127.0.0.1:5090.",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
}
