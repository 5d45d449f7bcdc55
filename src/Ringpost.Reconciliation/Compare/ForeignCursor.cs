using Ringpost.Primitives;

namespace Ringpost.Reconciliation.Compare;

/// <summary>The row of a file that is being read, by what its columns hold. What can't be read becomes a problem at its line and column.</summary>
internal sealed class ForeignCursor(ForeignTable table, ColumnPlan plan, CompareProblems problems, DateOrder order)
{
    private const string AmountHint = "An amount is as 45.00, $1,250.00 or 1.250,00 €.";

    /// <summary>Whether something of the row could not be read.</summary>
    public bool IsWrong { get; private set; }

    public long Line => table.Line;

    public bool Next()
    {
        IsWrong = false;
        return table.Read();
    }

    public string? Text(int column)
    {
        var place = plan.Place(column);
        return place < 0 ? null : ForeignValues.Text(table[place]);
    }

    /// <summary>0 where there is none.</summary>
    public long Amount(int column, ref Currency? currency)
    {
        if (Text(column) is not { } text)
            return 0;
        if (ForeignValues.TryAmount(text, out var millionths, ref currency))
            return millionths;
        Wrong(column, $"“{Short(text)}” is not an amount. {AmountHint}");
        return 0;
    }

    public bool Flag(int column)
    {
        if (Text(column) is not { } text)
            return false;
        if (ForeignValues.Flag(text) is { } flag)
            return flag;
        Wrong(
            column,
            $"“{Short(text)}” is neither True nor False. If the column holds something else, leave it out: --column {CompareColumns.Name(plan.Side, column)}=."
        );
        return false;
    }

    public long Number(int column) => Text(column) is { } text ? ForeignValues.Number(text) : 0;

    public bool TryTime(int column, out ForeignTime time)
    {
        time = default;
        if (Text(column) is not { } text)
        {
            Wrong(column, "The time is missing.");
            return false;
        }

        if (ForeignTime.TryRead(text, order.DayFirst, out time) && order.Accepts(time, Line))
            return true;
        // Read with the order the other way round it may be a time: then the whole file is read again.
        if (order.Turns(time, Line))
            return false;
        Wrong(
            column,
            order.Contradiction(time) ?? $"“{Short(text)}” is not a time. A time is as 01/31/2026 08:18:22 PM or 2026-01-31 20:18:22."
        );
        return false;
    }

    public void Wrong(int column, string message)
    {
        IsWrong = true;
        problems.OfRow(Line, plan.Title(column), message);
    }

    private static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
