using Ringpost.Primitives;

namespace Ringpost.Attribution.Import;

/// <summary>What a price is a price of, at each level (cake.md 2.6 step 9, 5.6): an amount, or a percentage of the sale.</summary>
internal static class CakePrices
{
    private static readonly string[] Format = ["price_format", "price_format_id", "price_format_name"];

    private static readonly string[] Payout = ["payout", "price", "payout_amount", "payouts", "default_payout", "event_payout"];

    private static readonly string[] Percentage = ["payout_is_percentage", "is_percentage", "payouts_is_percentage"];

    /// <summary>An event is paid per event or by a share of the sale. The number 6 for CPE is ours (cake.md 14).</summary>
    private static readonly Dictionary<string, string> EventFormats = new()
    {
        ["6"] = "CPE",
        ["cpe"] = "CPE",
        ["1"] = "CPE",
        ["cpa"] = "CPE",
        ["5"] = "RevShare",
        ["revshare"] = "RevShare",
    };

    public static string OfContract(CakeRow row, ImportRecord record)
    {
        var format = row.Word(CakeValues.PriceFormats, "CPA", Format);
        CheckShare(row, record, format);
        return format;
    }

    /// <summary>Null where the line leaves it to the level above.</summary>
    public static string? OfCampaign(CakeRow row, ImportRecord record)
    {
        if (record.Values["payout"] is null)
            return null;
        var format = row.Flag(Percentage) switch
        {
            true => "RevShare",
            false when row.Text(Format) is null => "CPA",
            _ => row.Text(Format) is null ? null : row.Word(CakeValues.PriceFormats, "CPA", Format),
        };
        CheckShare(row, record, format);
        return format;
    }

    /// <param name="absent">Where the line says nothing of it.</param>
    public static string? OfEvent(CakeRow row, ImportRecord record, string? absent)
    {
        var format = row.Text(Format) is { } text ? CakeValues.Word(text, EventFormats) : absent;
        if (row.Text(Format) is { } unknown && format is null)
        {
            row.Note(Format, $"An event is priced CPE or RevShare here; “{unknown}” is left out, and its payout is taken for an amount.");
            format = absent;
        }

        if (row.Flag(Percentage) == true)
            format = "RevShare";
        CheckShare(row, record, format);
        return record.Values["payout"] is null && absent is null ? null : format;
    }

    /// <summary>What an advertiser pays for an event is an amount here, never a percentage: a percentage of nothing that is known.</summary>
    public static long? Received(CakeRow row, params string[] names)
    {
        if (row.Flag("received_percentage", "received_is_percentage") != true)
            return row.Millionths(names);
        row.Note(names, "What an advertiser pays for an event is an amount here, no percentage: it is left out, so send it as p.");
        return null;
    }

    private static void CheckShare(CakeRow row, ImportRecord record, string? format)
    {
        if (format == "RevShare" && record.Values["payout"] is long payout && payout > Money.ToMillionths(100))
            row.Error(Payout, "A RevShare payout is a percentage of at most 100.");
    }
}
