using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace Ringpost.Console.Components;

/// <summary>The state of a list as it stands in the address: search, filters, place. Each change makes another address.</summary>
public sealed class ListUrl
{
    private readonly SortedDictionary<string, string> _values;

    private ListUrl(string path, SortedDictionary<string, string> values) => (Path, _values) = (path, values);

    public string Path { get; }

    public static ListUrl Of(NavigationManager navigation)
    {
        var uri = navigation.ToAbsoluteUri(navigation.Uri);
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in QueryHelpers.ParseQuery(uri.Query))
            if (value.ToString() is { Length: > 0 } text)
                values[name] = text;
        return new ListUrl(uri.AbsolutePath, values);
    }

    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Whether the list shows the archived ones instead of those in use.</summary>
    public bool Archived => this["archived"] == "true";

    /// <summary>The address with one value changed; the list starts from its first row again.</summary>
    public string With(params (string Name, string? Value)[] changes)
    {
        var values = new SortedDictionary<string, string>(_values, StringComparer.Ordinal);
        values.Remove("after");
        values.Remove("offset");
        foreach (var (name, value) in changes)
        {
            if (string.IsNullOrEmpty(value))
                values.Remove(name);
            else
                values[name] = value;
        }

        return Join(values);
    }

    /// <summary>The address with this value alone.</summary>
    public string Only(string name, string? value) =>
        Join(string.IsNullOrEmpty(value) ? [] : new SortedDictionary<string, string> { [name] = value });

    /// <summary>The query part without the list's place, for a file of the same rows.</summary>
    public string QueryWithoutPlace(IEnumerable<KeyValuePair<string, string>> more)
    {
        var values = new SortedDictionary<string, string>(_values, StringComparer.Ordinal);
        foreach (var name in (string[])["after", "offset", "range", "tab"])
            values.Remove(name);
        foreach (var (name, value) in more)
            values[name] = value;
        return QueryHelpers.AddQueryString("", values!);
    }

    /// <summary>The query part without these values and without its question mark.</summary>
    public string QueryWithout(params string[] names)
    {
        var values = new SortedDictionary<string, string>(_values, StringComparer.Ordinal);
        foreach (var name in names)
            values.Remove(name);
        return QueryHelpers.AddQueryString("", values!).TrimStart('?');
    }

    /// <summary>A query part of these values alone; what is null is left out.</summary>
    public static string QueryOnly(params IEnumerable<(string Name, string? Value)> values) =>
        QueryHelpers.AddQueryString("", values.Where(v => v.Value is not null).Select(v => KeyValuePair.Create(v.Name, v.Value)));

    private string Join(SortedDictionary<string, string> values) => QueryHelpers.AddQueryString(Path, values!);
}
