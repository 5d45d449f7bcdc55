using Ringpost.Primitives;

namespace Ringpost.CallTracking.Campaigns;

/// <summary>What a campaign's fields must be.</summary>
internal static class CampaignCheck
{
    /// <summary>Targets tried for one call unless the campaign says otherwise (ringba.md 6.1).</summary>
    public const int DialAttempts = 3;

    public const int MostDialAttempts = 20;

    public static string Country(Validation validation, string? value)
    {
        var country = value?.Trim().ToUpperInvariant() ?? "";
        if (!PhoneNumber.IsCountry(country))
            validation.Add("country", "A country is an ISO 3166 code of two letters, as US.");
        return country;
    }
}
