using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Ringpost.ArchitectureTests;

/// <summary>The rules of CONTRIBUTING.md that a machine can hold.</summary>
public sealed partial class SourceRuleTests
{
    private const int MostLines = 400;

    private static readonly string[] BannedWords =
    [
        "Manager",
        "Helper",
        "Helpers",
        "Util",
        "Utils",
        "Utilities",
        "Common",
        "Base",
        "Service",
        "Processor",
        "Info",
        "Data",
    ];

    [Fact]
    public void No_file_is_over_400_lines()
    {
        var files = new[] { "*.cs", "*.razor" }.SelectMany(pattern => Repository.Files(pattern, "src", "tests", "benchmarks"));
        Assert.Empty(
            files.Select(f => (File: f, Lines: Repository.Read(f).Split('\n').Length - 1)).Where(f => f.Lines > MostLines).ToList()
        );
    }

    [Fact]
    public void No_name_ends_in_a_word_that_says_nothing()
    {
        var files = Repository.Files("*.cs", "src", "tests", "benchmarks");
        var names = files
            .Select(f => Path.GetFileName(f).Split('.')[0])
            .Concat(files.SelectMany(f => f.Split('/')[2..^1]))
            .Concat(files.SelectMany(f => DeclaredType().Matches(Repository.Read(f)).Select(m => m.Groups[1].Value)));
        Assert.Empty(names.Distinct().Where(name => BannedWords.Contains(LastWord().Match(name).Value)).ToList());
    }

    [Fact]
    public void No_regions() =>
        Assert.Empty(Repository.Files("*.cs", "src", "tests", "benchmarks").Where(f => RegionLine().IsMatch(Repository.Read(f))).ToList());

    [Fact]
    public void The_clocks_are_banned_in_every_project()
    {
        var props = XDocument.Parse(Repository.Read("Directory.Build.props"));
        Assert.Contains(
            props.Descendants("AdditionalFiles"),
            i => i.Attribute("Include")!.Value.EndsWith("BannedSymbols.txt", StringComparison.Ordinal)
        );
        Assert.Contains(
            props.Descendants("PackageReference"),
            i => i.Attribute("Include")!.Value == "Microsoft.CodeAnalysis.BannedApiAnalyzers"
        );
        Assert.Equal("true", props.Descendants("TreatWarningsAsErrors").Single().Value);
        Assert.Contains("dotnet_diagnostic.RS0030.severity = error", Repository.Read(".editorconfig"), StringComparison.Ordinal);

        var banned = Repository.Read("BannedSymbols.txt");
        foreach (
            var clock in new[] { "DateTime.UtcNow", "DateTime.Now", "DateTimeOffset.UtcNow", "Guid.NewGuid", "Random.Shared", "Task.Delay" }
        )
            Assert.Contains(clock, banned, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_switches_a_rule_off()
    {
        // A carrier's protocol fixes HMAC-SHA1, which CA5350 warns of; all else is fixed and not silenced.
        var sources = Repository.Files("*.cs", "src").Concat(Repository.Files("*.razor", "src"));
        Assert.Empty(sources.Where(f => SwitchedOff().IsMatch(Repository.Read(f))).ToList());
        // One place decides for all projects. CS8524 (an enum's unnamed number) is off for .cs files there, which pages are not.
        var settings = Repository
            .Files("*.csproj", "src", "tests", "benchmarks")
            .Concat(Repository.Files("*.props", "src", "tests", "benchmarks"))
            .Concat(Repository.Files("*.targets", "src", "tests", "benchmarks"));
        Assert.Empty(settings.Where(f => ProjectSwitch().IsMatch(Repository.Read(f))).ToList());
        Assert.Empty(
            Repository
                .Files(".editorconfig", "src", "tests", "benchmarks")
                .Concat(Repository.Files("*.globalconfig", "src", "tests", "benchmarks"))
        );
    }

    [GeneratedRegex(@"\b(?:class|struct|record|interface|enum)\s+(?:class\s+|struct\s+)?([A-Z]\w+)")]
    private static partial Regex DeclaredType();

    [GeneratedRegex("[A-Z][a-z]*$")]
    private static partial Regex LastWord();

    [GeneratedRegex(@"^\s*#region", RegexOptions.Multiline)]
    private static partial Regex RegionLine();

    [GeneratedRegex(@"^\s*#pragma warning disable (?!CA5350 // )|SuppressMessage|^\s*#nullable disable", RegexOptions.Multiline)]
    private static partial Regex SwitchedOff();

    [GeneratedRegex(
        @"<AdditionalFiles\s+Remove|<NoWarn>(?!\$\(NoWarn\);CS8524</NoWarn>)|TreatWarningsAsErrors|EnableNETAnalyzers|RunAnalyzers"
    )]
    private static partial Regex ProjectSwitch();
}
