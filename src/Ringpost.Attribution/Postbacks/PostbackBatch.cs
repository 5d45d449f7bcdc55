using Microsoft.Data.Sqlite;
using Npgsql;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Reports;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Postbacks;

/// <summary>
/// A list of postbacks inside one transaction and what became of each so far: what the steps of <see cref="PostbackWriter"/> read and fill.
/// A step may replace an item, as a cap does that changes a conversion's price; the list itself stays as it was handed in.
/// </summary>
internal sealed class PostbackBatch(IReadOnlyList<PostbackItem> items, WriteUnit unit)
{
    public PostbackItem[] Items { get; } = [.. items];

    public WriteUnit Unit { get; } = unit;

    public WrittenPostback[] Written { get; } = new WrittenPostback[items.Count];

    /// <summary>What the batch changes in the reports; appended in step 5.</summary>
    public ReportDeltas Deltas { get; } = new();

    public ClickPlaces Clicks { get; } = new();

    public SqliteConnection Sqlite => (SqliteConnection)Unit.Connection;

    public NpgsqlConnection Postgres => (NpgsqlConnection)Unit.Connection;

    /// <summary>Whether this batch inserted a conversion for item <paramref name="i"/>.</summary>
    public bool IsStored(int i) => Written[i].Outcome == PostbackOutcome.Stored;

    public void Settle(int i, PostbackOutcome outcome, ConversionId conversion) =>
        Written[i] = Written[i] with { Outcome = outcome, Conversion = conversion };
}
