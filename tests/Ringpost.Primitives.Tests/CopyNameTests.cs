using Xunit;

namespace Ringpost.Primitives.Tests;

public sealed class CopyNameTests
{
    [Fact]
    public void A_copy_says_so_and_its_name_can_be_stored()
    {
        Assert.Equal("Acme (copy)", CopyName.Of("Acme"));
        Assert.Equal("Acme (copy) (copy)", CopyName.Of(CopyName.Of("Acme")));
        var longest = CopyName.Of(new string('x', 200));
        Assert.Equal((200, true), (longest.Length, longest.EndsWith("x (copy)", StringComparison.Ordinal)));
        // The emoji would be cut in half, and so is left out.
        Assert.Equal(new string('x', 192) + " (copy)", CopyName.Of(new string('x', 192) + "\U0001F44B and more"));
        Assert.Equal(new string('x', 190) + " (copy)", CopyName.Of(new string('x', 190) + "   and more"));
    }
}
