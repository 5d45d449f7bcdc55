using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Ringpost.Api;

/// <summary>The random value that lets one page's own inline scripts run under the content security policy (architecture 4.12).</summary>
public static class CspNonceFeature
{
    private static readonly object Key = new();

    /// <summary>The same value for the whole request; the host writes it into the policy.</summary>
    public static string CspNonce(this HttpContext http)
    {
        if (http.Items.TryGetValue(Key, out var known))
            return (string)known!;
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        http.Items[Key] = nonce;
        return nonce;
    }
}
