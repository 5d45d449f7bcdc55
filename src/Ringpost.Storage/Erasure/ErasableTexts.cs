using Ringpost.Storage.Writing;

namespace Ringpost.Storage.Erasure;

/// <summary>
/// Columns of a table that may hold what people or their systems wrote, so also a person's data. Each module registers its own; an erasure
/// walks them all. A test knows every text column that is left out.
/// </summary>
/// <param name="Key">The columns of the primary key, in its order.</param>
public sealed record ErasableTexts(string Table, IReadOnlyList<string> Key, params string[] Columns)
{
    public ErasableTexts(string table, string key, params string[] columns)
        : this(table, [key], columns) { }
}

/// <summary>How an erasure changes a text.</summary>
/// <param name="Hint">A part that every text to be changed has: the database looks for it, so that few rows are read.</param>
/// <param name="Apply">The text without what is erased; the same where there is nothing to erase. Applied twice it changes no more.</param>
public sealed record TextRewrite(string Hint, Func<string, string> Apply);

/// <summary>What a module must set right itself once its texts are rewritten, as a hash of one of them.</summary>
/// <param name="Run">Given the unit, the spellings that were erased as whole values, and what stands in their place.</param>
public sealed record ErasureFollower(Func<WriteUnit, IReadOnlyList<string>, string, Task> Run);
