using System.Text.RegularExpressions;
using Ringpost.Api.History;
using Ringpost.Primitives;

namespace Ringpost.Console.Components;

/// <summary>How a card's history speaks of what was changed: the card itself by its verb, a part of it by name.</summary>
internal static partial class HistoryWords
{
    public static string What(ChangeAnswer change, string card, Func<string, string?>? nameOf) =>
        change.Kind == card ? Of(change.Action) : $"{Part(change, nameOf)}: {Verb(change.Action)}";

    /// <summary>An id and the moment of making stand on the card, and in the line itself; what was empty from the start is no change.</summary>
    public static bool IsSaid(FieldChange field) => field.Field is not ("id" or "createdAt") && field is not { Before: null, After: "" };

    /// <summary>A moment in the zone that the section names, yes and no for a tick, a telephone number as it reads; all else as it is.</summary>
    public static string Value(string value, TimeZoneInfo zone) =>
        value switch
        {
            "true" => T["yes"],
            "false" => T["no"],
            _ when Phone().IsMatch(value) => ConsoleFormat.Phone(value),
            _ => Moment().IsMatch(value) && Instant.TryParse(value, null, out var at) ? ConsoleFormat.Time(at, zone) : value,
        };

    /// <summary><c>postbackUrl</c> as "Postback url", <c>renew-token</c> as "Renew token"; a field of a field stands after a comma.</summary>
    public static string Of(string name) =>
        string.Join(", ", name.Split('.').Select((part, place) => T.Known(place == 0 ? Title(part) : Words(part))));

    public static string Title(string name) => Words(name) is { Length: > 0 } words ? char.ToUpperInvariant(words[0]) + words[1..] : name;

    public static string Words(string name) => Humps().Replace(name, m => " " + m.Value.ToLowerInvariant()).Replace('-', ' ');

    private static string Part(ChangeAnswer change, Func<string, string?>? nameOf)
    {
        if (change.Kind == "affiliate-pixel")
            return change.Of.Split(':') is [_, _, "event", var number] ? T["Pixel of event {0}", number] : T["Pixel"];
        var kind = change.Kind switch
        {
            "payout-rule" => T["Payout"],
            "event-setting" => T["Event"],
            _ => Of(change.Kind),
        };
        var name = change.Name is { } known ? nameOf?.Invoke(known) ?? (Phone().IsMatch(known) ? ConsoleFormat.Phone(known) : known) : null;
        // Numbers are ids that people use; the others are only long.
        var id = long.TryParse(change.Of, out _) ? $" {change.Of}" : "";
        return name is null ? kind + id : $"{kind}{id} “{name}”";
    }

    private static string Verb(string action) =>
        action switch
        {
            "create" => T["created"],
            "update" => T["changed"],
            "delete" => T["removed"],
            "archive" => T["archived"],
            "restore" => T["restored"],
            "recount" => T["counted again"],
            "pixel" => T["set"],
            "approve pixel" => T["approved"],
            "decline pixel" => T["declined"],
            _ => T.Known(Words(action)),
        };

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT[\d:.]+Z$", RegexOptions.CultureInvariant)]
    private static partial Regex Moment();

    [GeneratedRegex(@"^\+\d{8,15}$", RegexOptions.CultureInvariant)]
    private static partial Regex Phone();

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]|(?<=[A-Z])[A-Z](?=[a-z])", RegexOptions.CultureInvariant)]
    private static partial Regex Humps();
}
