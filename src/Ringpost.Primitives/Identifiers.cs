using System.Security.Cryptography;

namespace Ringpost.Primitives;

/// <summary>The source of new ids and secrets; the static ones are banned so that tests can fix it (architecture 4.7).</summary>
public sealed class Identifiers(TimeProvider time)
{
    private const int NumberChance = 22;

    /// <summary>2020-01-01; the numbers last until 2089.</summary>
    private const long NumberEpoch = 1_577_836_800_000;

    /// <summary>32 hex digits, ordered by time (UUIDv7), so that indexes over them stay sequential.</summary>
    public string TimeOrdered() => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    /// <inheritdoc cref="TimeOrdered()"/>
    public string TimeOrdered(Instant at) => Guid.CreateVersion7(at.ToDateTimeOffset()).ToString("N");

    /// <summary>
    /// A positive number of 63 bits, ordered by time: 41 bits of milliseconds, 22 of chance. For ids that stand in open paths and must be
    /// numbers; whoever makes many of them at once asks the database whether one is taken.
    /// </summary>
    public long Number(Instant at) => FirstNumber(at) | (long)RandomNumberGenerator.GetInt32(1 << NumberChance);

    /// <summary>The least <see cref="Number"/> of that moment: a range of time is a range of numbers.</summary>
    public static long FirstNumber(Instant at) => Math.Clamp(at.UnixMilliseconds - NumberEpoch, 0, (1L << 41) - 1) << NumberChance;

    /// <summary>A text of 256 random bits that is safe in a URL, for paths and tokens that must not be guessed.</summary>
    public string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
