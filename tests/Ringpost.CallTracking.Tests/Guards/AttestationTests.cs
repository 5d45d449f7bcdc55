using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Guards;
using Ringpost.CallTracking.Tests.Calls;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Guards;

public sealed class AttestationTests
{
    [Theory]
    [InlineData(null, false, "A B C Failed none")]
    [InlineData(null, true, "A B C")]
    [InlineData(Attestation.C, false, "A B C none")]
    [InlineData(Attestation.B, false, "A B none")]
    [InlineData(Attestation.A, false, "A none")]
    [InlineData(Attestation.A, true, "A")]
    public void Weaker_than_asked_is_refused_and_none_passes_unless_told(Attestation? least, bool refuseWithout, string passes)
    {
        var requirement = new AttestationRequirement(least, refuseWithout);
        var given = Enum.GetValues<Attestation>().Cast<Attestation?>().Append(null).Where(a => !requirement.Refuses(a));
        Assert.Equal(passes, string.Join(' ', given.Select(a => a?.ToString() ?? "none")));
    }

    [Theory, EachDatabase]
    public async Task A_campaign_replaces_what_the_instance_asks_and_the_call_keeps_its_attestation(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Attestation = new(Attestation.B);
        Assert.IsType<CallAnswer.Reject>(await world.ReceiveAsync("A", attestation: Attestation.C));
        Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("B", attestation: Attestation.B));
        Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("C"));
        world.Guards = new() { Attestation = new(Attestation.A, RefuseWithout: true) };
        Assert.IsType<CallAnswer.Reject>(await world.ReceiveAsync("D", attestation: Attestation.B));
        Assert.IsType<CallAnswer.Reject>(await world.ReceiveAsync("E"));
        world.Guards = new() { Attestation = AttestationRequirement.None };
        world.PixelTail = "&s=[tag:CallInfo:Attestation]";
        Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("F", attestation: Attestation.Failed));

        var (a, b, c, d, e) = (
            await world.FindAsync("A"),
            await world.FindAsync("B"),
            await world.FindAsync("C"),
            await world.FindAsync("D"),
            await world.FindAsync("E")
        );
        Assert.Equal((Attestation.C, BlockReason.AttestationTooWeak), (a.Attestation, a.BlockReason));
        Assert.Equal((Attestation.B, null, null, null), (b.Attestation, b.BlockReason, c.Attestation, c.BlockReason));
        Assert.Equal((BlockReason.AttestationTooWeak, BlockReason.NotAttested), (d.BlockReason, e.BlockReason));
        Assert.EndsWith("&s=Failed", await world.PixelUrlAsync("F", "incoming"), StringComparison.Ordinal);
        Assert.Empty(await world.PixelsAsync("A"));
    }
}
