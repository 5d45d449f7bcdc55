using Ringpost.Primitives;

namespace Ringpost.Console.Components;

/// <summary>What a list asks its operation for: search, filters by their name in the address, range and place.</summary>
public sealed record ListQuery(ListUrl Url, PageRequest Page, Instant? From, Instant? To)
{
    /// <summary>The text of the search box; null when empty.</summary>
    public string? Search => Url["q"];

    /// <summary>Whether the archived ones are asked for, by <c>ShowArchived</c>.</summary>
    public bool Archived => Url.Archived;

    /// <summary>The value of a filter; null when it is not set.</summary>
    public string? this[string filter] => Url[filter];
}
