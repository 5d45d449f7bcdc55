using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Clickless;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Reports;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Import;

/// <summary>
/// Brings a network over from CAKE's CSV files with its numeric ids: 1 read all files of configuration, 2 store them in one transaction,
/// 3 past conversions, 4 clicks of the cookie window, both in slices. It always runs dry first; with errors nothing is stored.
/// </summary>
public sealed class ImportCake(Database database, ConfigurationVersion configuration, Identifiers identifiers, RecountCap recount)
{
    /// <summary>Rows of conversions or clicks in one transaction.</summary>
    private const int Slice = 1000;

    /// <param name="DryRun">Find everything, store nothing.</param>
    /// <param name="Update">Overwrite what is here with another value; otherwise it is told and left.</param>
    /// <param name="Skip">Store what is right even where other rows have errors.</param>
    public sealed record Request(IReadOnlyList<ImportSource> Files, bool DryRun = false, bool Update = false, bool Skip = false);

    public async Task<Result<ImportReport>> RunAsync(
        Actor actor,
        Request request,
        Action<string, long>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        if (!request.Files.Any(f => CakeFiles.KindOf(f.Name) is not null))
            return new Invalid("files", "None of the files has a name that is known, as offers.csv.");
        var dry = await RunAsync(actor, request, store: false, progress, cancellation);
        if (request.DryRun || (dry.HasErrors && !request.Skip))
            return dry.ToReport(request.DryRun, stored: false);
        return (await RunAsync(actor, request, store: true, progress, cancellation)).ToReport(false, stored: true);
    }

    private async Task<ImportLog> RunAsync(
        Actor actor,
        Request request,
        bool store,
        Action<string, long>? progress,
        CancellationToken cancellation
    )
    {
        var log = new ImportLog();
        var instance = await database.ReadAsync(Instance.ReadAsync, cancellation);
        var book = new ImportBook(log);
        var context = new CakeContext(book, log, database.Now, instance.Currency, identifiers.Secret);
        var files = Sort(request.Files, log);
        foreach (var (source, kind) in files)
            if (CakeFiles.Readers.TryGetValue(kind, out var read))
                Read(new CakeFile(source, log, instance.Zone), row => read(row, context));
        CakeOffers.Settle(context);
        CakeRedirects.Settle(context);
        CakeEventSettings.Settle(context);
        CakeCampaigns.Settle(context);

        async Task<OfferConfiguration> WriteAsync(WriteUnit unit)
        {
            await new ImportWrite(book, context, log, actor, request.Update).RunAsync(unit);
            await ClicklessSettingsSql.EnsureTokenAsync(unit, identifiers);
            await ChangeLogSql.AppendAsync(unit, actor, "import", "cake", "import", null, files.Select(f => f.Source.Name));
            await configuration.RaiseAsync(unit);
            return await OfferConfigurationReader.ReadAsync(unit.Connection);
        }

        var keys = WriteKeys.Of("import");
        var picture = store
            ? await database.WriteAsync(keys, WriteAsync, cancellation)
            : await database.ForeseeAsync(keys, WriteAsync, cancellation);
        foreach (var (source, kind) in files)
        {
            var file = new CakeFile(source, log, instance.Zone);
            if (kind == CakeFiles.Conversions)
                await SlicesAsync(file, row => CakeConversions.Read(row, picture), rows => ConversionsAsync(file, rows, store), progress);
            else if (kind == CakeFiles.Clicks)
                await SlicesAsync(file, row => CakeClicks.Read(row, picture), rows => ClicksAsync(file, rows, store), progress);
        }

        if (store && files.Any(f => f.Kind is CakeFiles.Caps or CakeFiles.Conversions && log[f.Source.Name].Added > 0))
            await RecountAsync(actor, book, cancellation);
        return log;
    }

    /// <summary>What was brought counts in the present period of the caps that were brought.</summary>
    private async Task RecountAsync(Actor actor, ImportBook book, CancellationToken cancellation)
    {
        var brought = book.Of("caps").Select(c => c.KeyText).ToHashSet(StringComparer.Ordinal);
        foreach (var row in await database.ReadAsync(c => ImportSql.LoadAsync(c, "caps"), cancellation))
            if (row["type"] is "conversion" && brought.Contains(ImportRecord.KeyOf(ImportBook.KeyOf("caps").Select(k => row[k]))))
                await recount.RunAsync(actor with { Request = null }, new CapId((long)row["id"]!), new(), cancellation);
    }

    private static List<(ImportSource Source, string Kind)> Sort(IReadOnlyList<ImportSource> sources, ImportLog log)
    {
        var files = new List<(ImportSource Source, string Kind)>();
        foreach (var source in sources)
        {
            if (CakeFiles.KindOf(source.Name) is { } kind)
            {
                log[source.Name].Kind = kind;
                files.Add((source, kind));
            }
            else
            {
                log.Note(source.Name, 0, null, "The name of this file is none that is known; it was not read.");
                _ = log[source.Name];
            }
        }

        return [.. files.OrderBy(f => CakeFiles.Place(f.Kind)).ThenBy(f => f.Source.Name, StringComparer.Ordinal)];
    }

    private static void Read(CakeFile file, Action<CakeRow> read)
    {
        foreach (var row in file.Rows())
        {
            file.Log[file.Name].Rows++;
            read(row);
        }

        file.NoteUnknown();
    }

    private static async Task SlicesAsync<T>(
        CakeFile file,
        Func<CakeRow, T?> read,
        Func<IReadOnlyList<T>, Task> write,
        Action<string, long>? progress
    )
        where T : class
    {
        var slice = new List<T>(Slice);
        foreach (var row in file.Rows())
        {
            file.Log[file.Name].Rows++;
            if (read(row) is { } record)
                slice.Add(record);
            if (slice.Count < Slice)
                continue;
            await write(slice);
            slice.Clear();
            progress?.Invoke(file.Name, file.Log[file.Name].Rows);
        }

        if (slice.Count > 0)
            await write(slice);
        file.NoteUnknown();
    }

    private async Task ConversionsAsync(CakeFile file, IReadOnlyList<ImportedConversion> rows, bool store)
    {
        var numbers = file.Log[file.Name];
        var known = await database.ReadAsync(c => ImportedConversionsSql.FindAsync(c, database.Dialect, rows.Select(r => r.Key.Hash)));
        var missing = new List<ImportedConversion>();
        foreach (var row in rows)
            if (!known.TryGetValue(row.Key.Hash, out var stored))
                missing.Add(row);
            else if (stored.Received == row.Received && stored.Paid == row.Paid && stored.Disposition == row.Disposition)
                numbers.Same++;
            else
                Differs(file, row, stored);
        var left = new List<(ImportedConversion Row, bool ByPostback)>();
        if (store && missing.Count > 0)
            left = await database.WriteAsync(WriteKeys.Of("import"), unit => StoreAsync(unit, missing));
        foreach (var (row, byPostback) in left)
            file.Log.Note(
                file.Name,
                row.Row,
                byPostback ? "transaction_id" : null,
                byPostback
                    ? "A postback has stored this transaction id here; it stands as it is."
                    : "This conversion stands in the file before."
            );
        numbers.Same += left.Count;
        numbers.Added += missing.Count - left.Count;
    }

    private static void Differs(CakeFile file, ImportedConversion row, KnownConversion stored)
    {
        file.Log[file.Name].Different++;
        file.Log.Difference(
            file.Name,
            row.Row,
            null,
            $"Here received {Money.Format(stored.Received)}, paid {Money.Format(stored.Paid)}, {stored.Disposition}; in the file "
                + $"{Money.Format(row.Received)}, {Money.Format(row.Paid)}, {row.Disposition}. A conversion is changed by an adjustment, never by an import."
        );
    }

    private static async Task<List<(ImportedConversion Row, bool ByPostback)>> StoreAsync(WriteUnit unit, List<ImportedConversion> rows)
    {
        var deltas = new ReportDeltas();
        var left = await ImportedConversionsSql.InsertAsync(unit, rows, deltas);
        await deltas.AppendAsync(unit);
        return left;
    }

    private async Task ClicksAsync(CakeFile file, IReadOnlyList<ImportedClick> rows, bool store)
    {
        var known = await database.ReadAsync(c => ImportedClicksSql.FindAsync(c, database.Dialect, rows));
        var missing = rows.Where(r => known.Add((r.Session, r.Cell.Offer))).ToList();
        var added = missing.Count;
        if (store && added > 0)
            added = await database.WriteAsync(WriteKeys.None, unit => ImportedClicksSql.InsertAsync(unit, missing));
        file.Log[file.Name].Added += added;
        file.Log[file.Name].Same += rows.Count - added;
    }
}
