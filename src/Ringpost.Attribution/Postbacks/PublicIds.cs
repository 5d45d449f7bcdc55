using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ringpost.Storage.Settings;

namespace Ringpost.Attribution.Postbacks;

/// <summary>
/// A conversion's id as affiliates see it: 8 upper-case hex digits, a keyed permutation of the number (cake.md 6). It can be read back
/// without an index, and neighbours don't look alike.
/// </summary>
public sealed class PublicIds(byte[] key)
{
    private const int Rounds = 6;

    public static async Task<PublicIds> LoadAsync(DbConnection connection) =>
        new(Encoding.ASCII.GetBytes(await SettingsSql.ReadAsync(connection, "attribution.public_id_key") ?? ""));

    /// <summary>Numbers beyond 32 bits, which no instance should reach, keep their upper half in front.</summary>
    public string Of(ConversionId id)
    {
        var permuted = Permute((uint)id.Value, backwards: false).ToString("X8", CultureInfo.InvariantCulture);
        return id.Value <= uint.MaxValue ? permuted : (id.Value >> 32).ToString("X", CultureInfo.InvariantCulture) + permuted;
    }

    public bool TryRead(string? publicId, out ConversionId id)
    {
        id = default;
        if (
            publicId is not { Length: >= 8 and <= 16 }
            || !uint.TryParse(
                publicId.AsSpan(publicId.Length - 8),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var low
            )
        )
            return false;
        var high = 0u;
        if (
            publicId.Length > 8
            && !uint.TryParse(
                publicId.AsSpan(0, publicId.Length - 8),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out high
            )
        )
            return false;
        id = new ConversionId(((long)high << 32) | Permute(low, backwards: true));
        return id.Value > 0;
    }

    // A Feistel network over two halves of 16 bits: a permutation whatever the round function is.
    private uint Permute(uint value, bool backwards)
    {
        var (left, right) = ((ushort)(value >> 16), (ushort)value);
        for (var i = 0; i < Rounds; i++)
            (left, right) = backwards ? ((ushort)(right ^ Round(Rounds - 1 - i, left)), left) : (right, (ushort)(left ^ Round(i, right)));
        return ((uint)left << 16) | right;
    }

    private ushort Round(int round, ushort half)
    {
        Span<byte> input = [(byte)round, (byte)(half >> 8), (byte)half];
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(key, input, hash);
        return BinaryPrimitives.ReadUInt16BigEndian(hash);
    }
}
