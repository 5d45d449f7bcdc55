using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Events;

/// <summary>How an event is written in the API and in its table, and what its fields may hold (cake.md 4).</summary>
internal static class EventWords
{
    public const int LongestName = 50,
        LongestThirdPartyName = 30;

    public static string Of(OfferEventType type) =>
        type switch
        {
            OfferEventType.Macro => "macro",
            OfferEventType.Micro => "micro",
        };

    public static OfferEventType Type(Validation validation, string? word)
    {
        if (string.Equals(word, "macro", StringComparison.OrdinalIgnoreCase))
            return OfferEventType.Macro;
        if (!string.Equals(word, "micro", StringComparison.OrdinalIgnoreCase))
            validation.Add("type", "The type is “macro” or “micro”.");
        return OfferEventType.Micro;
    }

    /// <summary>Null for none. It is compared exactly, so only the blanks around it are dropped.</summary>
    public static string? ThirdPartyName(Validation validation, string? value) =>
        validation.Text("thirdPartyName", value, LongestThirdPartyName) is { Length: > 0 } name ? name : null;

    /// <summary>An event is priced per event or as a share of the sale (cake.md 4); null where nothing is said.</summary>
    public static PriceFormat? PriceFormat(Validation validation, string? word)
    {
        if (string.IsNullOrWhiteSpace(word))
            return null;
        if (string.Equals(word, "RevShare", StringComparison.OrdinalIgnoreCase))
            return Configuration.PriceFormat.RevShare;
        // CPA says the same of an event, and older programs say it.
        if (
            !string.Equals(word, "CPE", StringComparison.OrdinalIgnoreCase)
            && !string.Equals(word, "CPA", StringComparison.OrdinalIgnoreCase)
        )
            validation.Add("priceFormat", "The price format of an event is CPE or RevShare.");
        return Configuration.PriceFormat.Cpe;
    }

    /// <summary>What every postback without <c>e</c> and <c>en</c> counts as must be there, and macro.</summary>
    public static void CheckDefault(Validation validation, OfferEvent after, OfferEventId defaultEventId)
    {
        if (after.Id != defaultEventId)
            return;
        if (!after.Active)
            validation.Add("active", "This is the default event. Make another event the default first.");
        if (after.Type != OfferEventType.Macro)
            validation.Add("type", "This is the default event, and only a macro event can be the default.");
    }

    /// <summary>The default event has the price of the offer or the campaign itself; a second one beside it would never count.</summary>
    public static Invalid? PricedElsewhere(bool isDefault, EventSetting setting, Phrase level) =>
        !isDefault ? null
        : setting.Payout is not null ? new Invalid("payout", $"This is the default event: the {level}'s own payout counts for it.")
        : setting.Received is not null ? new Invalid("received", $"This is the default event: the {level}'s own amount counts for it.")
        : null;

    /// <summary>A share is at most the whole; <paramref name="above"/> is the format where the setting has none of its own.</summary>
    public static Invalid? NoShare(EventSetting setting, PriceFormat above) =>
        (setting.PriceFormat ?? above) == Configuration.PriceFormat.RevShare && setting.Payout > Money.ToMillionths(100)
            ? new Invalid("payout", "A RevShare payout is a percentage of at most 100.")
            : null;

    /// <summary>As the history has it: amounts in units.</summary>
    public static object? Logged(EventSetting? s, OfferEvent e) =>
        s is null
            ? null
            : new
            {
                e.Name,
                s.Active,
                s.Publish,
                s.MinimumSeconds,
                s.PriceFormat,
                Payout = s.Payout / 1_000_000m,
                Received = s.Received / 1_000_000m,
            };

    public static Invalid NameTaken(OfferEvent holder) =>
        new(
            "thirdPartyName",
            holder.Active
                ? Phrase.Of(
                    $"“{holder.ThirdPartyName}” is already the third-party name of this advertiser's event “{holder.Name}”. Names are unique within an advertiser; capitals count."
                )
                : Phrase.Of(
                    $"“{holder.ThirdPartyName}” is already the third-party name of this advertiser's event “{holder.Name}”, which is switched off. Names are unique within an advertiser; capitals count."
                )
        );
}
