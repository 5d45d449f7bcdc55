using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Offers;

/// <summary>How an offer is written in the API and in its table, and what its fields may hold (cake.md 5.3, 5.6).</summary>
internal static class OfferWords
{
    public static string Of(OfferStatus status) =>
        status switch
        {
            OfferStatus.Public => "public",
            OfferStatus.Private => "private",
            OfferStatus.ApplyToRun => "applyToRun",
            OfferStatus.Inactive => "inactive",
        };

    public static string Of(PriceFormat format) =>
        format switch
        {
            Configuration.PriceFormat.Cpa => "CPA",
            Configuration.PriceFormat.Cpc => "CPC",
            Configuration.PriceFormat.Cpm => "CPM",
            Configuration.PriceFormat.Fixed => "Fixed",
            Configuration.PriceFormat.RevShare => "RevShare",
            Configuration.PriceFormat.Cpe => "CPE",
        };

    public static OfferStatus Status(Validation validation, string? word, OfferStatus absent)
    {
        if (word is null)
            return absent;
        foreach (var status in Enum.GetValues<OfferStatus>())
            if (string.Equals(Of(status), word, StringComparison.OrdinalIgnoreCase))
                return status;
        validation.Add("status", "The status is public, private, applyToRun or inactive.");
        return absent;
    }

    /// <summary>The status that a list is narrowed to, as it is stored; null is any.</summary>
    public static string? StatusFilter(Validation validation, string? word) =>
        string.IsNullOrEmpty(word) ? null : Of(Status(validation, word, OfferStatus.Public));

    public static PriceFormat PriceFormat(Validation validation, string? word, PriceFormat absent)
    {
        if (word is null)
            return absent;
        foreach (var format in Enum.GetValues<PriceFormat>())
            if (format != Configuration.PriceFormat.Cpe && string.Equals(Of(format), word, StringComparison.OrdinalIgnoreCase))
                return format;
        validation.Add("priceFormat", "The price format is CPA, CPC, CPM, Fixed or RevShare.");
        return absent;
    }

    public static PriceFormat FromStored(string word) => Enum.GetValues<PriceFormat>().First(f => Of(f) == word);

    public static PriceFormat? FromStoredOrNone(string? word) => word is null ? null : FromStored(word);

    public static string Of(AutoDispositionType type) =>
        type switch
        {
            AutoDispositionType.None => "none",
            AutoDispositionType.Approve => "approve",
            AutoDispositionType.Reject => "reject",
        };

    public static AutoDispositionType AutoDispositionFromStored(string word) =>
        Enum.GetValues<AutoDispositionType>().First(t => Of(t) == word);

    /// <summary>What is absent stays; a type without hours decides at once.</summary>
    public static AutoDisposition AutoDisposition(Validation validation, string? type, int? hours, AutoDisposition standing) =>
        new(
            type is null ? standing.Type : validation.Choice<AutoDispositionType>("autoDisposition", type),
            validation.Whole("autoDispositionDelayHours", hours, 0, 24 * 366, standing.DelayHours)
        );

    /// <summary>A RevShare payout is a share of the sale amount, in percent.</summary>
    public static void CheckShare(Validation validation, string field, PriceFormat format, long payout)
    {
        if (format == Configuration.PriceFormat.RevShare && payout > Money.ToMillionths(100))
            validation.Add(field, "A RevShare payout is a percentage of at most 100.");
    }

    public static Currency Currency(Validation validation, string? code, Currency absent)
    {
        if (code is null)
            return absent;
        if (!Primitives.Currency.TryParse(code, out var currency))
            validation.Add("currency", "A currency is an ISO 4217 code, as USD or EUR.");
        return currency;
    }
}
