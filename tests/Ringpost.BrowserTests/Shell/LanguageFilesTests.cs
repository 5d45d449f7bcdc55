using System.Globalization;
using Ringpost.Console.Languages;
using Xunit;

namespace Ringpost.BrowserTests.Shell;

public sealed class LanguageFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ringpost-texts-").FullName;

    [Theory]
    [InlineData("en", 1, "one")]
    [InlineData("en", 0, "other")]
    [InlineData("de", 2, "other")]
    [InlineData("fr", 0, "one")]
    [InlineData("fr", 1_000_000, "many")]
    [InlineData("pt-BR", 1, "one")]
    [InlineData("es", 0, "other")]
    [InlineData("es", 2_000_000, "many")]
    [InlineData("pl", 1, "one")]
    [InlineData("pl", 22, "few")]
    [InlineData("pl", 12, "many")]
    [InlineData("pl", 5, "many")]
    [InlineData("pl", 0, "many")]
    public void A_number_has_the_form_that_its_language_gives_it(string language, long count, string form) =>
        Assert.Equal(form, PluralForm.Of(language, count));

    [Fact]
    public void A_country_has_its_language_and_what_no_file_says_is_English()
    {
        Write("Texts.de.resx", ("Save", "Speichern"), ("{0} calls", "{0} Anrufe"), ("{0} calls [one]", "{0} Anruf"));
        Write("Texts.de-CH.resx", ("Save", "Sichern"));
        var files = new LanguageFiles(_folder);
        Assert.Equal("Speichern", files.Of(CultureInfo.GetCultureInfo("de-DE"))["Save"]);
        Assert.Equal("Sichern", files.Of(CultureInfo.GetCultureInfo("de-CH"))["Save"]);
        Assert.Equal("Save", files.Of(CultureInfo.GetCultureInfo("sv-SE"))["Save"]);
        Assert.Equal("Save", files.Of(null)["Save"]);

        var german = files.Of(CultureInfo.GetCultureInfo("de-DE"));
        Assert.Equal("Cancel", german["Cancel"]);
        Assert.Equal("1 Anruf", german.Many("{0} call", "{0} calls", 1));
        Assert.Equal("1,200 Anrufe", german.Many("{0} call", "{0} calls", 1200));
        Assert.Equal("1 call", files.Of(null).Many("{0} call", "{0} calls", 1));
    }

    [Fact]
    public void English_can_be_put_otherwise_and_a_value_too_many_is_not_taken()
    {
        Write("Texts.resx", ("Save", "Store"), ("{0} of {1}", "{0}/{1}"), ("At {0}", "At {1}"), ("Braces {", "{"), ("Empty", ""));
        var english = new LanguageFiles(_folder).Of(null);
        Assert.Equal("Store", english["Save"]);
        Assert.Equal("1/2", english["{0} of {1}", 1, 2]);
        Assert.Equal("At noon", english["At {0}", "noon"]);
        Assert.Equal("{", english["Braces {"]);
        Assert.Equal("Empty", english["Empty"]);
    }

    private void Write(string file, params (string Name, string Value)[] texts) =>
        File.WriteAllText(
            Path.Combine(_folder, file),
            $"<root>{string.Concat(texts.Select(t => $"<data name=\"{t.Name}\"><value>{t.Value}</value></data>"))}</root>"
        );

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
