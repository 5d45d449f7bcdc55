using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Console.Components;

/// <summary>
/// What an operation refused, for the form that asked: messages at the fields by JSON name, anything else as one sentence in
/// <see cref="Banner"/>. Cascaded by <c>EditSection</c> and <c>FormDialog</c> to the fields inside.
/// </summary>
public sealed class FieldErrors
{
    private IReadOnlyDictionary<string, Phrase[]> _fields = new Dictionary<string, Phrase[]>();

    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);

    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);

    /// <summary>One sentence above the form; null when there is none.</summary>
    public string? Banner { get; private set; }

    /// <summary>The message at a field, null when it is fine.</summary>
    public string? this[string field] => _fields.TryGetValue(field, out var messages) ? Joined(messages) : null;

    public bool Any => Banner is not null || _fields.Count > 0;

    /// <summary>Errors of fields that the form does not show; they must not be lost.</summary>
    public IEnumerable<string> Elsewhere => _fields.Where(f => !_shown.Contains(f.Key)).Select(f => Joined(f.Value));

    public void Clear() => (_fields, Banner) = (new Dictionary<string, Phrase[]>(), null);

    /// <summary>Runs an operation and takes its refusal; true and the value when it did what it was asked.</summary>
    public async Task<bool> RunAsync<TValue>(Func<Task<Result<TValue>>> operation, Action<TValue>? onDone = null)
    {
        if (_unreadable.Count > 0)
            return false;
        try
        {
            return Take(await operation(), onDone);
        }
        catch (StorageUnavailableException)
        {
            (_fields, Banner) = (
                new Dictionary<string, Phrase[]>(),
                T["The database can't be reached. Nothing was stored; try again in a moment."]
            );
            return false;
        }
    }

    /// <summary>Takes the refusal of a result; true when there is none.</summary>
    public bool Take<TValue>(Result<TValue> result, Action<TValue>? onDone = null)
    {
        Clear();
        if (result.IsOk)
        {
            onDone?.Invoke(result.Value);
            return true;
        }

        if (result.Refusal is Invalid invalid)
            _fields = invalid.Wrong;
        else
            Banner = T.Known(result.Refusal.Says);
        return false;
    }

    /// <summary>A message that the page itself found.</summary>
    public void Set(string field, string message) => _fields = new Dictionary<string, Phrase[]>(_fields) { [field] = [message] };

    /// <summary>A field whose text can't be read holds the operation back; the field itself says why.</summary>
    internal void Unreadable(string field, bool unreadable)
    {
        if (unreadable)
            _unreadable.Add(field);
        else
            _unreadable.Remove(field);
    }

    internal void Show(string field) => _shown.Add(field);

    private static string Joined(Phrase[] messages) => string.Join(" ", messages.Select(m => T.Known(m)));
}
