using System.Text.Json;
using Ringpost.Primitives;

namespace Ringpost.Access.Users;

/// <summary>The rights that a read-only user or key was given (<see cref="Actor.ToGive"/>), as the database, the API and the command line write them.</summary>
public static class RightsText
{
    /// <summary>The words with blanks between them, as <c>seeRevenue listen</c>; empty for none.</summary>
    public static string Write(IEnumerable<Permission> rights) => string.Join(' ', rights.Select(Word));

    /// <summary>A word that no version of ours wrote gives nothing.</summary>
    internal static IReadOnlyList<Permission> Read(string? text)
    {
        var words = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. Actor.ToGive.Where(right => words.Contains(Word(right)))];
    }

    /// <summary>The same for an actor, who has null where there is none.</summary>
    internal static IReadOnlyList<Permission>? Given(string? text) => Read(text) is { Count: > 0 } rights ? rights : null;

    /// <summary>Reads what was asked for, in the order of <see cref="Actor.ToGive"/>. Errors stand at <c>rights</c>.</summary>
    internal static IReadOnlyList<Permission> Read(Validation validation, Role role, IReadOnlyList<string?>? asked)
    {
        var rights = Actor.ToGive.Where(right => asked?.Contains(Word(right), StringComparer.OrdinalIgnoreCase) is true).ToList();
        string?[] unknown = [.. (asked ?? []).Where(word => !Actor.ToGive.Select(Word).Contains(word, StringComparer.OrdinalIgnoreCase))];
        if (unknown.Length > 0)
            validation.Add("rights", $"“{unknown[0]}” is no right. Rights are {string.Join(", ", Actor.ToGive.Select(Word))}.");
        if (role != Role.ReadOnly && rights.Count > 0)
            validation.Add(
                "rights",
                "Only the role readOnly is given rights: an administrator has all of them, publishers and buyers their own."
            );
        // Every amount that is changed is shown before and after.
        if (rights.Contains(Permission.ChangeMoney) && !rights.Contains(Permission.SeeRevenue))
            validation.Add("rights", "Who changes money sees it: give seeRevenue with changeMoney.");
        return rights;
    }

    private static string Word(Permission right) => JsonNamingPolicy.CamelCase.ConvertName($"{right}");
}
