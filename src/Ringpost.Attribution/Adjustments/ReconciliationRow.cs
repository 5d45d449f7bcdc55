using System.Data.Common;
using System.Globalization;
using Ringpost.Api;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Adjustments;

/// <summary>A row of a reconciliation file, read into a change of one conversion (cake.md 6).</summary>
internal static class ReconciliationRow
{
    public static readonly string[] Columns =
    [
        "Conversion ID",
        "Transaction ID",
        "Offer ID",
        "Event ID",
        "Disposition ID",
        "Disposition",
        "Payout",
        "Add to Existing Payout",
        "Received",
        "Add to Existing Received",
        "Recalculate Payout",
        "Take Payout Back",
        "Effective Date",
        "Note",
    ];

    public static async Task<IReadOnlyList<MassPlanRow>> PlanAsync(
        DbConnection connection,
        IReadOnlyList<CsvRow> rows,
        Dictionary<long, Disposition> dispositions
    )
    {
        var planned = new List<MassPlanRow>(rows.Count);
        foreach (var row in rows)
        {
            var validation = new Validation();
            var change = Read(validation, row, dispositions);
            var target = await FindAsync(connection, validation, row);
            planned.Add(
                validation.HasErrors
                    ? new MassPlanRow(row.No, target, null, validation.ToRefusal().Says)
                    : new MassPlanRow(row.No, target, change, null)
            );
        }

        return planned;
    }

    private static ConversionChange Read(Validation validation, CsvRow row, Dictionary<long, Disposition> dispositions)
    {
        var (disposition, id) = row.Has("Disposition ID") || row.Has("Disposition") ? Status(validation, row, dispositions) : (null, null);
        var change = new ConversionChange
        {
            Received = Amount(validation, row, "Received", "Add to Existing Received"),
            Paid = Amount(validation, row, "Payout", "Add to Existing Payout"),
            RecalculatesPaid = Flag(validation, row, "Recalculate Payout"),
            Disposition = disposition,
            DispositionId = id,
            TakesPaidBack = Flag(validation, row, "Take Payout Back"),
            Effective = EffectiveDay.Read(validation, row["Effective Date"]),
            Reason = validation.Text("Note", row["Note"]) is { Length: > 0 } note ? note : "Reconciliation",
        };
        if (change is { Received: null, Paid: null, RecalculatesPaid: false, Disposition: null })
            validation.Add("Payout", "The row says nothing to change.");
        return change;
    }

    private static (string? Type, long? Id) Status(Validation validation, CsvRow row, Dictionary<long, Disposition> dispositions)
    {
        var id = row.Has("Disposition ID") ? Number(validation, row, "Disposition ID") : null;
        return id is null && row.Has("Disposition ID")
            ? default
            : DispositionWords.Read(validation, row["Disposition"], id, id is { } known ? dispositions.GetValueOrDefault(known) : null);
    }

    private static async Task<ConversionId?> FindAsync(DbConnection connection, Validation validation, CsvRow row)
    {
        if (row.Has("Conversion ID"))
            return Number(validation, row, "Conversion ID") is { } id ? new ConversionId(id) : null;
        if (!row.Has("Transaction ID") || !row.Has("Offer ID"))
        {
            validation.Add("Conversion ID", "A row names its conversion by Conversion ID, or by Transaction ID and Offer ID.");
            return null;
        }

        if (Number(validation, row, "Offer ID") is not { } offer)
            return null;
        var offerEvent =
            row.Has("Event ID") && Number(validation, row, "Event ID") is { } number ? new OfferEventId(number) : (OfferEventId?)null;
        var found = await AdjustmentsSql.FindByTransactionAsync(connection, row["Transaction ID"], new OfferId(offer), offerEvent);
        if (found.Count == 1)
            return new ConversionId(found[0]);
        validation.Add(
            "Transaction ID",
            found.Count == 0
                ? Phrase.Of($"No conversion of offer {offer} has the transaction id {row["Transaction ID"]}.")
                : Phrase.Of(
                    $"Several conversions of offer {offer} have the transaction id {row["Transaction ID"]}: name the event, or the conversion."
                )
        );
        return null;
    }

    private static AmountChange? Amount(Validation validation, CsvRow row, string column, string adds)
    {
        if (!row.Has(column))
            return null;
        var style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        if (!decimal.TryParse(row[column], style, CultureInfo.InvariantCulture, out var amount))
        {
            validation.Add(column, $"{column}: {row[column]} is no amount. Write digits with an optional point, as 12.50.");
            return null;
        }

        return ChangePrice.Amount(validation, column, amount, Flag(validation, row, adds));
    }

    private static long? Number(Validation validation, CsvRow row, string column)
    {
        if (long.TryParse(row[column], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            return number;
        validation.Add(column, $"{column}: {row[column]} is no id.");
        return null;
    }

    private static bool Flag(Validation validation, CsvRow row, string column)
    {
        switch (row[column].ToUpperInvariant())
        {
            case "TRUE" or "1" or "YES" or "ON":
                return true;
            case "" or "FALSE" or "0" or "NO" or "OFF":
                return false;
            default:
                validation.Add(column, $"{column} is TRUE or FALSE.");
                return false;
        }
    }
}
