using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Npgsql;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Batches;

namespace Ringpost.Attribution.PixelLog;

/// <summary>What a row of the pixel log counts as: its 15 UTC minutes, offer (0 for none), outcome and whether its address was whitelisted.</summary>
internal readonly record struct PixelLogCount(long Quarter, long Offer, string Outcome, bool Whitelisted);

/// <summary>
/// The pixel log's numbers without reading its rows: each batch leaves one row with what it adds, in its own transaction; a worker folds
/// these into <c>pixel_log_counts</c>. Counts = folded + not folded yet, exact at every moment.
/// </summary>
internal static class PixelLogCounts
{
    public const long MillisecondsPerQuarter = 15 * 60 * 1000;

    private const string Insert = "INSERT INTO pixel_log_deltas (changes) VALUES ";

    public static PixelLogCount Of(StoredLogRow row) => new(QuarterOf(new Instant(row.At)), row.OfferId ?? 0, row.Outcome, row.Whitelisted);

    public static long QuarterOf(Instant at) => at.UnixMilliseconds / MillisecondsPerQuarter;

    /// <summary>A row that was run again moves from one number to another.</summary>
    public static void Append(PostbackBatch batch)
    {
        var text = new Utf8Text();
        for (var i = 0; i < batch.Items.Length; i++)
        {
            var (item, outcome) = (batch.Items[i], batch.Written[i].Outcome);
            if (item.Row is { } row)
                Write(text, row.Was, -1);
            Write(text, new PixelLogCount(QuarterOf(item.Arrival.At), item.Offer?.Value ?? 0, outcome.ToText(), item.Whitelisted), 1);
        }

        if (batch.Unit.Dialect == Dialect.Sqlite)
            RawStatement.Of(batch.Sqlite, Insert + "(?)").BindUtf8(1, text.Bytes).Run();
        else
            batch.Unit.WithCommit(
                new NpgsqlBatchCommand(Insert + "($1)") { Parameters = { new NpgsqlParameter<string> { TypedValue = text.ToString() } } }
            );
        text.Clear();
    }

    /// <summary>Nothing is added up here: whoever folds the rows does.</summary>
    private static void Write(Utf8Text text, PixelLogCount key, long change)
    {
        text.Append(key.Quarter, ' ');
        text.Append(key.Offer, ' ');
        text.Append(key.Outcome, ' ');
        text.Append(key.Whitelisted ? 1 : 0, ' ');
        text.Append(change, ';');
    }

    public static string Write(IReadOnlyDictionary<PixelLogCount, long> changes)
    {
        var text = new StringBuilder(32 * changes.Count);
        foreach (var (key, change) in changes)
            if (change != 0)
                text.Append(CultureInfo.InvariantCulture, $"{key.Quarter} {key.Offer} {key.Outcome} {(key.Whitelisted ? 1 : 0)} {change};");
        return text.ToString();
    }

    public static void Add(Dictionary<PixelLogCount, long> sums, string changes)
    {
        var rest = changes.AsSpan();
        while (!rest.IsEmpty)
        {
            var (quarter, offer) = (Number(ref rest), Number(ref rest));
            var outcome = Outcome(Word(ref rest));
            var key = new PixelLogCount(quarter, offer, outcome, Number(ref rest) == 1);
            CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out _) += Number(ref rest);
        }
    }

    /// <summary>The known text where it is one, so that thousands of entries make no strings.</summary>
    private static string Outcome(ReadOnlySpan<char> word) =>
        PostbackOutcomes.TryRead(word, out var outcome) ? outcome.ToText() : word.ToString();

    private static long Number(ref ReadOnlySpan<char> rest) =>
        long.Parse(Word(ref rest), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static ReadOnlySpan<char> Word(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAny(' ', ';');
        var word = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return word;
    }
}
