using System.Buffers;
using System.Globalization;
using Ringpost.Attribution.Postbacks;

namespace Ringpost.Attribution.Clicks;

/// <summary>
/// A click link's query (cake.md 2.10): affiliate, creative, sub ids, device. Names match in any case. Nothing that the world appends
/// breaks it: what is unknown is passed over, what can't be read counts as absent.
/// </summary>
internal sealed record ClickRequest(long Affiliate, long Creative, string?[]? SubIds, string? Udid)
{
    /// <summary>What stands in <c>test</c>: the key of a test link, or anything.</summary>
    public string? TestKey { get; init; }

    public const int LongestUdid = 255;

    private const int OnStack = 512;

    /// <summary>Whether the query has both <c>a</c> and <c>c</c>, so that <c>/</c> is a click and not somebody who looks for the Console.</summary>
    public static bool IsClick(ReadOnlySpan<char> query)
    {
        var (hasAffiliate, hasCreative) = (false, false);
        foreach (var range in Pairs(query).Split('&'))
        {
            var pair = Pairs(query)[range];
            if (pair.Length < 2 || pair[1] != '=')
                continue;
            hasAffiliate |= pair[0] is 'a' or 'A';
            hasCreative |= pair[0] is 'c' or 'C';
        }

        return hasAffiliate && hasCreative;
    }

    public static ClickRequest Read(ReadOnlySpan<char> query)
    {
        var pairs = Pairs(query);
        byte[]? bytes = null;
        char[]? chars = null;
        var decoder =
            pairs.Length <= OnStack
                ? new PostbackText(stackalloc byte[OnStack * 3], stackalloc char[OnStack])
                : new PostbackText(
                    bytes = ArrayPool<byte>.Shared.Rent(pairs.Length * 3),
                    chars = ArrayPool<char>.Shared.Rent(pairs.Length)
                );
        var (affiliate, creative) = (0L, 0L);
        string?[]? subIds = null;
        string? udid = null;
        string? testKey = null;
        foreach (var range in pairs.Split('&'))
        {
            var pair = pairs[range];
            var equals = pair.IndexOf('=');
            if (equals <= 0 || !decoder.TryDecode(pair[(equals + 1)..], out var value) || value.IsEmpty)
                continue;
            // The first of two counts; a value that is longer than it may be is dealt with below.
            switch (pair[..equals])
            {
                case "a" or "A" when affiliate == 0:
                    affiliate = Number(value);
                    break;
                case "c" or "C" when creative == 0:
                    creative = Number(value);
                    break;
                case ['s' or 'S', >= '1' and <= '5' and var digit]:
                    subIds ??= new string?[5];
                    subIds[digit - '1'] ??= value.ToString();
                    break;
                case var name when name.Equals("udid", StringComparison.OrdinalIgnoreCase) && value.Length <= LongestUdid:
                    udid ??= value.ToString();
                    break;
                case var name when name.Equals("test", StringComparison.OrdinalIgnoreCase) && value.Length <= LongestUdid:
                    testKey ??= value.ToString();
                    break;
            }
        }

        if (bytes is not null)
            ArrayPool<byte>.Shared.Return(bytes);
        if (chars is not null)
            ArrayPool<char>.Shared.Return(chars);
        return new ClickRequest(affiliate, creative, subIds is null ? null : SubIdRule.Spill(subIds), udid) { TestKey = testKey };
    }

    private static ReadOnlySpan<char> Pairs(ReadOnlySpan<char> query) => query.StartsWith('?') ? query[1..] : query;

    private static long Number(ReadOnlySpan<char> value) =>
        value.Length <= 18 && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
