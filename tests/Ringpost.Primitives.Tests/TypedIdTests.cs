using System.Text.Json;
using Xunit;

namespace Ringpost.Primitives.Tests;

public sealed class TypedIdTests
{
    [Fact]
    public void In_JSON_an_id_is_what_it_holds()
    {
        var record = new Record(new ThingId(7), new TokenId("a-b"), null, Colour.DarkRed);
        var json = JsonSerializer.Serialize(record, RingpostJson.Options);
        Assert.Equal("""{"thing":7,"token":"a-b","maybe":null,"colour":"darkRed"}""", json);
        Assert.Equal(record, JsonSerializer.Deserialize<Record>(json, RingpostJson.Options));
    }

    [Theory]
    [InlineData("""{"thing":"7","token":"a","colour":"darkRed"}""")]
    [InlineData("""{"thing":7.5,"token":"a","colour":"darkRed"}""")]
    [InlineData("""{"thing":99999999999999999999,"token":"a","colour":"darkRed"}""")]
    [InlineData("""{"thing":7,"token":5,"colour":"darkRed"}""")]
    [InlineData("""{"thing":7,"token":"a","colour":0}""")]
    [InlineData("""{"thing":7,"token":"a","colour":"blue"}""")]
    public void A_wrong_id_or_word_is_a_JSON_error(string json) =>
        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<Record>(json, RingpostJson.Options));

    [Theory]
    [InlineData("7", true)]
    [InlineData("0", true)]
    [InlineData("-7", false)]
    [InlineData("+7", false)]
    [InlineData(" 7", false)]
    [InlineData("7.0", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("99999999999999999999", false)]
    public void In_a_path_a_number_id_is_digits(string? text, bool isId) => Assert.Equal(isId, TryParse<ThingId>(text));

    [Fact]
    public void In_a_path_a_text_id_has_1_to_128_characters()
    {
        Assert.True(TryParse<TokenId>("a"));
        Assert.True(TryParse<TokenId>(new string('a', 128)));
        Assert.False(TryParse<TokenId>(new string('a', 129)));
        Assert.False(TryParse<TokenId>(""));
    }

    private static bool TryParse<T>(string? text)
        where T : IParsable<T> => T.TryParse(text, null, out _);

    internal enum Colour
    {
        DarkRed,
    }

    internal readonly record struct ThingId(long Value) : INumberId<ThingId>
    {
        public static ThingId From(long value) => new(value);
    }

    internal readonly record struct TokenId(string Value) : ITextId<TokenId>
    {
        public static TokenId From(string value) => new(value);
    }

    internal sealed record Record(ThingId Thing, TokenId Token, ThingId? Maybe, Colour Colour);
}
