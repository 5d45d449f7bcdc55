using Microsoft.AspNetCore.Components;
using Ringpost.Console.Components;
using Ringpost.Primitives;

namespace Ringpost.Console.Shell.Search;

/// <summary>One line of the search: where it leads and what it says.</summary>
/// <param name="Group">Under which heading it stands.</param>
internal sealed record SearchLine(string Group, string Title, string Detail, string Path, MarkupString Icon, Instant? At = null);

/// <summary>What can be found without asking a database: pages and actions. Without I/O.</summary>
internal static class SearchPlaces
{
    public static string Actions => T["Actions"];

    private const int MostPages = 5;
    private const string New = "?new=1";

    /// <summary>An action is a page with its button pressed (<see cref="Components.NewButton"/>).</summary>
    private static (Permission Needed, string Title, string Words, string Path)[] Known =>
        [
            (Permission.ChangeConfiguration, T["New offer"], "create", "/console/attribution/offers" + New),
            (Permission.ChangeConfiguration, T["New affiliate"], "create", "/console/attribution/affiliates" + New),
            (Permission.ChangeConfiguration, T["New advertiser"], "create", "/console/attribution/advertisers" + New),
            (
                Permission.ChangeConfiguration,
                T["New campaign of an offer"],
                T["create attribution"],
                "/console/attribution/campaigns" + New
            ),
            (Permission.ChangeConfiguration, T["New pixel"], T["create tracking"], "/console/pixels" + New),
            (Permission.ChangeConfiguration, T["New campaign of calls"], "create", "/console/campaigns" + New),
            (Permission.ChangeConfiguration, T["New publisher"], T["add create"], "/console/publishers" + New),
            (Permission.ChangeConfiguration, T["New buyer"], T["add create"], "/console/buyers" + New),
            (Permission.ChangeConfiguration, T["New target"], "create", "/console/targets" + New),
            (Permission.ChangeConfiguration, T["New number"], T["add create tracking"], "/console/numbers" + New),
            (Permission.ChangeConfiguration, T["Block a number"], T["blocked caller"], "/console/blocked-numbers" + New),
            (Permission.ChangeConfiguration, T["New conversion webhook"], T["create hook"], "/console/conversion-hooks" + New),
            (Permission.ChangeConfiguration, T["Whitelist an address"], T["add range ip"], "/console/attribution/ip-whitelist" + New),
            (Permission.Administer, T["New user"], T["add create person"], "/console/settings/users" + New),
            (Permission.Administer, T["New API key"], "create", "/console/settings/api-keys" + New),
            (Permission.Administer, T["New carrier"], T["add create"], "/console/settings/carriers" + New),
            (Permission.Administer, T["New test number"], T["add create"], "/console/settings/test-numbers" + New),
            (Permission.Administer, T["Erase a caller"], T["privacy delete"], "/console/settings/erasures" + New),
        ];

    /// <summary>What the actor may do and open, the best first; all actions where nothing is asked for.</summary>
    public static IReadOnlyList<SearchLine> Find(Actor actor, string text)
    {
        var actions = Known
            .Where(a => actor.May(a.Needed))
            .Select(a => (a.Title, a.Words, Line: new SearchLine(Actions, a.Title, "", a.Path, Icons.Add)));
        var term = SearchTerm.Read(text, []);
        if (term is null)
            return [.. actions.Select(a => a.Line)];
        var pages = Menu.For(actor)
            .SelectMany(g => g.Entries.Select(e => (Group: g.Title, Entry: e)))
            .Append(
                (Group: T["Account"], Entry: new MenuEntry(T["My settings"], "/console/my-settings", Icons.Article, T["Your time zone."]))
            )
            .Append((Group: T["Overview"], Entry: new MenuEntry(T["Home"], "/console", Icons.Article, T["Today in figures."])));
        var does = Best(actions.Select(a => (term.RankOf(a.Title) ?? Weaker(term, $"{a.Title} {a.Words}"), a.Line)));
        var opens = Best(
            pages.Select(p =>
                (
                    term.RankOf(p.Entry.Title) ?? Weaker(term, $"{p.Group} {p.Entry.Title}"),
                    new SearchLine(T["Pages"], p.Entry.Title, $"{p.Group} · {p.Entry.Purpose}", p.Entry.Path, p.Entry.Icon)
                )
            )
        );
        // The group that fits better stands first.
        (int Rank, SearchLine Line)[][] groups = [does, [.. opens.Take(MostPages)]];
        return [.. groups.Where(g => g.Length > 0).OrderBy(g => g[0].Rank).SelectMany(g => g).Select(l => l.Line)];
    }

    /// <summary>Found by words that stand beside the name.</summary>
    private static int? Weaker(SearchTerm term, string words) => term.RankOf(words) is null ? null : 4;

    private static (int Rank, SearchLine Line)[] Best(IEnumerable<(int? Rank, SearchLine Line)> lines) =>
        [.. lines.Where(l => l.Rank is not null).OrderBy(l => l.Rank).Select(l => (l.Rank!.Value, l.Line))];
}
