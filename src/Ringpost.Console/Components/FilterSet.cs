namespace Ringpost.Console.Components;

/// <summary>The filters of a list, so that those in force can be shown as chips.</summary>
public sealed class FilterSet
{
    private readonly Dictionary<string, Func<string, string>> _filters = new(StringComparer.Ordinal);

    internal Action? Changed { get; set; }

    internal void Add(string name, Func<string, string> toWords)
    {
        _filters[name] = toWords;
        Changed?.Invoke();
    }

    internal IEnumerable<(string Name, string Words)> Active(ListUrl url)
    {
        foreach (var (name, toWords) in _filters)
            if (url[name] is { } value)
                yield return (name, toWords(value));
    }
}
