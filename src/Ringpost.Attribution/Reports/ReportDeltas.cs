using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using Ringpost.Primitives;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Reports;

/// <summary>
/// What one transaction changes in the reports, gathered while it writes and appended as one row of <c>report_deltas</c> before it commits
/// (decision 0007). An entry is <c>quarter advertiser offer affiliate campaign creative event currency measure count received paid;</c>, amounts
/// in millionths. Nothing is added up here: on the hot path each record has a cell of its own anyway. Tests are left out by whoever calls.
/// </summary>
internal sealed class ReportDeltas
{
    /// <summary>Quarters of an hour in milliseconds: the finest step by which zones differ, so that days of any zone add up from them.</summary>
    public const long Quarter = 900_000;

    private const string Insert = "INSERT INTO report_deltas (cells) VALUES (?)";

    private readonly Utf8Text _text = new();

    public bool IsEmpty => _text.Length == 0;

    /// <summary>A record as it is first stored; it counts on its own moment.</summary>
    public void Add(ReportCell cell, Instant at, string disposition, long received, long paid) =>
        Write(cell, at, ReportMeasures.OfDisposition(disposition), 1, received, paid);

    /// <summary>A ledger entry's amount, on the moment it is effective, under the disposition that the record has.</summary>
    public void AddAmount(ReportCell cell, Instant effectiveAt, string disposition, long received, long paid) =>
        Write(cell, effectiveAt, ReportMeasures.OfDisposition(disposition), 0, received, paid);

    /// <summary>A record and its current amounts go from one disposition to another.</summary>
    public void Move(ReportCell cell, Instant effectiveAt, string from, string to, long received, long paid)
    {
        Write(cell, effectiveAt, ReportMeasures.OfDisposition(from), -1, -received, -paid);
        Write(cell, effectiveAt, ReportMeasures.OfDisposition(to), 1, received, paid);
    }

    public void AddClick(ReportCell cell, Instant at, bool isDuplicate) =>
        Write(cell with { Event = default }, at, isDuplicate ? ReportMeasure.DuplicateClick : ReportMeasure.UniqueClick, 1, 0, 0);

    /// <summary>Appends what was gathered; call once, in the transaction that wrote it. Costs nothing where nothing was gathered.</summary>
    public async Task AppendAsync(WriteUnit unit)
    {
        if (IsEmpty)
            return;
        if (unit.Connection is SqliteConnection sqlite)
            RawStatement.Of(sqlite, Insert).BindUtf8(1, _text.Bytes).Run();
        else
            await unit.Connection.ExecuteAsync("INSERT INTO report_deltas (cells) VALUES (@cells)", new { cells = _text.ToString() });
        _text.Clear();
    }

    /// <summary>The same for the lanes: on PostgreSQL the row goes to the server with the commit.</summary>
    public void AppendWithCommit(WriteUnit unit)
    {
        if (IsEmpty)
            return;
        if (unit.Connection is SqliteConnection sqlite)
            RawStatement.Of(sqlite, Insert).BindUtf8(1, _text.Bytes).Run();
        else
            unit.WithCommit(
                new NpgsqlBatchCommand("INSERT INTO report_deltas (cells) VALUES ($1)")
                {
                    Parameters = { new NpgsqlParameter<string> { TypedValue = _text.ToString() } },
                }
            );
        _text.Clear();
    }

    /// <summary>A merged entry, whose amounts may have outgrown 64 bits.</summary>
    public void Add(ReportEntry entry) => Write(entry.Cell, entry.Quarter, entry.Measure, entry.Count, entry.Received, entry.Paid);

    /// <summary>What <see cref="AppendAsync"/> would append.</summary>
    public override string ToString() => _text.ToString();

    private void Write(ReportCell cell, Instant at, ReportMeasure measure, long count, long received, long paid) =>
        Write(cell, QuarterOf(at.UnixMilliseconds), measure, count, received, paid);

    private void Write(ReportCell cell, long quarter, ReportMeasure measure, long count, Int128 received, Int128 paid)
    {
        _text.Append(quarter, ' ');
        _text.Append(cell.Advertiser.Value, ' ');
        _text.Append(cell.Offer.Value, ' ');
        _text.Append(cell.Affiliate.Value, ' ');
        _text.Append(cell.Campaign.Value, ' ');
        _text.Append(cell.Creative.Value, ' ');
        _text.Append(cell.Event.Value, ' ');
        _text.Append((char)(cell.Currency.Packed >> 16));
        _text.Append((char)((cell.Currency.Packed >> 8) & 0x7f));
        _text.Append((char)(cell.Currency.Packed & 0x7f), ' ');
        _text.Append((char)measure, ' ');
        _text.Append(count, ' ');
        _text.Append(received, ' ');
        _text.Append(paid, ';');
    }

    public static long QuarterOf(long unixMilliseconds) => unixMilliseconds / Quarter;
}
