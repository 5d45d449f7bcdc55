using System.Globalization;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Reports;

/// <summary>What a report is asked, as typed. What is absent does not narrow.</summary>
public sealed record ReportRequest
{
    /// <summary>Up to three groupings with commas between; <c>offer</c> where absent.</summary>
    public string? GroupBy { get; init; }

    /// <summary>A date or a time; both absent are today. Dates are days of <see cref="Zone"/>.</summary>
    public string? From { get; init; }

    /// <summary>Excluded; a date is included whole.</summary>
    public string? To { get; init; }

    /// <summary>A zone's name; the instance's where absent.</summary>
    public string? Zone { get; init; }

    /// <summary><c>previous</c>: beside it the period of the same length before.</summary>
    public string? Compare { get; init; }

    public AdvertiserId? AdvertiserId { get; init; }

    public OfferId? OfferId { get; init; }

    public AffiliateId? AffiliateId { get; init; }

    public OfferCampaignId? OfferCampaignId { get; init; }

    public CreativeId? CreativeId { get; init; }

    public OfferEventId? EventId { get; init; }

    public string? SubAffiliate { get; init; }

    public string? Currency { get; init; }

    /// <summary><c>non_tests</c> (absent), <c>both</c>, <c>tests</c>.</summary>
    public string? Tests { get; init; }

    /// <summary>Counts what was recorded until that moment, or day, only.</summary>
    public string? AsOf { get; init; }

    /// <summary><c>key</c> or a number's name; absent: times rising, all else by revenue.</summary>
    public string? Sort { get; init; }

    /// <summary><c>asc</c> or <c>desc</c>; absent: keys rising, numbers falling.</summary>
    public string? Order { get; init; }

    private const int MostGroupings = 3;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(3700);

    public bool IsCompared => Compare == "previous";

    internal ReportQuestion Read(Validation validation, TimeZoneInfo instanceZone, Instant now)
    {
        var zone = instanceZone;
        if (Zone is { Length: > 0 } && !TimeZones.TryFind(Zone, out zone))
            validation.Add("zone", "No such time zone. Names are as in “Europe/Berlin”.");
        var today = DateOnly.FromDateTime(TimeZones.InZone(now, zone).DateTime);
        var range = TimeRange.Read(validation, From, To, zone, TimeRange.OfDay(today, zone));
        if (range.To - range.From > Longest)
        {
            validation.Add("to", "At most 10 years at a time.");
            range = range with { To = range.From };
        }

        var question = new ReportQuestion(
            range,
            zone,
            ReadGroupings(validation),
            new ReportFilter(
                AdvertiserId,
                OfferId,
                AffiliateId,
                OfferCampaignId,
                CreativeId,
                EventId,
                SubAffiliate,
                ReadCurrency(validation)
            ),
            Tests switch
            {
                "tests" => TestsWanted.Only,
                "both" => TestsWanted.Both,
                _ => TestsWanted.None,
            },
            ReadAsOf(validation, zone)
        );
        OneOf(validation, "tests", Tests, "non_tests", "both", "tests");
        OneOf(validation, "compare", Compare, "previous", "none");
        OneOf(validation, "order", Order, "asc", "desc");
        OneOf(validation, "sort", Sort, ["key", .. ReportColumn.All.Select(c => c.Name)]);
        if (question.RowsReason is { } reason && range.To - range.From > ReportQuestion.LongestOfRows)
            validation.Add("to", $"{reason}: at most 31 days at a time.");
        return question;
    }

    private List<ReportDimension> ReadGroupings(Validation validation)
    {
        var groupings = new List<ReportDimension>();
        foreach (var word in (GroupBy is { Length: > 0 } typed ? typed : "offer").Split(','))
            if (!ReportDimensions.TryParse(word.Trim(), out var dimension))
                validation.Add("groupBy", $"“{word.Trim()}” is none of: {string.Join(", ", ReportDimensions.All.Select(d => d.Word()))}.");
            else if (groupings.Contains(dimension))
                validation.Add("groupBy", $"“{word.Trim()}” stands there twice.");
            else
                groupings.Add(dimension);
        if (groupings.Count > MostGroupings)
            validation.Add("groupBy", $"At most {MostGroupings} groupings.");
        return groupings;
    }

    private Currency? ReadCurrency(Validation validation)
    {
        if (Currency is not { Length: > 0 })
            return null;
        if (Primitives.Currency.TryParse(Currency, out var currency))
            return currency;
        validation.Add("currency", "An ISO 4217 code, as USD.");
        return null;
    }

    private Instant? ReadAsOf(Validation validation, TimeZoneInfo zone)
    {
        if (AsOf is not { Length: > 0 })
            return null;
        if (
            DateOnly.TryParseExact(AsOf, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is > 1970 and < 9000
        )
            return TimeZones.StartOfDay(day.AddDays(1), zone) - TimeSpan.FromMilliseconds(1);
        if (Instant.TryParse(AsOf, zone, out var moment))
            return moment;
        validation.Add("asOf", "A date as 2026-01-31, or a time as 2026-01-31T09:30:00Z.");
        return null;
    }

    private static void OneOf(Validation validation, string field, string? typed, params string[] words)
    {
        if (typed is { Length: > 0 } && !words.Contains(typed))
            validation.Add(field, $"One of: {string.Join(", ", words)}.");
    }
}
