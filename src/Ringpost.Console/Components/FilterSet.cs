namespace Ringpost.Console.Components;

/// <summary>The filters of a list, so that those in force can be shown as chips.</summary>
public sealed class FilterSet
{
    private readonly Dictionary<string, Func<string, IEnumerable<(string Words, string? Without)>>> _filters = new(StringComparer.Ordinal);

    internal Action? Changed { get; set; }

    internal void Add(string name, Func<string, string> toWords) => Add(name, value => [(toWords(value), (string?)null)]);

    /// <summary>A filter of several parts, each a chip: its words, and the value without it.</summary>
    internal void Add(string name, Func<string, IEnumerable<(string Words, string? Without)>> toParts)
    {
        _filters[name] = toParts;
        Changed?.Invoke();
    }

    internal IEnumerable<(string Name, string Words, string? Without)> Active(ListUrl url)
    {
        foreach (var (name, toParts) in _filters)
            if (url[name] is { } value)
                foreach (var (words, without) in toParts(value))
                    yield return (name, words, without);
    }
}
