using System.Security.Cryptography;
using System.Text;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.OwnOrigin;

/// <summary>
/// How this instance recognises its own deliveries (cake.md 2.3a): the worker sends <see cref="Header"/> with a keyed hash of the
/// <c>Idempotency-Key</c>, to the instance's own origin only. The secret is made at first use and shared by all nodes.
/// </summary>
public sealed class WorkerSignature(Database database, Identifiers identifiers, SecretBox secrets)
{
    public const string Header = "Ringpost-Delivery";

    private const string Setting = "delivery.worker_secret";
    private const string Purpose = "worker-secret";

    private volatile byte[]? _secret;

    public async ValueTask<string> SignAsync(string idempotencyKey, CancellationToken cancellation = default) =>
        Convert.ToHexStringLower(Hash(_secret ?? await LoadAsync(cancellation), idempotencyKey));

    /// <summary>Whether our own worker sent the request with this key. False for an absent key or signature.</summary>
    public async ValueTask<bool> IsValidAsync(string? idempotencyKey, string? signature, CancellationToken cancellation = default)
    {
        if (string.IsNullOrEmpty(idempotencyKey) || signature is not { Length: 2 * HMACSHA256.HashSizeInBytes })
            return false;
        var given = new byte[HMACSHA256.HashSizeInBytes];
        if (Convert.FromHexString(signature, given, out _, out _) != System.Buffers.OperationStatus.Done)
            return false;
        var secret = _secret ?? await LoadAsync(cancellation);
        return CryptographicOperations.FixedTimeEquals(given, Hash(secret, idempotencyKey));
    }

    private static byte[] Hash(byte[] secret, string key) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(key));

    private async Task<byte[]> LoadAsync(CancellationToken cancellation)
    {
        var stored =
            await database.ReadAsync(c => SettingsSql.ReadAsync(c, Setting), cancellation)
            ?? await database.WriteAsync(WriteKeys.Of(Setting), CreateAsync, cancellation);
        return _secret = Convert.FromHexString(secrets.Open(stored, Purpose));
    }

    private async Task<string> CreateAsync(WriteUnit unit)
    {
        if (await SettingsSql.ReadAsync(unit.Connection, Setting) is { } other)
            return other;
        var created = secrets.Seal(identifiers.Secret(), Purpose);
        await SettingsSql.WriteAsync(unit, Setting, created);
        return created;
    }
}
