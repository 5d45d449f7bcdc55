using System.Globalization;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Reports;

/// <summary>Turns sums into the rows of an answer: weeks and months put together, names given, sorted.</summary>
internal static class ReportRows
{
    private static readonly DateOnly Epoch = new(1970, 1, 1);

    /// <summary>Days of a week are put under its Monday, days of a month under its first.</summary>
    public static Dictionary<ReportKey, ReportSum> Collect(ReportSums sums, Func<ReportKey, ReportKey> place)
    {
        var groupings = sums.Question.Groupings;
        var collected = new Dictionary<ReportKey, ReportSum>();
        foreach (var (key, sum) in sums.Groups)
        {
            if (sum.IsZero && sum.ApprovedMicro == 0)
                continue;
            var placed = place(key);
            placed = placed with
            {
                A = Collect(groupings, 0, placed.A),
                B = Collect(groupings, 1, placed.B),
                C = Collect(groupings, 2, placed.C),
            };
            if (!collected.TryGetValue(placed, out var whole))
                collected[placed] = whole = new ReportSum();
            whole.Add(sum);
        }

        return collected;
    }

    public static List<ReportRow> ToRows(
        Dictionary<ReportKey, ReportSum> sums,
        Dictionary<ReportKey, ReportSum>? previous,
        IReadOnlyList<ReportDimension> groupings,
        TimeZoneInfo zone,
        ReportNames names,
        Func<string, string> seen
    )
    {
        var nothing = new ReportSum();
        return
        [
            .. sums
                .Keys.Union(previous?.Keys.AsEnumerable() ?? [])
                .Select(key => new ReportRow(
                    [.. groupings.Select((by, place) => Group(by, place, key, zone, names, seen))],
                    $"{key.Currency}",
                    sums.GetValueOrDefault(key, nothing),
                    previous is null ? null : new ReportNumbers(previous.GetValueOrDefault(key, nothing))
                )),
        ];
    }

    public static List<ReportRow> ToTotals(Dictionary<ReportKey, ReportSum> sums, Dictionary<ReportKey, ReportSum>? previous)
    {
        var totals = ByCurrency(sums);
        var before = previous is null ? null : ByCurrency(previous);
        var nothing = new ReportSum();
        return
        [
            .. totals
                .Keys.Union(before?.Keys.AsEnumerable() ?? [])
                .Select(currency => new ReportRow(
                    [],
                    $"{currency}",
                    totals.GetValueOrDefault(currency, nothing),
                    before is null ? null : new ReportNumbers(before.GetValueOrDefault(currency, nothing))
                ))
                .OrderBy(r => r.Currency, StringComparer.Ordinal),
        ];
    }

    /// <summary>Numbers fall and keys rise unless it is said; rows without the number come last.</summary>
    public static void Sort(List<ReportRow> rows, ReportRequest request, IReadOnlyList<ReportDimension> groupings)
    {
        var column =
            ReportColumn.Find(request.Sort) ?? (request.Sort == "key" || groupings[0].IsTime() ? null : ReportColumn.Find("revenue"));
        var sign = request.Order switch
        {
            "asc" => 1,
            "desc" => -1,
            _ => column is null ? 1 : -1,
        };
        rows.Sort(
            (left, right) =>
            {
                var order = column is null ? 0 : ByNumber(column.Of(left), column.Of(right), sign);
                if (order != 0)
                    return order;
                order = ByKeys(left, right);
                return column is null ? order * sign : order;
            }
        );
    }

    private static int ByNumber(decimal? left, decimal? right, int sign) =>
        (left, right) switch
        {
            (null, null) => 0,
            (null, _) => 1,
            (_, null) => -1,
            ({ } l, { } r) => l.CompareTo(r) * sign,
        };

    private static int ByKeys(ReportRow left, ReportRow right)
    {
        for (var i = 0; i < left.Groups.Count; i++)
        {
            var (l, r) = (left.Groups[i], right.Groups[i]);
            var order =
                l.By == ReportDimension.Hour ? Moment(l.Key).CompareTo(Moment(r.Key))
                : l.By.IsTime() ? string.CompareOrdinal(l.Key, r.Key)
                : string.Compare(l.Name, r.Name, StringComparison.OrdinalIgnoreCase);
            if (order == 0)
                order = string.CompareOrdinal(l.Key, r.Key);
            if (order != 0)
                return order;
        }

        return string.CompareOrdinal(left.Currency, right.Currency);
    }

    private static DateTimeOffset Moment(string hour) => DateTimeOffset.Parse(hour, CultureInfo.InvariantCulture);

    private static Dictionary<CurrencyCode, ReportSum> ByCurrency(Dictionary<ReportKey, ReportSum> sums)
    {
        var totals = new Dictionary<CurrencyCode, ReportSum>();
        foreach (var (key, sum) in sums)
        {
            if (!totals.TryGetValue(key.Currency, out var total))
                totals[key.Currency] = total = new ReportSum();
            total.Add(sum);
        }

        return totals;
    }

    private static long Collect(IReadOnlyList<ReportDimension> groupings, int place, long key) =>
        place >= groupings.Count ? key
        // 1 January 1970 was a Thursday.
        : groupings[place] == ReportDimension.Week ? key - ((key + 3) % 7)
        : groupings[place] == ReportDimension.Month ? key - Epoch.AddDays((int)key).Day + 1
        : key;

    private static ReportGroup Group(
        ReportDimension by,
        int place,
        ReportKey key,
        TimeZoneInfo zone,
        ReportNames names,
        Func<string, string> seen
    )
    {
        var number = place switch
        {
            0 => key.A,
            1 => key.B,
            _ => key.C,
        };
        string Date(string format) => Epoch.AddDays((int)number).ToString(format, CultureInfo.InvariantCulture);
        switch (by)
        {
            case ReportDimension.Hour:
                // The offset keeps the two hours apart that a clock going back makes of one.
                var hour = TimeZones.InZone(new Instant(number), zone).ToString("yyyy-MM-dd'T'HH:00zzz", CultureInfo.InvariantCulture);
                return new(by, hour, hour);
            case ReportDimension.Day:
                return new(by, Date("yyyy-MM-dd"), Date("yyyy-MM-dd"));
            case ReportDimension.Week:
                return new(by, Date("yyyy-MM-dd"), "Week of " + Date("yyyy-MM-dd"));
            case ReportDimension.Month:
                return new(by, Date("yyyy-MM"), Date("yyyy-MM"));
            case ReportDimension.SubAffiliate:
                var text = seen(key.Text ?? "");
                return new(by, text, text.Length == 0 ? "(none)" : text);
            case ReportDimension.Advertiser
            or ReportDimension.Offer
            or ReportDimension.Affiliate
            or ReportDimension.Campaign
            or ReportDimension.Creative
            or ReportDimension.Event:
                return new(by, number.ToString(CultureInfo.InvariantCulture), names.Of(by, number));
            default:
                throw new ArgumentOutOfRangeException(nameof(by));
        }
    }
}
