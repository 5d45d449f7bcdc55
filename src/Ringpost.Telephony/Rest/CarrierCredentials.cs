namespace Ringpost.Telephony.Rest;

/// <summary>What opens a carrier's REST API, in the clear and in memory only.</summary>
/// <param name="Url">Without a trailing slash; paths begin with <c>/2010-04-01</c>.</param>
/// <param name="PricingUrl">Where prices of numbers are asked; null where the carrier states none.</param>
internal sealed record CarrierCredentials(string AccountSid, string Key, string Secret, string Url, string? PricingUrl)
{
    /// <summary>Never the secret, wherever this is printed.</summary>
    public override string ToString() => $"{AccountSid} at {Url}";
}
