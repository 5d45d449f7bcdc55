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
    public void What_is_kept_is_read_with_its_places_and_values_apart()
    {
        Phrase plain = "the {offer}";
        Phrase inner = $"“{"Loans {0}"}” of {plain}";
        Phrase phrase = $"Event {7} is {{none}} of {inner}, {"a\u0001b\u0002"}.";
        var read = Phrase.OfKept(phrase.Kept);
        Assert.Equal("Event {0} is {{none}} of {1}, {2}.", read.Template);
        Assert.Equal("7", read.Values[0]);
        Assert.Equal(inner, read.Values[1]);
        Assert.Equal("ab", read.Values[2]);
        Assert.Equal("“{0}” of {1}", Assert.IsType<Phrase>(read.Values[1]).Template);
        Assert.Equal(plain, Assert.IsType<Phrase>(Assert.IsType<Phrase>(read.Values[1]).Values[1]));
        Assert.Equal("Event 7 is {none} of “Loans {0}” of the {offer}, ab.", read.ToString());
    }

    [Theory]
    [InlineData("Offer 7, {name}, is not active.")]
    [InlineData("")]
    public void What_was_kept_as_finished_english_is_one_text(string english)
    {
        var read = Phrase.OfKept(english);
        Assert.Equal((english, english), (read.Template, read.ToString()));
        Assert.Empty(read.Values);
        Assert.Equal(english, read.Kept);
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
