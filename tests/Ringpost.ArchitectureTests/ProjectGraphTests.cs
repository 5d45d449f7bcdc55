using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Ringpost.ArchitectureTests;

/// <summary>Architecture 3: a reference is an arrow, and nothing points up.</summary>
public sealed partial class ProjectGraphTests
{
    /// <summary>Direct references. <c>Ringpost.Api</c> is docs/decisions/0003.</summary>
    private static readonly SortedDictionary<string, string[]> Graph = new(StringComparer.Ordinal)
    {
        ["Primitives"] = [],
        ["Storage"] = ["Primitives"],
        ["Api"] = ["Storage"],
        ["Delivery"] = ["Api"],
        ["CallTracking"] = ["Delivery"],
        ["Telephony"] = ["CallTracking"],
        ["Attribution"] = ["Delivery"],
        ["Reconciliation"] = ["Attribution", "CallTracking"],
        ["Access"] = ["Api"],
        ["Console"] = ["Access", "Attribution", "CallTracking", "Reconciliation", "Telephony"],
        ["Server"] = ["Console"],
    };

    [Fact]
    public void The_projects_refer_to_each_other_as_drawn()
    {
        var found = Repository.Files("*.csproj", "src").ToDictionary(NameOf, References, StringComparer.Ordinal);
        Assert.Equal(Graph.Select(Line), new SortedDictionary<string, string[]>(found, StringComparer.Ordinal).Select(Line));
    }

    [Fact]
    public void A_project_mentions_only_what_it_may_reach()
    {
        var wrong =
            from project in Graph.Keys
            let reachable = Reach(project)
            from file in Repository.Files("*.cs", $"src/Ringpost.{project}").Concat(Repository.Files("*.razor", $"src/Ringpost.{project}"))
            from Match mention in ProjectName().Matches(Repository.Read(file))
            let name = mention.Groups[1].Value
            where Graph.ContainsKey(name) && name != project && !reachable.Contains(name)
            select $"{file} mentions Ringpost.{name}";
        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void The_solution_holds_every_project()
    {
        var solution = XDocument.Parse(Repository.Read("Ringpost.slnx")).Descendants("Project").Select(p => p.Attribute("Path")!.Value);
        Assert.Equal(Repository.Files("*.csproj", "src", "tests", "benchmarks"), solution.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Only_tests_see_what_is_internal()
    {
        var seen =
            from file in Repository.Files("*.csproj", "src")
            from friend in XDocument.Parse(Repository.Read(file)).Descendants("InternalsVisibleTo")
            select friend.Attribute("Include")!.Value;
        var tests = Repository.Files("*.csproj", "tests", "benchmarks").Select(f => $"Ringpost.{NameOf(f)}");
        Assert.Empty(seen.Except(tests));
    }

    private static string Line(KeyValuePair<string, string[]> project) => $"{project.Key} -> {string.Join(", ", project.Value)}";

    private static string NameOf(string file) => Path.GetFileNameWithoutExtension(file)["Ringpost.".Length..];

    private static string[] References(string file) =>
        [
            .. XDocument
                .Parse(Repository.Read(file))
                .Descendants("ProjectReference")
                .Select(r => NameOf(r.Attribute("Include")!.Value.Replace('\\', '/')))
                .Order(StringComparer.Ordinal),
        ];

    private static HashSet<string> Reach(string project)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(Graph[project]);
        while (open.TryDequeue(out var next))
        {
            if (!reached.Add(next))
                continue;
            foreach (var further in Graph[next])
                open.Enqueue(further);
        }

        return reached;
    }

    [GeneratedRegex(@"\bRingpost\.([A-Z][A-Za-z]+)\b")]
    private static partial Regex ProjectName();
}
