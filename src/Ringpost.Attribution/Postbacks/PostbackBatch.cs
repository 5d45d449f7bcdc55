using Microsoft.Data.Sqlite;
using Npgsql;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Reports;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Postbacks;

/// <summary>
/// A list of postbacks inside one transaction and what became of each so far: what the steps of <see cref="PostbackWriter"/> read and fill.
/// A step may replace an item, as a cap does that changes a conversion's price; the list itself stays as it was handed in.
/// </summary>
internal sealed class PostbackBatch(IReadOnlyList<PostbackItem> items, WriteUnit unit)
{
    private readonly List<NpgsqlBatchCommand> _atEnd = [];
    private readonly List<UnnestRows> _rented = [];

    public PostbackItem[] Items { get; } = [.. items];

    public WriteUnit Unit { get; } = unit;

    public WrittenPostback[] Written { get; } = new WrittenPostback[items.Count];

    /// <summary>What the batch changes in the reports; appended in step 5.</summary>
    public ReportDeltas Deltas { get; } = new();

    public ClickPlaces Clicks { get; } = new();

    public SqliteConnection Sqlite => (SqliteConnection)Unit.Connection;

    public NpgsqlConnection Postgres => (NpgsqlConnection)Unit.Connection;

    /// <summary>
    /// On PostgreSQL, leaves a statement whose outcome no step asks for: all of them go to the server together, in one round trip.
    /// </summary>
    /// <param name="rows">Go back to where they were rented once it has run.</param>
    public void AtEnd(NpgsqlBatchCommand statement, UnnestRows? rows = null)
    {
        _atEnd.Add(statement);
        if (rows is not null)
            _rented.Add(rows);
    }

    public async Task SendAsync()
    {
        if (_atEnd.Count == 0)
            return;
        await using var together = new NpgsqlBatch(Postgres);
        foreach (var statement in _atEnd)
            together.BatchCommands.Add(statement);
        await together.ExecuteNonQueryAsync();
        foreach (var rows in _rented)
            rows.Return();
        _atEnd.Clear();
        _rented.Clear();
    }

    /// <summary>Whether this batch inserted a conversion for item <paramref name="i"/>.</summary>
    public bool IsStored(int i) => Written[i].Outcome == PostbackOutcome.Stored;

    public void Settle(int i, PostbackOutcome outcome, ConversionId conversion) =>
        Written[i] = Written[i] with { Outcome = outcome, Conversion = conversion };
}
