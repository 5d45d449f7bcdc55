using Ringpost.Api.History;
using Ringpost.Primitives;

namespace Ringpost.Api.Bulk;

/// <summary>One row's run: what the operation would write, and whether it may.</summary>
internal sealed class BulkAttempt
{
    private readonly bool _applies;
    private readonly string? _expected;
    private BulkOutcome _outcome = BulkOutcome.Unchanged;
    private IReadOnlyList<FieldChange> _changes = [];
    private string? _name;
    private string? _seen;

    public BulkAttempt(bool applies, string? expected) => (_applies, _expected, Trial) = (applies, expected, new Trial(Keeps));

    public Trial Trial { get; }

    public BulkRow<TId> ToRow<TId>(TId id, Refusal? refusal)
    {
        if (refusal is not null)
            return new(id, null, BulkOutcome.Refused, [], null, new(refusal.Type, refusal.Says));
        if (!Trial.WasAsked)
            throw new InvalidOperationException($"The operation on {id} did not ask whether it is kept.");
        return new(
            id,
            _name,
            _outcome,
            _changes,
            _seen,
            _outcome == BulkOutcome.Refused
                ? new(
                    "changed-meanwhile",
                    "It was changed since the preview, so that this would be another change. Look at the preview again."
                )
                : null
        );
    }

    /// <summary>Where the connection broke during a commit nobody knows yet what became of it.</summary>
    public static BulkRow<TId> Unavailable<TId>(TId id) =>
        Left(id, new("unavailable", "The database can't be reached. Look at the preview again when it is back."));

    public static BulkRow<TId> Stopped<TId>(TId id) => Left(id, new(BulkRefusal.Stopped, "Stopped before its turn: it is as it was."));

    private static BulkRow<TId> Left<TId>(TId id, BulkRefusal refusal) => new(id, null, BulkOutcome.Refused, [], null, refusal);

    private bool Keeps(IReadOnlyList<TrialLine> lines)
    {
        _name = lines.Select(l => ChangeRule.NameIn(l.Before ?? l.After)).FirstOrDefault();
        _seen = string.Concat(lines.Select(l => ChangeRule.Fingerprint(l.Before, l.After)));
        _changes =
        [
            .. lines.SelectMany(l =>
                l.After is null ? [ChangeRule.Archived]
                : l.Before is null ? [ChangeRule.Restored]
                : ChangeRule.Differences(l.Before, l.After)
            ),
        ];
        _outcome =
            _changes.Count == 0 ? BulkOutcome.Unchanged
            : _expected is not null && _expected != _seen ? BulkOutcome.Refused
            : _applies ? BulkOutcome.Applied
            : BulkOutcome.Ready;
        return _outcome == BulkOutcome.Applied;
    }
}
