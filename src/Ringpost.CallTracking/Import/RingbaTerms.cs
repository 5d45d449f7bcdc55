using System.Globalization;
using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Filters;
using Ringpost.CallTracking.Hours;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Import;

/// <summary>What Ringba's objects share: caps, hours and tag filters (ringba.md 7, 8.2, 8.5), read by the product's own checks.</summary>
internal static class RingbaTerms
{
    private static readonly string[] Days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    /// <summary>By its IANA name where the machine knows one: Ringba writes Windows names.</summary>
    public static string? Zone(RingbaNode node) =>
        node.Text("timeZoneId") is not { } id ? null
        : TimeZoneInfo.TryConvertWindowsIdToIanaId(id, out var iana) ? iana
        : id;

    public static CallCaps Caps(RingbaSubject subject, RingbaNode node, CapOwnerKind kind, string? countOn = null)
    {
        var caps = CapsCheck.Read(
            subject.Validation,
            new CapsRequest(
                node.Whole("hourlyCap"),
                node.Whole("dailyCap"),
                node.Whole("monthlyCap"),
                node.Whole("allTimeCap"),
                node.Amount("hourlySumCap"),
                node.Amount("dailySumCap"),
                node.Amount("monthlySumCap"),
                node.Amount("allTimeSumCap"),
                CountOn(subject, countOn),
                TimeZone: Zone(node)
            ),
            kind
        );
        return caps.IsNone ? CallCaps.None : caps;
    }

    /// <summary>Calls at the same time. Ringba's -1 is off; what 0 would mean is not documented.</summary>
    public static int? Concurrency(RingbaSubject subject, RingbaNode node)
    {
        var most = node.Whole("concurrencyCap");
        if (most != 0)
            return CapsCheck.Concurrency(subject.Validation, most);
        subject.Note(RingbaReason.NotKnown, "A concurrency cap of 0: taken as no cap.");
        return null;
    }

    /// <summary>A note for each cap that stands where this product has none.</summary>
    public static void NotCaps(RingbaSubject subject, RingbaNode node, string where, bool concurrency = true)
    {
        string[] names =
        [
            "hourlyCap",
            "dailyCap",
            "monthlyCap",
            "allTimeCap",
            "hourlySumCap",
            "dailySumCap",
            "monthlySumCap",
            "allTimeSumCap",
            .. concurrency ? ["concurrencyCap"] : Array.Empty<string>(),
        ];
        var set = names.Where(n => node.Amount(n) is >= 0).Select(n => $"{n} {node.Text(n)}").ToList();
        subject.NotBuilt(set.Count > 0, $"{where}: {string.Join(", ", set)}.");
    }

    /// <summary>Null is always open.</summary>
    /// <param name="list">The field of the days, Sunday first.</param>
    /// <param name="fault">Why the hours that are set can't be taken; else null.</param>
    public static OpeningHours? Hours(RingbaNode node, string list, out Phrase? fault)
    {
        fault = null;
        var days = node.Children(list);
        if (days.Count == 0)
            return null;
        var open = new List<OpenDayRequest?>();
        for (var i = 0; i < Math.Min(days.Count, 7); i++)
        {
            if (days[i].Flag("isClosed") == true)
                continue;
            if (days[i].Flag("inverted") == true)
                fault = "inverted hours, whose meaning Ringba does not document";
            open.Add(
                new OpenDayRequest(
                    Days[i],
                    Clock(days[i].Child("openTime")),
                    Clock(days[i].Child("closeTime")),
                    [.. days[i].Children("breaks").Select(b => new HoursBreakRequest(Clock(b.Child("startTime")), b.Whole("lengthInMin")))]
                )
            );
        }

        var validation = new Validation();
        var hours = HoursCheck.Read(validation, list, new OpeningHoursRequest(Zone(node) ?? "UTC", open));
        if (days.Count != 7)
            fault = Phrase.Of($"hours of {days.Count} days instead of 7");
        else if (validation.HasErrors)
            fault ??= Phrase.Of($"its hours: {validation.ToRefusal().Says}");
        return fault is null ? hours : null;
    }

    /// <summary>Rules that must all hold, of each any condition.</summary>
    /// <param name="fault">Why a part of them can't be taken; else null.</param>
    public static TagFilter Filters(RingbaNode node, out Phrase? fault)
    {
        fault = node.Flag("isCriteriaInverted") == true ? "an inverted filter, whose meaning Ringba does not document" : null;
        var rules = new List<TagRuleRequest?>();
        foreach (var rule in node.Children("criteria"))
        {
            if (!rule.Child("bulkCriteria").IsEmpty || rule.Children("bulkCriteria").Count > 0)
                fault = "a bulk list, which Ringba keeps apart from the filter";
            var conditions = new List<TagConditionRequest?>();
            foreach (var criteria in rule.Children("tagCriteria"))
                fault = Condition(criteria, conditions) ?? fault;
            if (conditions.Count > 0)
                rules.Add(new TagRuleRequest(conditions));
        }

        var validation = new Validation();
        var filter = FilterCheck.Read(validation, "criteria", rules);
        if (validation.HasErrors)
            fault ??= Phrase.Of($"its tag filters: {validation.ToRefusal().Says}");
        return fault is null ? filter : TagFilter.None;
    }

    /// <summary>What is wrong with it, else null.</summary>
    private static Phrase? Condition(RingbaNode node, List<TagConditionRequest?> conditions)
    {
        string[] tags = [.. node.Texts("tagIds"), .. node.Text("tagId") is { } one ? [one] : Array.Empty<string>()];
        tags = [.. tags.Distinct(StringComparer.OrdinalIgnoreCase)];
        var negated = node.Flag("isNegativeMatch") ?? false;
        if (tags.Length == 0)
            return "a condition without a tag";
        if (negated && tags.Length > 1)
            return "a negated condition over several tags";
        var how = (node.Text("comparisonType") ?? "").Replace("_", "", StringComparison.Ordinal).ToUpperInvariant() switch
        {
            "EQUALS" => "equals",
            "CONTAINS" => "contains",
            "BEGINSWITH" => "beginsWith",
            "GREATERTHAN" => "greaterThan",
            "LESSTHAN" => "lessThan",
            "EXISTS" or "REQUIRED" => "exists",
            _ => null,
        };
        if (how is null)
            return $"the comparison {node.Text("comparisonType") ?? "of no name"}";
        var values = node.Texts("valueList");
        if (how == "equals" && values.Count > 1)
            how = "equalsAny";
        foreach (var tag in tags)
            conditions.Add(new TagConditionRequest(tag, how, node.Text("value"), [.. values], negated));
        return null;
    }

    private static string? CountOn(RingbaSubject subject, string? word)
    {
        switch (word?.ToUpperInvariant())
        {
            case null:
                return null;
            case "ONCONNECT":
                return "connect";
            case "ONCONVERT":
                return "convert";
            case "ONREVENUE":
                return "revenue";
            default:
                subject.Note(RingbaReason.NotKnown, $"Calls count toward its caps “{word}”: taken as on conversion.");
                return null;
        }
    }

    private static string? Clock(RingbaNode node) =>
        node.IsEmpty ? null : string.Create(CultureInfo.InvariantCulture, $"{node.Whole("hour") ?? 0:00}:{node.Whole("minute") ?? 0:00}");
}
