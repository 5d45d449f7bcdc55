using Xunit;

namespace Ringpost.ArchitectureTests.Texts;

/// <summary>What the Console says stands in its resource file, so that a language more needs a file and no code (decision 0023).</summary>
public sealed class TextTests
{
    private const string ToWrite = "RINGPOST_WriteTexts";

    [Fact]
    public void The_resource_file_holds_every_text_of_the_code_and_no_other()
    {
        if (Environment.GetEnvironmentVariable(ToWrite) is not null)
            TextFile.Write(ConsoleTexts.Keys);
        var stored = TextFile.Read();
        var missing = ConsoleTexts.Keys.Where(t => !stored.ContainsKey(t.Key)).Select(t => $"missing: {t.Key}");
        var unused = stored.Where(t => !ConsoleTexts.Keys.ContainsKey(t.Key)).Select(t => $"no longer said: {t.Key}");
        var wrong = missing.Concat(unused).ToList();
        Assert.True(wrong.Count == 0, $"Bring {TextFile.Path} up to date with ./texts:\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public void No_page_says_a_text_past_the_resource_file()
    {
        var wrong = ConsoleTexts.Unsaid.Select(t => $"{t.Method}: {t.Text}").ToList();
        Assert.True(wrong.Count == 0, $"Say it with T, as T[\"{{0}} of {{1}}\", used, cap]:\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public void No_module_finishes_a_text_before_it_is_a_phrase()
    {
        var wrong = ModuleTexts.Finished.Select(t => $"{t.Method}: {t.By}").ToList();
        Assert.True(
            wrong.Count == 0,
            $"Keep places and values apart, with Phrase.Of($\"…\") in the arm of a choice:\n{string.Join('\n', wrong)}"
        );
    }

    [Fact]
    public void No_static_field_keeps_a_text_for_everybody()
    {
        var wrong = ConsoleTexts.KeptForAll.ToList();
        Assert.True(
            wrong.Count == 0,
            $"Make it a property: a field is said once, in the language of who came first:\n{string.Join('\n', wrong)}"
        );
    }
}
