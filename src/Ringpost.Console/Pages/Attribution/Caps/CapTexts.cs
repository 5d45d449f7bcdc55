using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Configuration;
using Ringpost.Console.Components;
using Ringpost.Primitives;

namespace Ringpost.Console.Pages.Attribution.Caps;

/// <summary>What caps read as (cake.md 5.6, 5.7).</summary>
internal static class CapTexts
{
    public static readonly IReadOnlyList<Choice<string>> Types = [new("conversion", "Conversions"), new("click", "Clicks")];

    public static readonly IReadOnlyList<Choice<string>> Intervals =
    [
        new("daily", "Daily"),
        new("weekly", "Weekly"),
        new("monthly", "Monthly"),
        new("lifetime", "Lifetime"),
        new("custom", "From a start on"),
    ];

    /// <summary>What becomes of a conversion over a cap; the first stands for an offer only.</summary>
    public static readonly IReadOnlyList<Choice<string>> Behaviors =
    [
        new("system", "System default"),
        new("advertiserOff", "Advertiser off: count for both sides"),
        new("advertiserOnly", "Advertiser pays, affiliate is not paid"),
        new("affiliateOnly", "Affiliate is paid, advertiser does not pay"),
        new("neither", "Neither: store with amounts of 0"),
        new("ignore", "Ignore: do not store"),
    ];

    /// <summary>What is counted: <c>Conversions</c>, <c>Clicks</c>, or the event's name.</summary>
    public static string Counted(this OfferConfiguration picture, CapAnswer cap) =>
        cap.EventId is { } e
            ? picture.Events.TryGetValue(e.Value, out var found)
                ? found.Name
                : $"Event {e}"
            : AttributionChoices.Text(cap.Type, Types);

    /// <summary>Where the cap stands, by name.</summary>
    public static string Place(this OfferConfiguration picture, CapAnswer cap) =>
        cap.Level switch
        {
            "contract" => $"Contract {(picture.Contracts.TryGetValue(cap.TargetId, out var c) ? c.Name : $"{cap.TargetId}")}",
            "campaign" => picture.Campaigns.TryGetValue(cap.TargetId, out var k)
                ? $"Campaign {cap.TargetId}, {picture.NameOf(k.AffiliateId)}"
                : $"Campaign {cap.TargetId}",
            _ => "Offer",
        };

    public static string Card(CapAnswer cap) =>
        cap.Level == "campaign"
            ? $"/console/attribution/campaigns/{cap.TargetId}?tab=caps"
            : $"/console/attribution/offers/{cap.OfferId}?tab=caps";

    /// <summary>When it counts anew, in the cap's own zone.</summary>
    public static string NextReset(CapAnswer cap) =>
        cap.NextReset is { } at && TimeZones.TryFind(cap.Zone, out var zone) ? $"{ConsoleFormat.Minute(at, zone)} {cap.Zone}"
        : cap.Interval == "custom" && cap.PeriodStart is null ? "Not started"
        : "Never";

    public static (string Text, Tone Tone) State(CapAnswer cap) =>
        cap.Limit is null ? ("No limit", Tone.Plain)
        : cap.Met ? (cap.AlertOnly ? ("Met, alert only", Tone.Wait) : ("Met", Tone.Bad))
        : cap.AlertOnly ? ("Open, alert only", Tone.Note)
        : ("Open", Tone.Good);
}
