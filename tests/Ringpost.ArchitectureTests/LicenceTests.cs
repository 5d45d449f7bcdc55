using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace Ringpost.ArchitectureTests;

/// <summary>Every package that any project resolves, also through another package, may be given away with the product.</summary>
public sealed class LicenceTests
{
    private static readonly string[] Allowed =
    [
        "MIT",
        "MIT-0",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "PostgreSQL",
        "ISC",
        "0BSD",
        "MS-PL",
        "Unlicense",
    ];

    /// <summary>Packages that carry a licence text instead of its name; each was read.</summary>
    private static readonly Dictionary<string, string> Read = new(StringComparer.OrdinalIgnoreCase)
    {
        ["CommandLineParser"] = "MIT",
        ["Microsoft.DotNet.PlatformAbstractions"] = "MIT",
        ["SmtpServer"] = "MIT",
        // Its address leads to the Apache licence of ASP.NET Core 2.
        ["Microsoft.Extensions.Logging"] = "Apache-2.0",
    };

    [Fact]
    public void Every_package_has_a_licence_that_is_allowed()
    {
        var packages = Repository.Files("*.csproj", "src", "tests", "benchmarks").SelectMany(Packages).Distinct().ToList();
        Assert.NotEmpty(packages);
        var refused = packages
            .Select(p => (p.Name, Licence: LicenceOf(p.Nuspec, p.Name)))
            .Where(p => !IsAllowed(p.Licence))
            .Select(p => $"{p.Name}: {p.Licence}");
        Assert.Empty(refused.Distinct());
    }

    private static bool IsAllowed(string licence) =>
        licence.Trim('(', ')').Split(" OR ").Any(choice => choice.Split(" AND ").All(Allowed.Contains));

    private static string LicenceOf(string nuspec, string name)
    {
        if (Read.TryGetValue(name, out var read))
            return read;
        var licence = XDocument.Load(nuspec).Descendants().FirstOrDefault(e => e.Name.LocalName == "license");
        if (licence?.Attribute("type")?.Value == "expression")
            return licence.Value;
        return licence is null ? "none is named" : "a text that nobody has read: " + licence.Value;
    }

    private static IEnumerable<(string Name, string Nuspec)> Packages(string project)
    {
        var file = Path.Combine(Repository.Root, "artifacts/obj", Path.GetFileNameWithoutExtension(project), "project.assets.json");
        // Without a restore nothing is known; ./test builds the whole solution first.
        Assert.SkipUnless(
            File.Exists(file) || Environment.GetEnvironmentVariable("CI") == "true",
            $"{project} is not restored; ./test builds all"
        );
        using var assets = JsonDocument.Parse(File.ReadAllText(file));
        var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name).ToList();
        foreach (var library in assets.RootElement.GetProperty("libraries").EnumerateObject())
        {
            if (library.Value.GetProperty("type").GetString() != "package")
                continue;
            var name = library.Name.Split('/')[0];
            var path = library.Value.GetProperty("path").GetString()!;
            var nuspec = folders.Select(f => Path.Combine(f, path, name.ToLowerInvariant() + ".nuspec")).First(File.Exists);
            yield return (name, nuspec);
        }
    }
}
