namespace Ringpost.Attribution.Import;

/// <summary>Who waits for a person first, and what settles it when nobody decides (cake.md 2.6 step 10, 5.1, 5.3, 5.5).</summary>
internal static class CakeReview
{
    private const long MostHours = 24 * 366;

    private static readonly string[] Type = ["auto_disposition_type", "auto_disposition"];

    private static readonly string[] Hours = ["auto_disposition_delay_hours", "auto_disposition_hours"];

    private static readonly Dictionary<string, string> Types = new()
    {
        ["none"] = "none",
        ["approve"] = "approve",
        ["approved"] = "approve",
        ["3"] = "approve",
        ["reject"] = "reject",
        ["rejected"] = "reject",
        ["2"] = "reject",
    };

    public static void ReadReview(CakeRow row, ImportRecord record)
    {
        if (row.Has("review"))
            record.Values["review"] = row.Bit(false, "review");
    }

    /// <summary>On an offer; on a campaign only what it says itself, so that the rest follows the offer.</summary>
    public static void ReadAuto(CakeRow row, ImportRecord record, bool follows)
    {
        var said = row.Text(Type);
        var hours = row.Text(Hours) is "-1" ? null : row.Whole(0, MostHours, Hours);
        var type = said is null ? null : CakeValues.Word(said, Types);
        if (said is not null && type is null)
            row.Note(Type, $"“{said}” is none of none, approve, reject: what settles a conversion under review is left as it is here.");
        if (type is null)
            return;
        record.Values["auto_disposition"] = type;
        record.Values["auto_disposition_hours"] = hours ?? 0;
        if (follows && type == "none")
            (record.Values["auto_disposition"], record.Values["auto_disposition_hours"]) = (null, null);
    }
}
