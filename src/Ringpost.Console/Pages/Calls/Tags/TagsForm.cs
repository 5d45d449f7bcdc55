using Ringpost.Console.Components;

namespace Ringpost.Console.Pages.Calls.Tags;

/// <summary>Tags of one type as a person types them.</summary>
public sealed class TagsForm
{
    public List<TagForm> Tags { get; set; } = [];

    public static TagsForm Of(IEnumerable<KeyValuePair<string, string>> tags) =>
        new() { Tags = [.. tags.Select(t => new TagForm { Name = t.Key, Value = t.Value })] };

    /// <summary>Rows without a name and value are none; a name that stands there twice is an error at the field.</summary>
    public Task<bool> SaveAsync(FieldErrors errors, string field, Func<Dictionary<string, string?>, Task<bool>> save)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        errors.Clear();
        foreach (var tag in Tags.Where(t => !string.IsNullOrWhiteSpace(t.Name) || !string.IsNullOrWhiteSpace(t.Value)))
        {
            if (values.TryAdd(tag.Name?.Trim() ?? "", tag.Value))
                continue;
            errors.Set(field, T["“{0}” stands there twice.", tag.Name?.Trim()]);
            return Task.FromResult(false);
        }

        return save(values);
    }
}

public sealed class TagForm
{
    public string? Name { get; set; }
    public string? Value { get; set; }
}
