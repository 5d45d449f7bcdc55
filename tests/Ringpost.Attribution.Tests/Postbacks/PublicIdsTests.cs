using FsCheck.Xunit;
using Ringpost.Attribution.Postbacks;
using Ringpost.Delivery;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Postbacks;

public sealed class PublicIdsTests
{
    private static readonly PublicIds Ids = new("a key of the test"u8.ToArray());

    [Property(MaxTest = 2000)]
    public bool A_public_id_reads_back_to_its_number(uint number) =>
        Ids.Of(new ConversionId(number)) is { Length: 8 } text && Ids.TryRead(text, out var back) == number > 0 && back.Value == number;

    [Fact]
    public void Numbers_beyond_32_bits_read_back_too()
    {
        var id = new ConversionId(0x1_2345_6789);
        Assert.True(Ids.TryRead(Ids.Of(id), out var back));
        Assert.Equal(id, back);
    }

    [Theory, InlineData(null), InlineData(""), InlineData("12345"), InlineData("GGGGGGGG"), InlineData("123456789012345678")]
    public void What_is_no_public_id_is_not_read(string? text) => Assert.False(Ids.TryRead(text, out _));

    [Theory, EachDatabase]
    public async Task Each_instance_has_a_key_of_its_own(Dialect dialect)
    {
        await using var test = await TestDatabase.OpenAsync(dialect, TimeProvider.System, DeliveryModule.Schema, AttributionModule.Schema);
        var ids = await test.Database.ReadAsync(PublicIds.LoadAsync);
        var withoutKey = new PublicIds([]);
        Assert.NotEqual(Enumerable.Range(1, 8).Select(i => withoutKey.Of(new(i))), Enumerable.Range(1, 8).Select(i => ids.Of(new(i))));
    }
}
