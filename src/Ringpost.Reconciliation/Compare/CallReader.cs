using Ringpost.Primitives;

namespace Ringpost.Reconciliation.Compare;

/// <summary>Reads Ringba's call details or our own (ringba.md 10.3). Lines of one call id are its legs and are added up; the same line again counts once.</summary>
internal sealed class CallReader(CompareRequest request, Action<string, long> tell)
    : BookReader<CallBook>(request.Calls, request, request.CallsDayFirst, tell)
{
    protected override string Side => CompareColumns.Calls;

    protected override string[][] Titles => CompareColumns.CallTitles;

    protected override CallBook NewBook() => new(Source);

    protected override void CheckColumns(ColumnPlan plan, IReadOnlyList<string> titles, CompareProblems problems)
    {
        var plain = titles.Select(ForeignValues.Plain).ToHashSet();
        if (!plan.Has((int)CallColumn.Id) && (plain.Contains("transactionid") || plain.Contains("conversionid")))
        {
            problems.OfFile("This looks like the conversions. The calls are named first: ringpost compare CALLS CONVERSIONS.");
            return;
        }

        Need(plan, titles, problems, (int)CallColumn.Id, (int)CallColumn.Caller);
        Need(plan, titles, problems, (int)CallColumn.Time);
    }

    protected override void ReadRow(CallBook book, ForeignCursor cursor)
    {
        var id = cursor.Text((int)CallColumn.Id);
        // The line of totals has neither.
        if (id is null && cursor.Text((int)CallColumn.Time) is null)
        {
            book.Lines--;
            return;
        }

        if (!cursor.TryTime((int)CallColumn.Time, out var time))
            return;
        var currency = Request.CallsCurrency;
        var row = new CallRow
        {
            Key = id is null ? 0 : CompactIndex.KeyOf(id),
            At = time.Clock,
            Line = (int)cursor.Line,
            Caller = cursor.Number((int)CallColumn.Caller),
            Number = cursor.Number((int)CallColumn.Number),
            Payout = cursor.Amount((int)CallColumn.Payout, ref currency),
            Revenue = cursor.Amount((int)CallColumn.Revenue, ref currency),
            Marks = Marks(cursor),
        };
        if (cursor.Text((int)CallColumn.Currency) is { } code && Currency.TryParse(code, out var named))
            currency = named;
        row.Currency = book.CurrencyOf(currency);
        if (cursor.IsWrong)
            return;
        book.HasMoments |= time.IsMoment;
        var known = row.Key == 0 ? -1 : book.FindOrAdd(row.Key);
        if (known >= 0)
        {
            Add(book, known, row);
            return;
        }

        row.Id = book.Texts.Add(id);
        row.Campaign = book.Campaigns.Of(cursor.Text((int)CallColumn.Campaign));
        row.Publisher = book.Publishers.Of(cursor.Text((int)CallColumn.Publisher));
        book.Rows.Add(row);
    }

    private static void Add(CallBook book, int known, in CallRow row)
    {
        ref var first = ref book.Rows[known];
        if (first.At == row.At && first.Payout == row.Payout && first.Revenue == row.Revenue)
        {
            book.Repeated++;
            return;
        }

        book.Legs++;
        first.At = Math.Min(first.At, row.At);
        first.Payout += row.Payout;
        first.Revenue += row.Revenue;
        first.Marks |= row.Marks;
    }

    private static CallMarks Marks(ForeignCursor cursor) =>
        (cursor.Flag((int)CallColumn.Paid) ? CallMarks.Paid : 0)
        | (cursor.Flag((int)CallColumn.Converted) ? CallMarks.Converted : 0)
        | (cursor.Flag((int)CallColumn.Connected) ? CallMarks.Connected : 0)
        | (cursor.Flag((int)CallColumn.Test) && !cursor.Flag((int)CallColumn.Counted) ? CallMarks.Test : 0);
}
