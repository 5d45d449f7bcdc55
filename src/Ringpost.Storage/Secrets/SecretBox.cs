using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Ringpost.Storage.Secrets;

/// <summary>
/// Encrypts the secrets that are stored: carrier tokens, credentials, Data Protection keys (architecture 4.12). AES-256-GCM under the master
/// key; a text sealed for one purpose does not open for another.
/// </summary>
public sealed class SecretBox(IOptions<StorageOptions> options)
{
    private const string Version = "v1.";

    private readonly Lazy<byte[]> _key = new(() => MasterKey.Find(options.Value));

    /// <summary>Finds or makes the master key now, so that a missing one is told at the start and not at the first secret.</summary>
    public void Prepare() => _ = _key.Value;

    /// <param name="purpose">As <c>carrier-token</c>.</param>
    public string Seal(string plain, string purpose)
    {
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var text = Encoding.UTF8.GetBytes(plain);
        var tag = new byte[AesGcm.TagByteSizes.MaxSize];
        var cipher = new byte[text.Length];
        using var aes = new AesGcm(_key.Value, tag.Length);
        aes.Encrypt(nonce, text, cipher, tag, Encoding.UTF8.GetBytes(purpose));
        return Version + Convert.ToBase64String([.. nonce, .. tag, .. cipher]);
    }

    /// <summary>The same for the same text: to compare what must not be kept. Without the master key nothing can be tried against it.</summary>
    public string Fingerprint(string text, string purpose) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key.Value, Encoding.UTF8.GetBytes($"{purpose}\0{text}")));

    /// <exception cref="CryptographicException">The text was sealed under another key or for another purpose.</exception>
    public string Open(string @sealed, string purpose)
    {
        if (!@sealed.StartsWith(Version, StringComparison.Ordinal))
            throw new CryptographicException("This is not a sealed secret.");
        var bytes = Convert.FromBase64String(@sealed[Version.Length..]).AsSpan();
        var (nonce, tag) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        if (bytes.Length < nonce + tag)
            throw new CryptographicException("This sealed secret is cut off.");
        var plain = new byte[bytes.Length - nonce - tag];
        using var aes = new AesGcm(_key.Value, tag);
        aes.Decrypt(bytes[..nonce], bytes[(nonce + tag)..], bytes[nonce..(nonce + tag)], plain, Encoding.UTF8.GetBytes(purpose));
        return Encoding.UTF8.GetString(plain);
    }
}
