using Ringpost.Primitives;

namespace Ringpost.Reconciliation.Agreement;

/// <summary>
/// Takes one call and the conversions that were joined to it and says what agrees. Like is compared with like (peers.md 3): payout with paid,
/// revenue with received, each where both books have it. Without I/O.
/// <list type="number">
/// <item>A test call: what counts for it is money for a test.</item>
/// <item>Nothing counts for a call that earned: rejected, a test, never sent, on its way, sent but rejected, taken elsewhere, never arrived.</item>
/// <item>More than one of an event: each further one is counted twice.</item>
/// <item>What is left, one of each event: currency, then the sums of the amounts (of a call that earned nothing each one with money), campaign, day.</item>
/// </list>
/// Where all is in one currency, the findings' amounts add up to the difference of the two books.
/// </summary>
/// <param name="callsZone">In which the book of calls has its days.</param>
/// <param name="conversionsZone">In which the book of conversions has its days.</param>
/// <param name="slack">Amounts that differ by no more than this are the same: files round. In millionths.</param>
public sealed class AgreementRule(TimeZoneInfo callsZone, TimeZoneInfo conversionsZone, long slack = 0)
{
    private static readonly AgreementFinding[] Agreed = [new(AgreementVerdict.Matched)];

    /// <summary>Findings in the order of their verdicts; none where a call earned nothing and no conversion counts for it.</summary>
    public IReadOnlyList<AgreementFinding> Judge(AgreementCall call, ReadOnlySpan<AgreementConversion> conversions)
    {
        if (call.Test)
            return OfTest(conversions);
        var firsts = Firsts(call, conversions);
        if (firsts.Length == 0)
            return call.Expected ? [NotThere(call, conversions)] : [];
        List<AgreementFinding>? findings = null;
        for (var i = 0; i < conversions.Length; i++)
            if (conversions[i].Counts && !firsts.Contains(i))
                (findings ??= []).Add(More(AgreementVerdict.CountedTwice, conversions[i], i));
        if (Amounts(call, conversions, firsts) is { } amounts)
            (findings ??= []).AddRange(
                !call.Expected
                && call.Payout is (null or 0)
                && call.Revenue is (null or 0)
                && amounts.Verdict == AgreementVerdict.AnotherAmount
                    ? Unpaid(conversions, firsts)
                    : [amounts]
            );
        foreach (var i in firsts)
            if (conversions[i].OtherCampaign)
                (findings ??= []).Add(new AgreementFinding(AgreementVerdict.AnotherCampaign, i));
        if (Day(call, conversions, firsts) is { } day)
            (findings ??= []).Add(day);
        return findings is null ? Agreed : findings;
    }

    /// <summary>A conversion that no call is known to; nothing where it does not count.</summary>
    public static AgreementFinding? OfUnknownCall(AgreementConversion conversion) =>
        conversion.Counts ? More(AgreementVerdict.UnknownCall, conversion, 0) : null;

    private static List<AgreementFinding> OfTest(ReadOnlySpan<AgreementConversion> conversions)
    {
        var findings = new List<AgreementFinding>();
        for (var i = 0; i < conversions.Length; i++)
            if (conversions[i].Counts)
                findings.Add(More(AgreementVerdict.Test, conversions[i], i));
        if (findings.Count == 0)
            findings.Add(new AgreementFinding(AgreementVerdict.Test, conversions.Length - 1));
        return findings;
    }

    private static AgreementFinding NotThere(AgreementCall call, ReadOnlySpan<AgreementConversion> conversions)
    {
        var (rejected, test) = (-1, -1);
        for (var i = 0; i < conversions.Length; i++)
            if (conversions[i].Test)
                test = i;
            else
                rejected = i;
        if (rejected < 0 && test < 0 && call.Sending == AgreementSending.Elsewhere)
            return new AgreementFinding(AgreementVerdict.TakenElsewhere);
        var verdict =
            rejected >= 0 ? AgreementVerdict.Rejected
            : test >= 0 ? AgreementVerdict.Test
            : call.Sending switch
            {
                AgreementSending.NotSent => AgreementVerdict.NeverSent,
                AgreementSending.Waiting => AgreementVerdict.OnItsWay,
                AgreementSending.Refused => AgreementVerdict.SentButRejected,
                AgreementSending.Unknown or AgreementSending.Elsewhere or AgreementSending.Accepted => AgreementVerdict.NeverArrived,
            };
        return new AgreementFinding(verdict, Math.Max(rejected, test), -1, -call.Payout, -call.Revenue);
    }

    private static IEnumerable<AgreementFinding> Unpaid(ReadOnlySpan<AgreementConversion> conversions, int[] firsts)
    {
        var findings = new List<AgreementFinding>();
        foreach (var i in firsts)
            if (HasMoney(conversions[i]))
                findings.Add(More(AgreementVerdict.UnpaidCall, conversions[i], i));
        return findings;
    }

    private static AgreementFinding More(AgreementVerdict verdict, AgreementConversion conversion, int index) =>
        new(verdict, index, 1, conversion.Paid, conversion.Received);

    /// <summary>The one of each event that stands for the call: the earliest of those whose amounts are the call's, else the earliest.</summary>
    private int[] Firsts(AgreementCall call, ReadOnlySpan<AgreementConversion> conversions)
    {
        if (conversions.Length == 1)
            return conversions[0].Counts ? [0] : [];
        var firsts = new List<int>(conversions.Length);
        for (var i = 0; i < conversions.Length; i++)
        {
            if (!conversions[i].Counts)
                continue;
            var place = -1;
            for (var known = 0; known < firsts.Count; known++)
                if (conversions[firsts[known]].Event == conversions[i].Event)
                    place = known;
            if (place < 0)
                firsts.Add(i);
            else if (Better(call, conversions[i], conversions[firsts[place]]))
                firsts[place] = i;
        }

        return [.. firsts];
    }

    private bool Better(AgreementCall call, AgreementConversion one, AgreementConversion other)
    {
        var (fits, otherFits) = (Fits(call, one), Fits(call, other));
        return fits == otherFits ? one.At < other.At : fits;
    }

    private bool Fits(AgreementCall call, AgreementConversion conversion) =>
        IsSame(call.Payout, conversion.Paid)
        && IsSame(call.Revenue, conversion.Received)
        && !IsOther(call.Currency, conversion)
        && !conversion.OtherCampaign;

    private AgreementFinding? Amounts(AgreementCall call, ReadOnlySpan<AgreementConversion> conversions, int[] firsts)
    {
        long? paid = 0;
        long? received = 0;
        foreach (var i in firsts)
        {
            if (IsOther(call.Currency, conversions[i]))
                return new AgreementFinding(AgreementVerdict.AnotherCurrency, i);
            paid += conversions[i].Paid;
            received += conversions[i].Received;
        }

        return IsSame(call.Payout, paid) && IsSame(call.Revenue, received)
            ? null
            : new AgreementFinding(
                AgreementVerdict.AnotherAmount,
                Main(conversions, firsts),
                0,
                paid - call.Payout,
                received - call.Revenue
            );
    }

    private AgreementFinding? Day(AgreementCall call, ReadOnlySpan<AgreementConversion> conversions, int[] firsts)
    {
        var main = Main(conversions, firsts);
        var day = DayOf(call.At, callsZone);
        if (day == DayOf(conversions[main].At, conversionsZone))
            return null;
        var inOneZone = DayOf(conversions[main].At, callsZone);
        var cause =
            inOneZone == day ? DayCause.Zone
            : inOneZone > day ? DayCause.Late
            : DayCause.Early;
        return new AgreementFinding(AgreementVerdict.AnotherDay, main, Day: cause);
    }

    /// <summary>Of several events the one with the money.</summary>
    private static int Main(ReadOnlySpan<AgreementConversion> conversions, int[] firsts)
    {
        foreach (var i in firsts)
            if (HasMoney(conversions[i]))
                return i;
        return firsts[0];
    }

    private static bool HasMoney(AgreementConversion conversion) =>
        conversion.Paid is not (null or 0) || conversion.Received is not (null or 0);

    private bool IsSame(long? ofCall, long? ofConversion) =>
        ofCall is not { } one || ofConversion is not { } other || Math.Abs(one - other) <= slack;

    /// <summary>Nothing is nothing in every currency.</summary>
    private static bool IsOther(Currency? currency, AgreementConversion conversion) =>
        currency is { } ours && conversion.Currency is { } theirs && ours != theirs && HasMoney(conversion);

    private static DateOnly DayOf(Instant at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZones.InZone(at, zone).DateTime);
}
