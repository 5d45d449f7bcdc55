using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Ringpost.Attribution.Postbacks;

/// <summary>
/// The numbers that stand for texts in unique indexes: bits of SHA-256, which nobody can aim. A number keeps the index half as large
/// as the text would (stack.md); the text itself is compared before two are taken for the same.
/// </summary>
internal static class PostbackHash
{
    private const int BitsOfWhole = 40;

    /// <summary>
    /// 24 bits say where in the index a transaction id lies: they follow from its beginning, so that ids that begin with the time they were made
    /// at (UUIDv7, ULID, numbers that count up) lie side by side and a batch changes a few pages instead of one for each (decision 0008). 40 bits
    /// of SHA-256 of the whole tell them apart there.
    /// </summary>
    public static long OfTransaction(ReadOnlySpan<char> transactionId) =>
        (Place(transactionId[..BeginningOf(transactionId)]) << BitsOfWhole) | (Hash(transactionId).First & ((1L << BitsOfWhole) - 1));

    /// <summary>As many characters as name a moment: UUIDv7 without and with hyphens says it in 12 digits, ULID in 10, decimal counters mostly too.</summary>
    private static int BeginningOf(ReadOnlySpan<char> id) =>
        id.Length == 32 && id[12] == '7' ? 12
        : id.Length == 36 && id[8] == '-' && id[14] == '7' ? 13
        : Math.Min(10, id.Length);

    /// <summary>FNV-1a: whoever aims at a place only crowds it.</summary>
    private static long Place(ReadOnlySpan<char> beginning)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in beginning)
            hash = (hash ^ c) * 1099511628211UL;
        return (long)(hash ^ (hash >> 32));
    }

    /// <summary>Any text; the caller puts in front what it counts within.</summary>
    public static long OfText(ReadOnlySpan<char> text) => Hash(text).First;

    /// <summary>An <c>Idempotency-Key</c> counts within its offer; both halves together are beyond chance.</summary>
    public static (long Hash, long Check) OfKey(OfferId offer, string key) => Hash($"{offer}\n{key}");

    /// <summary>The request as it came, for senders without a key.</summary>
    public static long OfUrl(ReadOnlySpan<char> url, string? form) => form is null ? Hash(url).First : Hash($"{url}\n{form}").First;

    private static (long First, long Second) Hash(ReadOnlySpan<char> text)
    {
        var size = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = null;
        var bytes = size <= 1024 ? stackalloc byte[1024] : rented = ArrayPool<byte>.Shared.Rent(size);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(text, bytes)], hash);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return (BinaryPrimitives.ReadInt64BigEndian(hash), BinaryPrimitives.ReadInt64BigEndian(hash[8..]));
    }
}
