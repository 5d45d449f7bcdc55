namespace Ringpost.Reconciliation.Compare;

/// <summary>
/// Brings conversions to their calls: by the call id that they carry, else by caller, number and time, the nearest first. A conversion belongs
/// to one call at most. Without I/O.
/// </summary>
internal sealed class CompareJoin(CallBook calls, ConversionBook conversions)
{
    /// <summary>So many pairs tell how the clocks stand; more tell the same.</summary>
    private const int Pairs = 2000;

    public void ById()
    {
        // From the last to the first, so that a call's conversions stand in the order of the file.
        for (var i = conversions.Rows.Count - 1; i >= 0; i--)
            if (conversions.Rows[i] is { Aside: false, CallKey: not 0 and var key } && calls.Find(key) is var call and >= 0)
                Link(i, call, JoinReason.CallId);
    }

    /// <summary>Joined pairs, evenly over the file; where no id joins any, those whose caller is in each file once.</summary>
    public IReadOnlyList<ClockPair> ClockPairs()
    {
        var joined = 0;
        for (var i = 0; i < conversions.Rows.Count; i++)
            if (conversions.Rows[i].Call > 0)
                joined++;
        if (joined == 0)
            return PairsOfSingleCallers();
        var every = Math.Max(1, joined / Pairs);
        var pairs = new List<ClockPair>(Pairs + 1);
        var seen = 0;
        for (var i = 0; i < conversions.Rows.Count; i++)
        {
            ref var row = ref conversions.Rows[i];
            if (row.Call > 0 && seen++ % every == 0)
                pairs.Add(new ClockPair(calls.Rows[row.Call - 1].At, row.At));
        }

        return pairs;
    }

    /// <param name="window">At most so far from each other, in milliseconds.</param>
    public void ByCaller(long window)
    {
        var open = new List<int>();
        for (var i = 0; i < conversions.Rows.Count; i++)
            if (conversions.Rows[i] is { Aside: false, Call: 0, Caller: not 0 })
                open.Add(i);
        if (open.Count == 0)
            return;
        // A few conversions ask for a few callers; where most have no id, the list of callers would be one more of everything.
        var callers = open.Count * 4L < calls.Rows.Count ? open.Select(i => conversions.Rows[i].Caller).ToHashSet() : null;
        var known = new List<(long Caller, long At, int Call)>(callers is null ? calls.Rows.Count : open.Count);
        for (var i = 0; i < calls.Rows.Count; i++)
            if (calls.Rows[i].Caller is not 0 and var caller && callers?.Contains(caller) != false)
                known.Add((caller, calls.Rows[i].At, i));
        known.Sort();
        var pairs = new List<(int Rank, long Apart, int Conversion, int Call)>(open.Count);
        foreach (var conversion in open)
            AddPairs(conversion, known, window, pairs);
        pairs.Sort();
        foreach (var (_, _, conversion, call) in pairs)
            if (conversions.Rows[conversion].Call == 0 && calls.Rows[call].First == 0)
                Link(conversion, call, ReasonOf(conversion, call));
        // What is left over is one more of a call that has its own.
        foreach (var (_, _, conversion, call) in pairs)
            if (conversions.Rows[conversion].Call == 0)
                Link(conversion, call, ReasonOf(conversion, call));
    }

    private void AddPairs(
        int conversion,
        List<(long Caller, long At, int Call)> known,
        long window,
        List<(int Rank, long Apart, int Conversion, int Call)> pairs
    )
    {
        ref var row = ref conversions.Rows[conversion];
        var at = known.BinarySearch((row.Caller, row.At - window, -1));
        for (at = at < 0 ? ~at : at; at < known.Count && known[at].Caller == row.Caller && known[at].At <= row.At + window; at++)
        {
            ref var call = ref calls.Rows[known[at].Call];
            if (call.Number != 0 && row.Number != 0 && call.Number != row.Number)
                continue;
            var earned = call.Payout != 0 || call.Revenue != 0 || (call.Marks & (CallMarks.Paid | CallMarks.Converted)) != 0;
            var numbers = call.Number != 0 && row.Number != 0;
            pairs.Add(((earned ? 0 : 2) + (numbers ? 0 : 1), Math.Abs(row.At - call.At), conversion, known[at].Call));
        }
    }

    private JoinReason ReasonOf(int conversion, int call) =>
        conversions.Rows[conversion].Number != 0 && calls.Rows[call].Number != 0
            ? JoinReason.CallerNumberAndTime
            : JoinReason.CallerAndTime;

    private void Link(int conversion, int call, JoinReason reason)
    {
        ref var row = ref conversions.Rows[conversion];
        ref var of = ref calls.Rows[call];
        (row.Call, row.Reason, row.Next) = (call + 1, reason, of.First);
        of.First = conversion + 1;
    }

    private List<ClockPair> PairsOfSingleCallers()
    {
        // Of many callers a part is enough, the same in both files.
        var every = (ulong)Math.Max(1, calls.Rows.Count / (Pairs * 10));
        bool IsTaken(long caller) => caller != 0 && ((ulong)caller * 0x9E37_79B9_7F4A_7C15UL >> 32) % every == 0;
        // Negative where a caller is there more than once.
        var ofCalls = new Dictionary<long, int>();
        for (var i = 0; i < calls.Rows.Count; i++)
            if (calls.Rows[i].Caller is var caller && IsTaken(caller))
                ofCalls[caller] = ofCalls.ContainsKey(caller) ? -1 : i;
        var ofConversions = new Dictionary<long, int>();
        for (var i = 0; i < conversions.Rows.Count; i++)
            if (conversions.Rows[i].Caller is var caller && IsTaken(caller) && ofCalls.GetValueOrDefault(caller, -1) >= 0)
                ofConversions[caller] = ofConversions.ContainsKey(caller) ? -1 : i;
        return
        [
            .. ofConversions
                .Where(c => c.Value >= 0)
                .Take(Pairs)
                .Select(c => new ClockPair(calls.Rows[ofCalls[c.Key]].At, conversions.Rows[c.Value].At)),
        ];
    }
}
