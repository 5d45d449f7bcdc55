using Ringpost.Api.History;
using Ringpost.Primitives;

namespace Ringpost.Api.Bulk;

/// <summary>What becomes of a row of a bulk change.</summary>
public enum BulkOutcome
{
    /// <summary>Foreseen: it would be changed.</summary>
    Ready,

    /// <summary>It is changed, and its history says by whom.</summary>
    Applied,

    /// <summary>It is so already; nothing is written.</summary>
    Unchanged,

    /// <summary>It stays as it is.</summary>
    Refused,
}

/// <summary>Why a row stays as it is: the refusal of the single operation, or <c>changed-meanwhile</c>, <c>unavailable</c>, <c>stopped</c>.</summary>
public sealed record BulkRefusal(string Type, Phrase Message)
{
    /// <summary>The type of the rows whose turn had not come when somebody stopped the run.</summary>
    public const string Stopped = "stopped";
}

/// <summary>A row of a bulk change and what becomes, or became, of it.</summary>
/// <param name="Name">Null where the row was refused before it was read.</param>
/// <param name="Changes">Each field from what to what, as its history says it.</param>
/// <param name="Seen">Stands for these changes: sent back with <c>apply</c>, only they are made.</param>
public sealed record BulkRow<TId>(
    TId Id,
    string? Name,
    BulkOutcome Outcome,
    IReadOnlyList<FieldChange> Changes,
    string? Seen,
    BulkRefusal? Refusal
);

/// <summary>A bulk change as it was foreseen or carried out, in the order of the ids.</summary>
public sealed record BulkAnswer<TId>(IReadOnlyList<BulkRow<TId>> Items, int Ready, int Applied, int Unchanged, int Refused)
{
    internal static BulkAnswer<TId> Of(IReadOnlyList<BulkRow<TId>> rows)
    {
        int Count(BulkOutcome outcome) => rows.Count(r => r.Outcome == outcome);
        return new(rows, Count(BulkOutcome.Ready), Count(BulkOutcome.Applied), Count(BulkOutcome.Unchanged), Count(BulkOutcome.Refused));
    }
}
