using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ringpost.Primitives;

namespace Ringpost.Delivery.Credentials;

/// <summary>
/// The headers of Standard Webhooks 1.0: id, time, and HMAC-SHA256 over <c>id.time.body</c> under each secret in force. Made at each attempt, so
/// that a late one is not refused for its age.
/// </summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";

    public static string NewSecret(Identifiers identifiers) => Prefix + Convert.ToBase64String(Convert.FromHexString(identifiers.Secret()));

    /// <summary>The key that a secret stands for; null where it stands for none.</summary>
    public static byte[]? KeyOf(string secret)
    {
        var text = secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret;
        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text, key, out var length) && length is >= 24 and <= 64 ? key[..length] : null;
    }

    /// <param name="secrets">The secret in force first; during a rotation the one before, too.</param>
    public static IEnumerable<KeyValuePair<string, string>> Headers(
        IEnumerable<string> secrets,
        string idempotencyKey,
        string? body,
        Instant at
    )
    {
        var time = (at.UnixMilliseconds / 1000).ToString(CultureInfo.InvariantCulture);
        var content = Encoding.UTF8.GetBytes($"{idempotencyKey}.{time}.{body}");
        var signatures = secrets.Select(s => "v1," + Convert.ToBase64String(HMACSHA256.HashData(KeyOf(s) ?? [], content)));
        yield return new("webhook-id", idempotencyKey);
        yield return new("webhook-timestamp", time);
        yield return new("webhook-signature", string.Join(' ', signatures));
    }
}
