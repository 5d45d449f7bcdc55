using Ringpost.Primitives;
using Ringpost.Reconciliation.Agreement;

namespace Ringpost.Reconciliation.Compare;

/// <summary>
/// Holds a file of calls against a file of conversions. Needs no database and no set-up.
/// <list type="number">
/// <item>Both files are read at once, each into rows of fixed size.</item>
/// <item>Conversions find their calls by the call id.</item>
/// <item>From these pairs follows how the files' clocks stand to each other.</item>
/// <item>What is left finds its call by caller, number and time.</item>
/// <item>Which calls should have a conversion, and which offer a campaign leads to, is learnt from what is joined.</item>
/// <item>Each call is judged by <see cref="AgreementRule"/>, and what is found is added up.</item>
/// </list>
/// </summary>
public static class CompareFiles
{
    /// <summary>Trackers round to cents; half a cent is no difference.</summary>
    private const long Slack = 5_000;

    /// <param name="tell">A file's name and how many of its lines are read.</param>
    public static async Task<Result<CompareReport>> RunAsync(
        CompareRequest request,
        Action<string, long> tell,
        CancellationToken cancellation = default
    )
    {
        var wrong = WrongColumns(request.Columns).ToList();
        if (wrong.Count > 0)
            return new NotComparable(wrong);
        var reading = Task.Run(() => new CallReader(request, tell).Read(cancellation), cancellation);
        var conversions = new ConversionReader(request, tell).Read(cancellation);
        var calls = await reading;
        var problems = new[] { calls.Refusal, conversions.Refusal }.OfType<NotComparable>().SelectMany(r => r.Problems).ToList();
        return problems.Count > 0 ? new NotComparable(problems) : Compare(calls.Value, conversions.Value, request);
    }

    private static CompareReport Compare(CallBook calls, ConversionBook conversions, CompareRequest request)
    {
        List<CompareGuess> guesses = request.AllEvents ? [] : [.. EventGuess.Mark(conversions)];
        var join = new CompareJoin(calls, conversions);
        join.ById();
        var zones = SettleZones(calls, conversions, request, join.ClockPairs());
        join.ByCaller((long)request.Window.TotalMilliseconds);
        var (expected, ofExpected) = ExpectedGuess.Of(calls, request.Expected);
        guesses.InsertRange(0, [zones.Of, ofExpected]);
        guesses.AddRange(CampaignGuess.Mark(calls, conversions));
        var (callDays, conversionDays) = (request.DaysIn ?? calls.Zone, request.DaysIn ?? conversions.Zone);
        var compares = (
            Paid: calls.Plan.Has((int)CallColumn.Payout) && conversions.Plan.Has((int)ConversionColumn.Paid),
            Received: calls.Plan.Has((int)CallColumn.Revenue) && conversions.Plan.Has((int)ConversionColumn.Received)
        );
        var tally = new CompareTally(calls, conversions, callDays, conversionDays);
        Judge(calls, conversions, new AgreementRule(callDays, conversionDays, Slack), expected, compares, tally);
        var joinedBy = new Dictionary<JoinReason, int>();
        for (var i = 0; i < conversions.Rows.Count; i++)
            if (!conversions.Rows[i].Aside)
                joinedBy[conversions.Rows[i].Reason] = joinedBy.GetValueOrDefault(conversions.Rows[i].Reason) + 1;
        return new CompareReport(
            FileOf(calls, calls.Legs, zones.IsNamed ? calls.Zone : null),
            FileOf(conversions, 0, zones.IsNamed ? conversions.Zone : null),
            guesses,
            CompareAdvice.Compared(calls, conversions, compares),
            [.. CompareAdvice.Of(calls, conversions, compares, zones, tally, request)],
            tally.Counted,
            tally.CountedConversions,
            tally.Matched,
            joinedBy,
            tally.Totals(),
            tally.Days(),
            tally.Groups(),
            new CompareRows(calls, conversions, tally.Findings, compares, (callDays, conversionDays))
        )
        {
            ComparesPaid = compares.Paid,
            ComparesReceived = compares.Received,
            DaysIn = request.DaysIn?.Id,
        };
    }

    private static void Judge(
        CallBook calls,
        ConversionBook conversions,
        AgreementRule rule,
        ExpectedCalls expected,
        (bool Paid, bool Received) compares,
        CompareTally tally
    )
    {
        var places = new List<int>();
        var joined = new AgreementConversion[16];
        for (var i = 0; i < calls.Rows.Count; i++)
        {
            ref var row = ref calls.Rows[i];
            places.Clear();
            for (var next = row.First; next > 0; next = conversions.Rows[next - 1].Next)
                places.Add(next - 1);
            if (places.Count > joined.Length)
                joined = new AgreementConversion[places.Count * 2];
            for (var k = 0; k < places.Count; k++)
                joined[k] = Of(conversions, conversions.Rows[places[k]], compares);
            var call = new AgreementCall(
                new Instant(row.At),
                ExpectedGuess.Is(expected, row),
                compares.Paid ? row.Payout : null,
                compares.Received ? row.Revenue : null,
                calls.CurrencyAt(row.Currency),
                (row.Marks & CallMarks.Test) != 0
            );
            if (call is { Expected: true, Test: false })
                tally.Call(row);
            foreach (var finding in rule.Judge(call, joined.AsSpan(0, places.Count)))
                if (finding.Verdict == AgreementVerdict.Matched)
                    tally.Match();
                else
                    tally.Find(finding, i, finding.Conversion < 0 ? -1 : places[finding.Conversion]);
        }

        for (var i = 0; i < conversions.Rows.Count; i++)
        {
            ref var row = ref conversions.Rows[i];
            if (row.Aside)
                continue;
            var conversion = Of(conversions, row, compares);
            if (conversion.Counts)
                tally.Conversion(row);
            if (row.Call == 0 && AgreementRule.OfUnknownCall(conversion) is { } unknown)
                tally.Find(unknown, -1, i);
        }
    }

    private static AgreementConversion Of(ConversionBook book, in ConversionRow row, (bool Paid, bool Received) compares) =>
        new(
            new Instant(row.At),
            compares.Paid ? row.Paid : null,
            compares.Received ? row.Received : null,
            book.CurrencyAt(row.Currency),
            row.Standing,
            row.Test,
            row.Event,
            row.OtherCampaign
        );

    /// <summary>Decides on the zones and turns both books' clocks into UTC.</summary>
    private static ZoneDecision SettleZones(
        CallBook calls,
        ConversionBook conversions,
        CompareRequest request,
        IReadOnlyList<ClockPair> pairs
    )
    {
        var ofCalls = request.CallsZone ?? Told(calls);
        var ofConversions = request.ConversionsZone ?? Told(conversions);
        // Times with an offset are moments: their clock is UTC, whatever the days are in.
        var zones = ZoneGuess.Decide(
            calls.HasMoments ? TimeZoneInfo.Utc : ofCalls,
            conversions.HasMoments ? TimeZoneInfo.Utc : ofConversions,
            pairs
        );
        var (callClock, conversionClock) = (new ZoneClock(zones.Calls), new ZoneClock(zones.Conversions));
        for (var i = 0; i < calls.Rows.Count; i++)
            calls.Rows[i].At = callClock.ToUtc(calls.Rows[i].At);
        for (var i = 0; i < conversions.Rows.Count; i++)
            conversions.Rows[i].At = conversionClock.ToUtc(conversions.Rows[i].At);
        calls.Zone = calls.HasMoments ? ofCalls ?? zones.Conversions : zones.Calls;
        conversions.Zone = conversions.HasMoments ? ofConversions ?? calls.Zone : zones.Conversions;
        return zones;
    }

    /// <summary>The zone that a file tells: in a title, or in its name as our own files do (<c>calls.America-New_York.csv</c>).</summary>
    private static TimeZoneInfo? Told(CompareBook book)
    {
        if (book.Plan.ZoneOfTitle is { } title && TimeZones.TryFind(title, out var zone))
            return zone;
        foreach (var part in book.Source.Name.Split('.').Skip(1))
        {
            // Etc-UTC has one, America-Argentina-Buenos_Aires two; some zones have a dash of their own.
            var name = part;
            do
            {
                if (name.Length > 2 && TimeZones.TryFind(name, out var named))
                    return named;
                var dash = name.IndexOf('-', StringComparison.Ordinal);
                if (dash < 0)
                    break;
                name = name[..dash] + "/" + name[(dash + 1)..];
            } while (true);
        }

        return null;
    }

    private static IEnumerable<CompareProblem> WrongColumns(IReadOnlyDictionary<string, string> columns)
    {
        string[] known =
        [
            .. Enumerable.Range(0, CompareColumns.CallTitles.Length).Select(c => CompareColumns.Name(CompareColumns.Calls, c)),
            .. Enumerable.Range(0, CompareColumns.ConversionTitles.Length).Select(c => CompareColumns.Name(CompareColumns.Conversions, c)),
        ];
        return columns
            .Keys.Where(k => !known.Contains(k))
            .Select(k => new CompareProblem("--column", 0, null, $"“{k}” is none of {string.Join(", ", known)}."));
    }

    private static CompareFile FileOf(CompareBook book, int legs, TimeZoneInfo? zone) =>
        new(book.Source.Name, book.Lines, book.Repeated, legs, book.Skipped, zone?.Id, book.Guesses);
}
