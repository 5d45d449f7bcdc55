using System.Buffers;
using Ringpost.CallTracking.Enrichment;
using Ringpost.Primitives;
using Ringpost.Storage.Secrets;

namespace Ringpost.CallTracking.Hooks;

/// <summary>A conversion webhook's settings as they are sent. What is absent stays, of a new one it has its default.</summary>
/// <param name="CallToken">Where absent <c>callid</c>.</param>
/// <param name="RevenueToken">Where absent <c>revenue</c>.</param>
/// <param name="Flag">As <c>sold=1</c>; null takes it away.</param>
/// <param name="Secret">At least 16 characters; null takes it away.</param>
/// <param name="Maximum">Null takes any amount.</param>
public sealed record HookRequest(
    string? Name = null,
    string? CallToken = null,
    string? RevenueToken = null,
    Optional<string?> Flag = default,
    bool? KeepTags = null,
    Optional<string?> Secret = default,
    IReadOnlyList<string?>? Senders = null,
    Optional<decimal?> Maximum = default,
    bool? Enabled = null
);

/// <summary>What a conversion webhook's settings must be.</summary>
internal static class HookCheck
{
    public const string SecretPurpose = "hook-secret";
    private const int MostSenders = 200;

    private static readonly SearchValues<char> NoName = SearchValues.Create(" &=?#%+\t");

    private const int LeastSecret = 16;

    public static ConversionHook Apply(Validation validation, ConversionHook before, HookRequest request, SecretBox secrets)
    {
        var call = request.CallToken is null ? before.CallToken : Token(validation, "callToken", request.CallToken);
        var revenue = request.RevenueToken is null ? before.RevenueToken : Token(validation, "revenueToken", request.RevenueToken);
        if (call.Equals(revenue, StringComparison.OrdinalIgnoreCase))
            validation.Add("revenueToken", "The call's id and the amount need names of their own.");
        var secret = request.Secret.IsGiven ? Secret(validation, request.Secret.Value, secrets) : before.Secret;
        return before with
        {
            Name = request.Name is null && before.Name.Length > 0 ? before.Name : validation.Name("name", request.Name),
            CallToken = call,
            RevenueToken = revenue,
            Flag = request.Flag.IsGiven ? Flag(validation, request.Flag.Value) : before.Flag,
            KeepTags = request.KeepTags ?? before.KeepTags,
            Secret = secret,
            SecretSet = secret is not null,
            Senders = request.Senders is null ? before.Senders : Senders(validation, request.Senders),
            Maximum = request.Maximum.IsGiven ? Maximum(validation, request.Maximum.Value) : before.Maximum,
            Enabled = request.Enabled ?? before.Enabled,
        };
    }

    /// <param name="text">An address, or two with a dash.</param>
    public static bool TryReadSender(string text, out IpRange range)
    {
        var parts = text.Split('-', 2);
        return IpRange.TryParse(parts[0], parts[^1], out range);
    }

    private static string Token(Validation validation, string field, string text)
    {
        var name = text.Trim();
        if (name.Length is 0 or > 100 || name.AsSpan().ContainsAny(NoName))
            validation.Add(field, "A parameter's name, as callid.");
        else if (name.Equals(EnrichmentFields.Secret, StringComparison.OrdinalIgnoreCase))
            validation.Add(field, "secret is the name of the secret's own parameter.");
        return name;
    }

    private static string? Flag(Validation validation, string? text)
    {
        var flag = validation.Text("flag", text);
        if (flag.Length == 0)
            return null;
        if (flag.IndexOf('=', StringComparison.Ordinal) is < 1)
            validation.Add("flag", "A name and a value, as sold=1.");
        return flag;
    }

    private static string? Secret(Validation validation, string? text, SecretBox secrets)
    {
        var secret = text?.Trim() ?? "";
        if (secret.Length == 0)
            return null;
        if (secret.Length is < LeastSecret or > 200)
            validation.Add("secret", $"{LeastSecret} to 200 characters.");
        return secrets.Fingerprint(secret, SecretPurpose);
    }

    private static IReadOnlyList<string> Senders(Validation validation, IReadOnlyList<string?> given)
    {
        string[] senders = [.. given.Select(s => s?.Trim() ?? "").Where(s => s.Length > 0).Distinct()];
        if (senders.Length > MostSenders)
            validation.Add("senders", $"At most {MostSenders} addresses and ranges.");
        foreach (var sender in senders.Where(s => !TryReadSender(s, out _)).Take(3))
            validation.Add("senders", $"{sender} is no address, nor a range as 192.0.2.1-192.0.2.9.");
        return senders;
    }

    private static decimal? Maximum(Validation validation, decimal? amount) =>
        amount is null ? null : validation.Amount("maximum", amount) / 1_000_000m;
}
