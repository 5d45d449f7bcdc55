using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Configuration;
using Ringpost.Console.Components;
using Ringpost.Primitives;

namespace Ringpost.Console.Pages.Attribution.Caps;

/// <summary>What caps read as (cake.md 5.6, 5.7).</summary>
internal static class CapTexts
{
    public static IReadOnlyList<Choice<string>> Types => [new("conversion", T["Conversions"]), new("click", T["Clicks"])];

    public static IReadOnlyList<Choice<string>> Intervals =>
        [
            new("daily", T["Daily"]),
            new("weekly", T["Weekly"]),
            new("monthly", T["Monthly"]),
            new("lifetime", T["Lifetime"]),
            new("custom", T["From a start on"]),
        ];

    /// <summary>What becomes of a conversion over a cap; the first stands for an offer only.</summary>
    public static IReadOnlyList<Choice<string>> Behaviors =>
        [
            new("system", T["System default"]),
            new("advertiserOff", T["Advertiser off: count for both sides"]),
            new("advertiserOnly", T["Advertiser pays, affiliate is not paid"]),
            new("affiliateOnly", T["Affiliate is paid, advertiser does not pay"]),
            new("neither", T["Neither: store with amounts of 0"]),
            new("ignore", T["Ignore: do not store"]),
        ];

    /// <summary>What is counted: <c>Conversions</c>, <c>Clicks</c>, or the event's name.</summary>
    public static string Counted(this OfferConfiguration picture, CapAnswer cap) =>
        cap.EventId is { } e
            ? picture.Events.TryGetValue(e.Value, out var found)
                ? found.Name
                : T["Event {0}", e]
            : AttributionChoices.Text(cap.Type, Types);

    /// <summary>Where the cap stands, by name.</summary>
    public static string Place(this OfferConfiguration picture, CapAnswer cap) =>
        cap.Level switch
        {
            "contract" => T["Contract {0}", picture.Contracts.TryGetValue(cap.TargetId, out var c) ? c.Name : $"{cap.TargetId}"],
            "campaign" => picture.Campaigns.TryGetValue(cap.TargetId, out var k)
                ? T["Campaign {0}, {1}", cap.TargetId, picture.NameOf(k.AffiliateId)]
                : T["Campaign {0}", cap.TargetId],
            _ => T["Offer"],
        };

    public static string Card(CapAnswer cap) =>
        cap.Level == "campaign"
            ? $"/console/attribution/campaigns/{cap.TargetId}?tab=caps"
            : $"/console/attribution/offers/{cap.OfferId}?tab=caps";

    /// <summary>When it counts anew, in the cap's own zone.</summary>
    public static string NextReset(CapAnswer cap) =>
        cap.NextReset is { } at && TimeZones.TryFind(cap.Zone, out var zone) ? $"{ConsoleFormat.Minute(at, zone)} {cap.Zone}"
        : cap.Interval == "custom" && cap.PeriodStart is null ? T["Not started"]
        : T["Never"];

    public static (string Text, Tone Tone) State(CapAnswer cap) =>
        cap.Limit is null ? (T["No limit"], Tone.Plain)
        : cap.Met ? (cap.AlertOnly ? (T["Met, alert only"], Tone.Wait) : (T["Met"], Tone.Bad))
        : cap.AlertOnly ? (T["Open, alert only"], Tone.Note)
        : (T["Open"], Tone.Good);
}
