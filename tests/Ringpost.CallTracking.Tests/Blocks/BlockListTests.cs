using FsCheck.Xunit;
using Ringpost.CallTracking.Blocks;
using Ringpost.Primitives;
using Xunit;

namespace Ringpost.CallTracking.Tests.Blocks;

public sealed class BlockListTests
{
    private static readonly CallCampaignId One = new("CA1");

    /// <summary>Bytes make numbers over two digits, so that beginnings, whole numbers, campaigns and expiries meet.</summary>
    [Property(MaxTest = 500)]
    public void It_finds_what_a_walk_over_all_finds(byte[][] shapes, byte[] digits, byte when)
    {
        var at = new Instant(when);
        var caller = digits is { Length: > 0 } ? Number(digits.Take(6)) : "";
        List<BlockedNumber> blocks =
        [
            .. (shapes ?? []).Where(s => s is { Length: > 2 }).Select((s, i) => Block(s, i)).DistinctBy(b => (b.Number, b.CampaignId)),
        ];

        var found = new BlockList(blocks).Find(caller, One, at);
        var naive = blocks.Where(b => Fits(b, caller) && b.CampaignId is null or { Value: "CA1" } && b.HoldsAt(at)).ToList();
        Assert.Equal(naive.Count == 0, found is null);
        if (found is not null)
        {
            Assert.Contains(found, naive);
            Assert.Equal(naive.Max(Weight), Weight(found));
        }
    }

    [Theory]
    [InlineData("+1 (661) 555-0106", "+16615550106")]
    [InlineData("661 555 0106", "+16615550106")]
    [InlineData("'+1661*", "+1661*")]
    [InlineData("+1 661-555*", "+1661555*")]
    [InlineData("+1*", "+1*")]
    [InlineData("anonymous", "+anonymous")]
    [InlineData("+Anonymous", "+anonymous")]
    [InlineData("1661*", null)]
    [InlineData("+*", null)]
    [InlineData("*", null)]
    [InlineData("+16*61*", null)]
    [InlineData("+123456789012345*", null)]
    [InlineData("call me", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void What_a_person_writes_is_read(string? text, string? pattern)
    {
        Assert.Equal(pattern, BlockPattern.Read(text, "US", out var error));
        Assert.Equal(pattern is null, error.Template.Length > 0);
    }

    /// <summary>All of the number says most, then the longer beginning.</summary>
    private static int Weight(BlockedNumber block) => block.IsPrefix ? block.Number.Length : 100;

    private static bool Fits(BlockedNumber block, string caller) =>
        block.Number == BlockPattern.Anonymous ? caller.Length == 0
        : block.IsPrefix ? caller.StartsWith(block.Number[..^1], StringComparison.Ordinal)
        : caller == block.Number;

    private static BlockedNumber Block(byte[] shape, int index) =>
        new(
            new($"BL{index}"),
            (shape[0] % 8) switch
            {
                0 => BlockPattern.Anonymous,
                < 5 => Number(shape.Skip(2)) + BlockPattern.Wildcard,
                _ => Number(shape.Skip(2)),
            },
            (shape[1] % 3) switch
            {
                0 => null,
                1 => One,
                _ => new CallCampaignId("CA2"),
            },
            "",
            shape[0] > 127 ? new Instant(shape[1]) : null,
            "Ada",
            null,
            new Instant(shape[1] / 4)
        );

    private static string Number(IEnumerable<byte> bytes) => "+" + string.Concat(bytes.Select(b => b % 2));
}
