using System.Globalization;
using System.Text.Json;

namespace Ringpost.CallTracking.Import;

/// <summary>
/// An object of Ringba's API. Names are found whatever their case, numbers and flags also as texts. What lies at its top and is never asked for
/// is told once for the kind.
/// </summary>
internal sealed class RingbaNode
{
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.OrdinalIgnoreCase);
    private readonly RingbaKind? _kind;
    private readonly RingbaLog _log;

    /// <param name="kind">Null for a part of another object.</param>
    public RingbaNode(JsonElement element, RingbaKind? kind, RingbaLog log)
    {
        (_kind, _log) = (kind, log);
        if (element.ValueKind != JsonValueKind.Object)
            return;
        foreach (var field in element.EnumerateObject())
        {
            if (!IsNothing(field.Value) && _fields.TryAdd(field.Name, field.Value) && kind is { } top)
                log.Field(top, field.Name);
        }
    }

    public bool IsEmpty => _fields.Count == 0;

    public bool Has(params string[] names) => Find(names) is not null;

    public string? Text(params string[] names) =>
        Find(names) switch
        {
            { ValueKind: JsonValueKind.String } text => string.IsNullOrWhiteSpace(text.GetString()) ? null : text.GetString()!.Trim(),
            { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } other => other.GetRawText(),
            _ => null,
        };

    public bool? Flag(params string[] names) =>
        Text(names)?.ToUpperInvariant() switch
        {
            "TRUE" or "YES" or "1" => true,
            "FALSE" or "NO" or "0" => false,
            _ => null,
        };

    public decimal? Amount(params string[] names) =>
        decimal.TryParse(Text(names), NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) ? amount : null;

    /// <summary>A number without its decimals: Ringba writes <c>-1.0</c>.</summary>
    public int? Whole(params string[] names) =>
        Amount(names) is { } amount and > int.MinValue and < int.MaxValue ? (int)decimal.Truncate(amount) : null;

    /// <summary>An object in it; an empty one where there is none.</summary>
    public RingbaNode Child(params string[] names) => new(Find(names) ?? default, null, _log);

    public IReadOnlyList<RingbaNode> Children(params string[] names) =>
        Find(names) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object).Select(e => new RingbaNode(e, null, _log))]
            : [];

    /// <summary>A list in it as objects of a kind of their own.</summary>
    public IReadOnlyList<RingbaNode> Children(RingbaKind kind, params string[] names) =>
        Find(names) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object).Select(e => new RingbaNode(e, kind, _log))]
            : [];

    /// <summary>A list of ids, written as texts or as objects with an id.</summary>
    public IReadOnlyList<string> Ids(params string[] names) =>
        Find(names) is { ValueKind: JsonValueKind.Array } list
            ?
            [
                .. list.EnumerateArray()
                    .Select(e => e.ValueKind == JsonValueKind.String ? e.GetString() : new RingbaNode(e, null, _log).Text("id"))
                    .OfType<string>(),
            ]
            : [];

    /// <summary>The texts of a list.</summary>
    public IReadOnlyList<string> Texts(params string[] names) =>
        Find(names) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!)]
            : [];

    /// <summary>The texts of an object by their names.</summary>
    public IReadOnlyDictionary<string, string> Map(params string[] names) =>
        Find(names) is { ValueKind: JsonValueKind.Object } map
            ? map.EnumerateObject()
                .GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(g => g.Key, g => g.First().Value.ToString(), StringComparer.OrdinalIgnoreCase)
            : new Dictionary<string, string>();

    private JsonElement? Find(params string[] names)
    {
        JsonElement? found = null;
        foreach (var name in names)
        {
            if (_kind is { } kind)
                _log.Asked(kind, name);
            if (found is null && _fields.TryGetValue(name, out var value))
                found = value;
        }

        return found;
    }

    private static bool IsNothing(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => true,
            JsonValueKind.Array => value.GetArrayLength() == 0,
            JsonValueKind.String => value.ValueEquals(""),
            _ => false,
        };
}
