using Ringpost.Primitives;
using Ringpost.Reconciliation.Agreement;

namespace Ringpost.Reconciliation.Compare;

/// <summary>A finding with where its call and conversion stand; -1 where there is none.</summary>
internal readonly record struct CompareFinding(AgreementFinding Finding, int Call, int Conversion);

/// <summary>Adds up findings by kind, day, and campaign with publisher.</summary>
internal sealed class CompareTally(CallBook calls, ConversionBook conversions, TimeZoneInfo callDays, TimeZoneInfo conversionDays)
{
    private readonly SortedDictionary<(AgreementVerdict Verdict, bool ByZone, bool Agrees), Kind> _kinds = [];
    private readonly SortedDictionary<int, Cell> _days = [];
    private readonly Dictionary<(int, int, bool), Cell> _groups = [];
    private readonly DayOfMoment _callDay = new(callDays);
    private readonly DayOfMoment _conversionDay = new(conversionDays);

    public CompactRows<CompareFinding> Findings { get; } = new();

    public int Counted { get; private set; }

    public int CountedConversions { get; private set; }

    public int Matched { get; private set; }

    public void Call(in CallRow call)
    {
        Counted++;
        Day(_callDay.Of(call.At)).Add(call);
        Group(call).Add(call);
    }

    public void Conversion(in ConversionRow row)
    {
        CountedConversions++;
        Day(_conversionDay.Of(row.At)).Add(row);
        (row.Call > 0 ? Group(calls.Rows[row.Call - 1]) : Group(row)).Add(row);
    }

    public void Match() => Matched++;

    public void Find(AgreementFinding finding, int call, int conversion)
    {
        Findings.Add(new CompareFinding(finding, call, conversion));
        var key = (finding.Verdict, finding.Day == DayCause.Zone, !finding.Differs);
        if (!_kinds.TryGetValue(key, out var kind))
            _kinds[key] = kind = new Kind();
        kind.Count++;
        var ofCall = call >= 0 ? calls.CurrencyAt(calls.Rows[call].Currency) : null;
        var ofConversion = conversion >= 0 ? conversions.CurrencyAt(conversions.Rows[conversion].Currency) : null;
        var currency = finding.Count > 0 ? ofConversion ?? ofCall : ofCall ?? ofConversion;
        if (finding.Verdict == AgreementVerdict.AnotherCurrency)
        {
            // Nothing to subtract: told is what the call says.
            kind.Paid.Add(ofCall, Has(CallColumn.Payout) ? calls.Rows[call].Payout : 0);
            kind.Received.Add(ofCall, Has(CallColumn.Revenue) ? calls.Rows[call].Revenue : 0);
        }

        kind.Paid.Add(currency, Math.Abs(finding.Paid ?? 0));
        kind.Received.Add(currency, Math.Abs(finding.Received ?? 0));
        kind.PaidDifference.Add(currency, finding.Paid ?? 0);
        kind.ReceivedDifference.Add(currency, finding.Received ?? 0);
        if (!finding.Differs)
            return;
        if (call >= 0)
        {
            Day(_callDay.Of(calls.Rows[call].At)).Differences++;
            Group(calls.Rows[call]).Differences++;
        }
        else
        {
            Day(_conversionDay.Of(conversions.Rows[conversion].At)).Differences++;
            Group(conversions.Rows[conversion]).Differences++;
        }
    }

    public IReadOnlyList<CompareTotal> Totals() =>
        [
            .. _kinds.Select(k => new CompareTotal(
                k.Key.Verdict,
                k.Key.ByZone,
                k.Value.Count,
                k.Value.Paid.List(),
                k.Value.Received.List(),
                k.Value.PaidDifference.List(),
                k.Value.ReceivedDifference.List()
            )
            {
                Differs = !k.Key.Agrees,
            }),
        ];

    public IReadOnlyList<CompareDay> Days() =>
        [
            .. _days.Select(d => new CompareDay(
                DateOnly.FromDayNumber(d.Key),
                d.Value.Calls,
                d.Value.Conversions,
                d.Value.Differences,
                d.Value.Payout,
                d.Value.Paid,
                d.Value.Revenue,
                d.Value.Received
            )),
        ];

    public IReadOnlyList<CompareGroup> Groups() =>
        [
            .. _groups
                .Select(g => new CompareGroup(
                    g.Key.Item3 ? conversions.Offers[g.Key.Item1] : calls.Campaigns[g.Key.Item1],
                    g.Key.Item3 ? conversions.Affiliates[g.Key.Item2] : calls.Publishers[g.Key.Item2],
                    g.Key.Item3,
                    g.Value.Calls,
                    g.Value.Conversions,
                    g.Value.Differences,
                    g.Value.Payout,
                    g.Value.Paid,
                    g.Value.Revenue,
                    g.Value.Received
                ))
                .OrderByDescending(g => g.Differences)
                .ThenByDescending(g => g.Calls)
                .ThenBy(g => g.Campaign, StringComparer.Ordinal)
                .ThenBy(g => g.Publisher, StringComparer.Ordinal),
        ];

    private bool Has(CallColumn column) => calls.Plan.Has((int)column);

    private Cell Day(int day) => _days.TryGetValue(day, out var cell) ? cell : _days[day] = new Cell();

    private Cell Group(in CallRow call) => Group((call.Campaign, call.Publisher, false));

    private Cell Group(in ConversionRow row) => Group((row.Offer, row.Affiliate, true));

    private Cell Group((int, int, bool) key) => _groups.TryGetValue(key, out var cell) ? cell : _groups[key] = new Cell();

    private sealed class Kind
    {
        public int Count;

        public Sums Paid { get; } = new();
        public Sums Received { get; } = new();
        public Sums PaidDifference { get; } = new();
        public Sums ReceivedDifference { get; } = new();
    }

    private sealed class Sums
    {
        private readonly List<(Currency? Currency, long Millionths)> _sums = [];

        public void Add(Currency? currency, long millionths)
        {
            if (millionths == 0)
                return;
            var place = _sums.FindIndex(s => s.Currency == currency);
            if (place < 0)
                _sums.Add((currency, millionths));
            else
                _sums[place] = (currency, _sums[place].Millionths + millionths);
        }

        public IReadOnlyList<CompareSum> List() => [.. _sums.Select(s => new CompareSum(s.Currency, s.Millionths))];
    }

    private sealed class Cell
    {
        public int Calls;
        public int Conversions;
        public int Differences;
        public long Payout;
        public long Paid;
        public long Revenue;
        public long Received;

        public void Add(in CallRow call)
        {
            Calls++;
            Payout += call.Payout;
            Revenue += call.Revenue;
        }

        public void Add(in ConversionRow row)
        {
            Conversions++;
            Paid += row.Paid;
            Received += row.Received;
        }
    }
}

/// <summary>The day of a moment in a zone, as a day number; the last quarter of an hour is remembered.</summary>
internal sealed class DayOfMoment(TimeZoneInfo zone)
{
    private const long Quarter = 15 * 60_000;
    private long _quarter = long.MinValue;
    private int _day;

    public int Of(long unixMilliseconds)
    {
        // No zone's day begins within a quarter of an hour of UTC.
        var quarter = Math.DivRem(unixMilliseconds, Quarter).Quotient;
        if (quarter != _quarter)
        {
            _quarter = quarter;
            _day = DateOnly.FromDateTime(TimeZones.InZone(new Instant(quarter * Quarter), zone).DateTime).DayNumber;
        }

        return _day;
    }
}
