using Ringpost.Primitives;
using Ringpost.Reconciliation.Agreement;

namespace Ringpost.Reconciliation.Compare;

/// <summary>Reads CAKE's conversions, events or ours, as CSV or as EventConversions answers them (cake.md 9.3, 10.4).</summary>
internal sealed class ConversionReader(CompareRequest request, Action<string, long> tell)
    : BookReader<ConversionBook>(request.Conversions, request, request.ConversionsDayFirst, tell)
{
    /// <summary>So many rows tell what a column without a telling title holds.</summary>
    private const int Sample = 500;

    /// <summary>CAKE's currencies by number (cake.md 5.6).</summary>
    private static readonly Dictionary<string, string> CurrencyNumbers = new()
    {
        ["1"] = "USD",
        ["2"] = "EUR",
        ["3"] = "GBP",
        ["4"] = "AUD",
        ["5"] = "CAD",
        ["€"] = "EUR",
        ["£"] = "GBP",
    };

    protected override string Side => CompareColumns.Conversions;

    protected override string[][] Titles => CompareColumns.ConversionTitles;

    protected override ConversionBook NewBook() => new(Source);

    protected override void CheckColumns(ColumnPlan plan, IReadOnlyList<string> titles, CompareProblems problems)
    {
        var plain = titles.Select(ForeignValues.Plain).ToHashSet();
        if (!plain.Contains("transactionid") && plain.Contains("inboundcallid") && plain.Contains("calldate"))
        {
            problems.OfFile("This looks like the calls. The calls are named first: ringpost compare CALLS CONVERSIONS.");
            return;
        }

        Need(plan, titles, problems, (int)ConversionColumn.Call, (int)ConversionColumn.Caller);
        Need(plan, titles, problems, (int)ConversionColumn.Time);
    }

    /// <summary>Callers and numbers travel in sub ids: a column of telephone numbers, the one with more of them the callers'.</summary>
    protected override IEnumerable<CompareGuess> GuessColumns(ColumnPlan plan)
    {
        if (plan.Has((int)ConversionColumn.Caller) || Request.Columns.ContainsKey("conversions.caller"))
            yield break;
        using var table = ForeignTable.Open(Source);
        var places = Enumerable.Range(0, table.Titles.Count).Where(p => !plan.IsTaken(p) && MayHold(table.Titles[p])).ToArray();
        var numbers = places.ToDictionary(p => p, _ => new HashSet<long>());
        var (filled, fits) = (new int[table.Titles.Count], new int[table.Titles.Count]);
        for (var row = 0; row < Sample && table.Read(); row++)
            foreach (var place in places)
            {
                if (ForeignValues.Text(table[place]) is not { } text)
                    continue;
                filled[place]++;
                if (ForeignValues.Number(text) is >= 1_000_000_000 and var number)
                {
                    fits[place]++;
                    numbers[place].Add(number);
                }
            }

        var found = places
            .Where(p => filled[p] > 0 && fits[p] * 10 >= filled[p] * 9)
            .OrderByDescending(p => numbers[p].Count)
            .Take(2)
            .ToList();
        for (var i = 0; i < found.Count; i++)
        {
            var column = i == 0 ? ConversionColumn.Caller : ConversionColumn.Number;
            if (plan.Has((int)column))
                continue;
            plan.Take((int)column, found[i], table.Titles[found[i]]);
            yield return new CompareGuess(CompareColumns.Word(Side, (int)column), table.Titles[found[i]], "it holds telephone numbers");
        }
    }

    protected override void ReadRow(ConversionBook book, ForeignCursor cursor)
    {
        var call = cursor.Text((int)ConversionColumn.Call);
        var id = cursor.Text((int)ConversionColumn.Id);
        if (call is null && id is null && cursor.Text((int)ConversionColumn.Time) is null)
        {
            book.Lines--;
            return;
        }

        if (!cursor.TryTime((int)ConversionColumn.Time, out var time))
            return;
        var currency = Request.ConversionsCurrency;
        var row = new ConversionRow
        {
            CallKey = call is null ? 0 : CompactIndex.KeyOf(call),
            Key = id is null ? 0 : CompactIndex.KeyOf(id),
            At = time.Clock,
            Line = (int)cursor.Line,
            Caller = cursor.Number((int)ConversionColumn.Caller),
            Number = cursor.Number((int)ConversionColumn.Number),
            Paid = cursor.Amount((int)ConversionColumn.Paid, ref currency),
            Received = cursor.Amount((int)ConversionColumn.Received, ref currency),
            Test = cursor.Flag((int)ConversionColumn.Test),
            Standing = Standing(cursor),
        };
        if (
            cursor.Text((int)ConversionColumn.Currency) is { } code
            && Currency.TryParse(CurrencyNumbers.GetValueOrDefault(code, code), out var named)
        )
            currency = named;
        row.Currency = book.CurrencyOf(currency);
        if (cursor.IsWrong)
            return;
        book.HasMoments |= time.IsMoment;
        if (row.Key != 0 && book.FindOrAdd(row.Key) >= 0)
        {
            book.Repeated++;
            return;
        }

        row.CallId = book.Texts.Add(call);
        row.Id = book.Texts.Add(id);
        row.Offer = book.Offers.Of(cursor.Text((int)ConversionColumn.Offer));
        row.Affiliate = book.Affiliates.Of(cursor.Text((int)ConversionColumn.Affiliate));
        row.Event = book.Events.Of(cursor.Text((int)ConversionColumn.Event));
        book.Rows.Add(row);
    }

    /// <summary>Times, addresses and agents hold digits too.</summary>
    private static bool MayHold(string title) =>
        ForeignValues.Plain(title) is var plain
        && !plain.Contains("date", StringComparison.Ordinal)
        && !plain.Contains("ip", StringComparison.Ordinal)
        && !plain.Contains("session", StringComparison.Ordinal)
        && !plain.Contains("agent", StringComparison.Ordinal)
        && !plain.EndsWith("id", StringComparison.Ordinal) | plain.StartsWith("subid", StringComparison.Ordinal);

    /// <summary>An instance's own words for a rejection are many (cake.md 6): what is none of the known ones counts nothing.</summary>
    private static AgreementStanding Standing(ForeignCursor cursor) =>
        cursor.Flag((int)ConversionColumn.Returned)
            ? AgreementStanding.Returned
            : cursor.Text((int)ConversionColumn.Status)?.ToUpperInvariant() switch
            {
                null or "APPROVED" or "ACCEPTED" or "PAID" or "VALID" or "3" or "TRUE" => AgreementStanding.Approved,
                "PENDING" or "1" => AgreementStanding.Pending,
                "RETURNED" or "4" => AgreementStanding.Returned,
                _ => AgreementStanding.Rejected,
            };
}
