using System.Globalization;
using Ringpost.Api;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>A row of the file as it was read.</summary>
/// <param name="CallId">Names the call; else <paramref name="Caller"/> and <paramref name="Within"/> do.</param>
/// <param name="Within">Where the call's arrival lies.</param>
/// <param name="At">The moment that was named; null where it is a day.</param>
/// <param name="Amount">What is charged back, in millionths; null is all that the call costs the buyer.</param>
/// <param name="Payout">What is taken off the payout, in millionths; null where the file does not say.</param>
internal sealed record ChargebackLine(
    long Row,
    string Said,
    CallId? CallId,
    string? Caller,
    TimeRange Within,
    Instant? At,
    long? Amount,
    long? Payout,
    Currency? Currency,
    DisputeCause Cause,
    string Note
);

/// <summary>Reads the rows of a file of chargebacks; each either whole, or with what is wrong with it.</summary>
internal sealed class ChargebackReader(TimeZoneInfo zone)
{
    private const string CallIdColumn = "Call ID",
        CallerColumn = "Caller",
        TimeColumn = "Call Date",
        AmountColumn = "Amount",
        CurrencyColumn = "Currency",
        CauseColumn = "Cause",
        NoteColumn = "Note",
        PayoutColumn = "Payout";

    public static readonly string[] Columns =
    [
        CallIdColumn,
        CallerColumn,
        TimeColumn,
        AmountColumn,
        CurrencyColumn,
        CauseColumn,
        NoteColumn,
        PayoutColumn,
    ];

    public Result<ChargebackLine> Read(CsvRow row)
    {
        var validation = new Validation();
        var (caller, within, at) = row.Has(CallIdColumn) ? default : CallerAndTime(validation, row);
        var cause = Cause(validation, row[CauseColumn]);
        var note = validation.Text(NoteColumn, row[NoteColumn], 400);
        if (cause == DisputeCause.Other && note.Length == 0)
            validation.Add(NoteColumn, "Say in the note what it is.");
        Currency? currency = null;
        if (row.Has(CurrencyColumn))
            if (Currency.TryParse(row[CurrencyColumn].ToUpperInvariant(), out var read))
                currency = read;
            else
                validation.Add(CurrencyColumn, $"Currency: {row[CurrencyColumn]} is none. Write three letters, as USD.");
        var line = new ChargebackLine(
            row.No,
            Said(row),
            row.Has(CallIdColumn) ? new CallId(row[CallIdColumn]) : null,
            caller,
            within,
            at,
            Amount(validation, row, AmountColumn),
            Amount(validation, row, PayoutColumn),
            currency,
            cause,
            note
        );
        if (line.Amount == 0)
            validation.Add(AmountColumn, "Amount: 0 takes nothing off. Leave it empty for all that the call costs.");
        return validation.HasErrors ? validation.ToRefusal() : line;
    }

    public static string Said(CsvRow row) => row.Has(CallIdColumn) ? row[CallIdColumn] : $"{row[CallerColumn]} {row[TimeColumn]}".Trim();

    private (string? Caller, TimeRange Within, Instant? At) CallerAndTime(Validation validation, CsvRow row)
    {
        if (!row.Has(CallerColumn) || !row.Has(TimeColumn))
        {
            validation.Add(CallIdColumn, "A row names its call by Call ID, or by Caller and Call Date.");
            return default;
        }

        if (!PhoneNumber.TryParse(row[CallerColumn], "US", out var caller))
            validation.Add(CallerColumn, $"Caller: {row[CallerColumn]} is no telephone number.");
        var text = row[TimeColumn];
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return (caller.E164, TimeRange.OfDay(day, zone), null);
        if (Instant.TryParse(text, zone, out var at))
            return (caller.E164, new TimeRange(at - ChargebackRule.Tolerance, at + ChargebackRule.Tolerance), at);
        validation.Add(TimeColumn, $"Call Date: {text} is no time. Write 2026-01-31 09:30:00, or the day alone.");
        return default;
    }

    /// <summary>One of the set, by its word or as people read it.</summary>
    private static DisputeCause Cause(Validation validation, string text)
    {
        foreach (var cause in Enum.GetValues<DisputeCause>())
            if (Plain(text) == Plain($"{cause}") || Plain(text) == Plain(cause.Words()))
                return cause;
        return validation.Choice<DisputeCause>(CauseColumn, text.Length == 0 ? null : "?");
    }

    private static string Plain(string text) => new([.. text.Where(char.IsLetter).Select(char.ToUpperInvariant)]);

    /// <summary>Files write what is taken off with a sign or without.</summary>
    private static long? Amount(Validation validation, CsvRow row, string column)
    {
        if (!row.Has(column))
            return null;
        if (Money.TryParse(row[column].TrimStart('-'), out var millionths))
            return millionths;
        validation.Add(column, $"{column}: {row[column]} is no amount. Write digits with an optional point, as 12.50.");
        return null;
    }
}
