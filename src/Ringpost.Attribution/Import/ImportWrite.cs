using Ringpost.Attribution.Advertisers;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Contracts;
using Ringpost.Attribution.Events;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Import;

/// <summary>
/// Stores a book of configuration inside one transaction: what is missing is added with its id, what is the same is left, what differs is
/// told and overwritten only on request. Then it gives every advertiser, offer and event what it can't be without.
/// </summary>
internal sealed class ImportWrite(ImportBook book, CakeContext context, ImportLog log, Actor actor, bool update)
{
    private readonly Dictionary<string, Dictionary<string, IDictionary<string, object?>>> _stored = [];

    public async Task RunAsync(WriteUnit unit)
    {
        foreach (var table in ImportBook.Tables)
            _stored[table] = (await ImportSql.LoadAsync(unit.Connection, table)).ToDictionary(r => KeyOf(table, r), StringComparer.Ordinal);
        book.LeaveOut(IsStored);
        CheckUnique();
        book.LeaveOut(IsStored);
        foreach (var table in ImportBook.Tables)
        foreach (var record in book.Of(table))
            await PlaceAsync(unit, record);
        await ImportSql.ContinueIdsAsync(unit);
        await CompleteAsync(unit);
    }

    private bool IsStored(string table, long id) => _stored[table].ContainsKey($"{id}");

    private static string KeyOf(string table, IDictionary<string, object?> row) =>
        ImportRecord.KeyOf(ImportBook.KeyOf(table).Select(k => row[k]));

    private async Task PlaceAsync(WriteUnit unit, ImportRecord record)
    {
        var numbers = log[record.File];
        if (!_stored[record.Table].TryGetValue(record.KeyText, out var stored))
        {
            var all = new Dictionary<string, object?>(record.Key);
            foreach (var (column, value) in record.OnlyNew.Concat(record.Values))
                all[column] = value;
            await ImportSql.InsertAsync(unit, record.Table, all);
            numbers.Added += record.IsPart ? 0 : 1;
            return;
        }

        var changed = record.Values.Where(v => !IsSame(v.Value, stored[v.Key])).ToDictionary(v => v.Key, v => v.Value);
        if (changed.Count == 0)
        {
            numbers.Same += record.IsPart ? 0 : 1;
            return;
        }

        foreach (var (column, value) in changed)
            log.Difference(
                record.File,
                record.Row,
                column,
                $"Here {Shown(stored[column])}, in the file {Shown(value)}{(update ? ": overwritten" : "; left as it is")}."
            );
        numbers.Different += record.IsPart ? 0 : 1;
        if (!update)
            return;
        await ImportSql.UpdateAsync(unit, record.Table, record.Key, changed);
        await ChangeLogSql.AppendAsync(
            unit,
            actor,
            record.Table,
            record.KeyText,
            "import",
            changed.Keys.ToDictionary(c => c, c => stored[c]),
            changed
        );
        numbers.Updated++;
    }

    /// <summary>What the unique indexes hold, told beforehand and for all rows at once.</summary>
    private void CheckUnique()
    {
        Check("offer_events", "third_party_name", r => r["third_party_name"] is string name ? $"{r["advertiser_id"]}\n{name}" : null);
        Check("offer_campaigns", "original", r => r["original"] is 1L ? $"{r["offer_id"]}\n{r["affiliate_id"]}" : null);

        void Check(string table, string column, Func<IDictionary<string, object?>, string?> value)
        {
            var taken = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (key, row) in _stored[table])
                if (value(row) is { } text)
                    taken[text] = key;
            foreach (var record in book.Of(table))
                if (value(record.Values) is { } text && !taken.TryAdd(text, record.KeyText) && taken[text] != record.KeyText)
                    log.Error(record.File, record.Row, column, $"{ImportBook.Thing(table)} {taken[text]} has this already.");
        }
    }

    private async Task CompleteAsync(WriteUnit unit)
    {
        foreach (var advertiser in book.Of("advertisers"))
        {
            var id = new AdvertiserId(advertiser.Id);
            if ((await AdvertisersSql.FindDefaultEventAsync(unit.Connection, id)) is not null)
                continue;
            var standard = DefaultEventOf(advertiser.Id);
            await AdvertisersSql.SetDefaultEventAsync(
                unit,
                id,
                standard is null ? await OfferEventsSql.InsertDefaultAsync(unit, id) : new OfferEventId(standard.Id)
            );
        }

        foreach (var record in book.Of("offers"))
        {
            var offer = (await OffersSql.FindAsync(unit.Connection, new OfferId(record.Id)))!;
            if (offer.DefaultContractId.Value == 0)
            {
                var contract = await ContractsSql.InsertAsync(
                    unit,
                    OfferContract.DefaultOf(offer) with
                    {
                        OfferLink = context.OfferLinks.GetValueOrDefault(record.Id),
                        ReceivedIsPercentage = context.PercentageOffers.Contains(record.Id),
                    }
                );
                await OffersSql.SetDefaultContractAsync(unit, contract);
            }

            await OffersSql.EnsureCreativeAsync(unit, offer.Id);
        }
    }

    /// <summary>Called so by a file, else by the name that CAKE gives it; null makes one.</summary>
    private ImportRecord? DefaultEventOf(long advertiser)
    {
        var macros = book.Of("offer_events")
            .Where(e => e.Values["advertiser_id"] is long owner && owner == advertiser && e.Values["type"] is "macro")
            .OrderBy(e => e.Id)
            .ToList();
        return macros.Find(e => context.DefaultEvents.GetValueOrDefault(advertiser) == e.Id)
            ?? macros.Find(e => ((string)e.Values["name"]!).StartsWith("Conversion/Install", StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsSame(object? wanted, object? stored) =>
        (wanted ?? DBNull.Value).Equals(stored is int number ? (long)number : stored ?? DBNull.Value);

    private static string Shown(object? value) =>
        value switch
        {
            null => "nothing",
            string text => $"“{(text.Length > 80 ? text[..80] + "…" : text)}”",
            _ => $"{value}",
        };
}
