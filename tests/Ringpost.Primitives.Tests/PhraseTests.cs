using System.Text.Json;
using Xunit;

namespace Ringpost.Primitives.Tests;

public sealed class PhraseTests
{
    [Fact]
    public void Places_and_values_stand_apart_and_make_the_sentence()
    {
        var name = "Acme {1}";
        Phrase phrase = $"{name} has {3} calls, as {{name}}; {0.5m:0.00} each.";
        Assert.Equal("{0} has {1} calls, as {{name}}; {2} each.", phrase.Template);
        Assert.Equal([name, "3", "0.50"], phrase.Values);
        Assert.Equal("Acme {1} has 3 calls, as {name}; 0.50 each.", phrase.ToString());
    }

    [Fact]
    public void A_text_is_a_phrase_without_values_and_its_braces_are_braces()
    {
        Phrase plain = "As {name}.";
        Phrase written = $"As {{name}}.";
        Assert.Equal("As {name}.", plain.Template);
        Assert.Equal("As {name}.", $"{plain}");
        Assert.Equal(plain, written);
        Assert.Empty(plain.Values);
        Assert.Null((Phrase?)(string?)null);
    }

    [Fact]
    public void A_phrase_in_another_stays_one()
    {
        var missing = new Missing($"Offer {7}");
        Assert.Equal("{0} does not exist.", missing.Says.Template);
        Assert.Equal("Offer {0}", Assert.IsType<Phrase>(missing.Says.Values[0]).Template);
        Assert.Equal("Offer 7 does not exist.", missing.Message);
        Assert.Equal(new Missing("Offer 7"), missing);
    }

    [Fact]
    public void Phrases_are_joined_as_sentences_stand()
    {
        var all = Phrase.Joined(["One.", Phrase.Of($"And {2}."), "{3}"]);
        Assert.Equal("{0} {1} {2}", all.Template);
        Assert.Equal("One. And 2. {3}", all.ToString());
        Assert.Equal("", Phrase.Joined([]).ToString());
    }

    [Fact]
    public void As_json_it_is_its_english()
    {
        Phrase phrase = $"At most {5} “rows”.";
        Assert.Equal("\"At most 5 “rows”.\"", JsonSerializer.Serialize(phrase, RingpostJson.Options));
        Assert.Equal(phrase, JsonSerializer.Deserialize<Phrase>("\"At most 5 “rows”.\"", RingpostJson.Options));
        Assert.Null(JsonSerializer.Deserialize<Phrase>("null", RingpostJson.Options));
    }
}
