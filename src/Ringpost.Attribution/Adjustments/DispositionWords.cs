using Ringpost.Primitives;

namespace Ringpost.Attribution.Adjustments;

/// <summary>The four types of disposition (cake.md 5.6), and the named ones that are each of a type.</summary>
internal static class DispositionWords
{
    public static readonly string[] Types = ["pending", "rejected", "approved", "returned"];

    /// <summary>The types have the ids 1 to 4 themselves; those are stored as no named disposition.</summary>
    public const long LastType = 4;

    public static string? Type(Validation validation, string field, string? word)
    {
        var type = Types.FirstOrDefault(t => string.Equals(t, word?.Trim(), StringComparison.OrdinalIgnoreCase));
        if (type is null)
            validation.Add(field, $"One of: {string.Join(", ", Types)}.");
        return type;
    }

    public static (string? Type, long? Id) Read(Validation validation, string? word, long? id, Disposition? named)
    {
        if (id is null)
            return (Type(validation, "disposition", word), null);
        if (named is not { Active: true })
        {
            validation.Add(
                "dispositionId",
                named is null ? Phrase.Of($"There is no disposition {id}.") : Phrase.Of($"“{named.Name}” is switched off.")
            );
            return default;
        }

        if (!string.IsNullOrWhiteSpace(word) && !string.Equals(word, named.Type, StringComparison.OrdinalIgnoreCase))
            validation.Add("disposition", $"“{named.Name}” is {named.Type}.");
        return (named.Type, id > LastType ? id : null);
    }
}

/// <summary>A disposition that the instance named, as “Thrown out”, which is <c>rejected</c> (cake.md 5.6).</summary>
public sealed record Disposition(long Id, string Name, string Type, bool Active);
