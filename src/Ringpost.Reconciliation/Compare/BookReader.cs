using Ringpost.Primitives;

namespace Ringpost.Reconciliation.Compare;

/// <summary>Reads one file into its book, a second time where its dates turn out to have the day first.</summary>
internal abstract class BookReader<TBook>(CompareSource source, CompareRequest request, bool? dayFirst, Action<string, long> tell)
    where TBook : CompareBook
{
    protected CompareSource Source { get; } = source;

    protected CompareRequest Request { get; } = request;

    protected abstract string Side { get; }

    protected abstract string[][] Titles { get; }

    protected abstract TBook NewBook();

    /// <summary>Says which columns must be there and are not.</summary>
    protected abstract void CheckColumns(ColumnPlan plan, IReadOnlyList<string> titles, CompareProblems problems);

    protected abstract void ReadRow(TBook book, ForeignCursor cursor);

    /// <summary>Looks for columns by what stands in them.</summary>
    protected virtual IEnumerable<CompareGuess> GuessColumns(ColumnPlan plan) => [];

    public Result<TBook> Read(CancellationToken cancellation)
    {
        try
        {
            for (var turned = false; ; turned = true)
            {
                var problems = new CompareProblems(Source.Name, Request.Skip);
                var order = new DateOrder(dayFirst ?? turned, dayFirst is not null);
                var book = ReadOnce(order, problems, cancellation);
                if (!turned && (order.MustTurn || (problems.All.Count == 0 && order.ShouldTurn())))
                    continue;
                if (problems.All.Count > 0)
                    return new NotComparable(problems.All);
                book!.Skipped = problems.Skipped;
                if (order.Guess(turned) is { } guess)
                    book.Guesses.Add(guess);
                return book;
            }
        }
        catch (FormatException e)
        {
            return new NotComparable([new CompareProblem(Source.Name, 0, null, e.Message)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return new NotComparable([new CompareProblem(Source.Name, 0, null, $"It can't be read: {e.Message}")]);
        }
    }

    private TBook? ReadOnce(DateOrder order, CompareProblems problems, CancellationToken cancellation)
    {
        using var table = ForeignTable.Open(Source);
        var titles = table.Titles;
        if (titles.Count == 0)
        {
            problems.OfFile("The file is empty. A file begins with the titles of its columns.");
            return null;
        }

        var plan = ColumnPlan.Make(Side, titles, Titles, Request.Columns, problems);
        var byContent = problems.All.Count == 0 ? GuessColumns(plan).ToList() : [];
        if (problems.All.Count == 0)
            CheckColumns(plan, titles, problems);
        if (problems.All.Count > 0)
            return null;
        var book = NewBook();
        book.Plan = plan;
        for (var column = 0; column < Titles.Length; column++)
            if (plan.Has(column) && !byContent.Exists(g => g.What == CompareColumns.Word(Side, column)))
                book.Guesses.Add(
                    new CompareGuess(
                        CompareColumns.Word(Side, column),
                        plan.Title(column),
                        Request.Columns.ContainsKey(CompareColumns.Name(Side, column)) ? "given" : "its title"
                    )
                );
        book.Guesses.AddRange(byContent);
        var cursor = new ForeignCursor(table, plan, problems, order);
        while (cursor.Next())
        {
            book.Lines++;
            ReadRow(book, cursor);
            if (problems.IsEnough || order.MustTurn)
                break;
            if (book.Lines % 100_000 == 0)
            {
                tell(Source.Name, book.Lines);
                cancellation.ThrowIfCancellationRequested();
            }
        }

        return book;
    }

    protected void Need(ColumnPlan plan, IReadOnlyList<string> titles, CompareProblems problems, params int[] either)
    {
        if (either.Any(plan.Has))
            return;
        var words = string.Join(" or ", either.Select(c => $"“{Titles[c][0]}”"));
        problems.OfFile(
            $"No column {words} is there. Say which one it is, as --column \"{CompareColumns.Name(Side, either[0])}=TITLE\". Its columns: {ColumnPlan.List(titles)}."
        );
    }
}
