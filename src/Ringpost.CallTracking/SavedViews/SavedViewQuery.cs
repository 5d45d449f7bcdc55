using Microsoft.AspNetCore.WebUtilities;
using Ringpost.CallTracking.CallFilters;
using Ringpost.Delivery.Log;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.SavedViews;

/// <summary>The part of an address that a view keeps.</summary>
internal static class SavedViewQuery
{
    private const int Longest = 4000;

    /// <summary>Where in the list somebody was, and which view they came by, is not what they look at.</summary>
    private static readonly string[] LeftOut = ["after", "offset", "cursor", "limit", "view", "tab"];

    public static string Read(Validation validation, string? text, bool shared)
    {
        var query = text?.Trim().TrimStart('?') ?? "";
        if (query.Length > Longest || query.AsSpan().ContainsAnyInRange('\0', '\u001f') || query.Contains('#', StringComparison.Ordinal))
        {
            validation.Add("query", $"The query part of the page's address, of at most {Longest} characters.");
            return "";
        }

        var kept = QueryHelpers
            .ParseQuery(query)
            .Where(p => p.Key.Length > 0 && !LeftOut.Contains(p.Key, StringComparer.OrdinalIgnoreCase))
            .SelectMany(p => p.Value.Select(v => KeyValuePair.Create(p.Key, v)))
            .Where(p => !string.IsNullOrEmpty(p.Value))
            .ToList();
        // Its readers may not all see full numbers, and what a caller's number is looked for by is that number.
        if (shared && kept.Exists(p => p.Key.Equals("caller", StringComparison.OrdinalIgnoreCase) || NamesCaller(p)))
            validation.Add("shared", "A view for everybody can't look for a caller's number.");
        return QueryHelpers.AddQueryString("", kept).TrimStart('?');
    }

    /// <summary>It looks for a buyer, a target or an amount: what it looks for tells of them.</summary>
    public static bool NamesRevenue(string query) =>
        QueryHelpers
            .ParseQuery(query)
            .Any(p =>
                p.Key is "buyer" or "target" or "buyerId" or "targetId"
                || (
                    p.Key == "filters"
                    && p.Value.SelectMany(v => ColumnFilterCheck.Read(new Validation(), p.Key, v, Actor.System).Rules)
                        .SelectMany(rule => rule.AnyOf)
                        .Any(c => SeenColumns.Refusal(new Actor("", "", Role.ReadOnly), c.Column.Id) is not null)
                )
            );

    private static bool NamesCaller(KeyValuePair<string, string?> part) =>
        part.Key switch
        {
            "number" or "from" or "to" or "columns" or "groupBy" or "tag" => false,
            "filters" => ColumnFilterCheck
                .Read(new Validation(), part.Key, part.Value, Actor.System)
                .Rules.SelectMany(rule => rule.AnyOf)
                .Any(c => c.Column.Source is { MayHoldNumbers: true } source && (source.TagKey is null || IsNumber(c.Value))),
            _ => IsNumber(part.Value!),
        };

    private static bool IsNumber(string text) => MaskNumbers.In(text) != text;
}
