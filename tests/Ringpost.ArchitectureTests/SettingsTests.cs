using System.Text.RegularExpressions;
using Xunit;

namespace Ringpost.ArchitectureTests;

/// <summary>The reference of settings names every key that an options class reads (house rule 11).</summary>
public sealed partial class SettingsTests
{
    [Fact]
    public void Every_key_is_in_the_reference()
    {
        var reference = Repository.Read("docs/settings.md");
        var keys = Repository
            .Files("*Options.cs", "src")
            .SelectMany(f => Property().Matches(Repository.Read(f)).Select(m => m.Groups[1].Value))
            .ToList();

        Assert.True(keys.Count > 10, "No options class was read.");
        Assert.DoesNotContain(keys, key => !Regex.IsMatch(reference, $@"`(\w+:)?{key}`"));
    }

    [GeneratedRegex(@"public \S+ (\w+) \{ get; set; \}")]
    private static partial Regex Property();
}
