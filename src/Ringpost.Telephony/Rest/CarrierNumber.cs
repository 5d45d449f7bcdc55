using System.Text.Json;
using Ringpost.Primitives;

namespace Ringpost.Telephony.Rest;

/// <summary>A number of the account as the carrier has it set. Empty texts are not set.</summary>
internal sealed record CarrierNumber(
    string Sid,
    PhoneNumber Number,
    string FriendlyName,
    bool Voice,
    string VoiceUrl,
    string FallbackUrl,
    string StatusUrl,
    string ApplicationSid,
    string TrunkSid
)
{
    public static CarrierNumber? Read(JsonElement json)
    {
        var sid = RestAnswer.Text(json, "sid");
        if (sid.Length is 0 or > 128 || !PhoneNumber.TryParse(RestAnswer.Text(json, "phone_number"), "US", out var number))
            return null;
        var voice = !json.TryGetProperty("capabilities", out var capabilities) || RestAnswer.Text(capabilities, "voice") != "false";
        return new(
            sid,
            number,
            RestAnswer.Text(json, "friendly_name"),
            voice,
            RestAnswer.Text(json, "voice_url"),
            RestAnswer.Text(json, "voice_fallback_url"),
            RestAnswer.Text(json, "status_callback"),
            RestAnswer.Text(json, "voice_application_sid"),
            RestAnswer.Text(json, "trunk_sid")
        );
    }
}
