using Ringpost.Attribution;
using Ringpost.Attribution.Configuration;
using Ringpost.Console.Components;

namespace Ringpost.Console.Pages.Attribution;

/// <summary>What the selects of the Attribution pages offer, by name.</summary>
internal static class AttributionChoices
{
    public static IReadOnlyList<Choice<string>> AccountStatuses =>
        [new("active", T["Active"]), new("inactive", T["Inactive"]), new("pending", T["Pending"])];

    public static IReadOnlyList<Choice<string>> OfferStatuses =>
        [new("public", T["Public"]), new("private", T["Private"]), new("applyToRun", T["Apply To Run"]), new("inactive", T["Inactive"])];

    public static IReadOnlyList<Choice<string>> PriceFormats =>
        [new("CPA", "CPA"), new("RevShare", "RevShare"), new("CPC", "CPC"), new("CPM", "CPM"), new("Fixed", T["Fixed"])];

    public static readonly IReadOnlyList<Choice<string>> EventPriceFormats = [new("CPE", "CPE"), new("RevShare", "RevShare")];

    public static IReadOnlyList<Choice<string>> AutoDispositions =>
        [new("none", T["None"]), new("approve", T["Approve"]), new("reject", T["Reject"])];

    public static IReadOnlyList<Choice<string>> EventTypes => [new("macro", T["Macro (conversion)"]), new("micro", T["Micro"])];

    /// <summary>In CAKE's order (cake.md 5.6).</summary>
    public static IReadOnlyList<Choice<string>> CreativeTypes =>
        [
            new("link", T["Link"]),
            new("email", T["Email"]),
            new("image", T["Image"]),
            new("flash", T["Flash"]),
            new("text", T["Text"]),
            new("html", "HTML"),
            new("video", T["Video"]),
        ];

    public static IReadOnlyList<Choice<string>> CreativeStatuses =>
        [new("active", T["Active"]), new("inactive", T["Inactive"]), new("hidden", T["Hidden"])];

    /// <summary>For what may follow the level above.</summary>
    public static IReadOnlyList<Choice<string>> OnOff => [new("on", T["On"]), new("off", T["Off"])];

    /// <summary>None for whoever may not see who pays.</summary>
    public static IReadOnlyList<Choice<string>> Advertisers(this OfferConfiguration picture, Primitives.Actor actor) =>
        !actor.May(Primitives.Permission.SeeRevenue)
            ? []
            :
            [
                .. picture
                    .Advertisers.Values.OrderBy(a => a.Name, StringComparer.OrdinalIgnoreCase)
                    .Select(a => new Choice<string>($"{a.Id}", Named(a.Name, a.Id.Value))),
            ];

    public static IReadOnlyList<Choice<string>> OffersOf(this OfferConfiguration picture, AdvertiserId? advertiser = null) =>
        [
            .. picture
                .Offers.Values.Where(o => advertiser is null || o.AdvertiserId == advertiser)
                .OrderBy(o => o.Name, StringComparer.OrdinalIgnoreCase)
                .Select(o => new Choice<string>($"{o.Id}", Named(o.Name, o.Id.Value))),
        ];

    public static IReadOnlyList<Choice<string>> AllAffiliates(this OfferConfiguration picture) =>
        [
            .. picture
                .Affiliates.Values.OrderBy(a => a.Name, StringComparer.OrdinalIgnoreCase)
                .Select(a => new Choice<string>($"{a.Id}", Named(a.Name, a.Id.Value))),
        ];

    public static IReadOnlyList<Choice<string>> EventsOf(this OfferConfiguration picture, AdvertiserId advertiser) =>
        [
            .. picture
                .Events.Values.Where(e => e.AdvertiserId == advertiser)
                .OrderBy(e => e.Id.Value)
                .Select(e => new Choice<string>($"{e.Id}", Named(e.Name, e.Id.Value))),
        ];

    public static string NameOf(this OfferConfiguration picture, AdvertiserId id) =>
        picture.Advertisers.TryGetValue(id, out var a) ? a.Name : $"{id}";

    public static string NameOf(this OfferConfiguration picture, OfferId id) =>
        picture.Offers.TryGetValue(id.Value, out var o) ? o.Name : $"{id}";

    public static string NameOf(this OfferConfiguration picture, AffiliateId id) =>
        picture.Affiliates.TryGetValue(id.Value, out var a) ? a.Name : $"{id}";

    /// <summary>The number that a select or a filter in the address holds; null where it holds none.</summary>
    public static T? Number<T>(string? text)
        where T : struct, Primitives.INumberId<T> =>
        long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var value)
            ? T.From(value)
            : null;

    public static bool? Flag(string? onOff) =>
        onOff switch
        {
            "on" => true,
            "off" => false,
            _ => null,
        };

    public static string? Text(bool? flag) =>
        flag switch
        {
            true => T["on"],
            false => T["off"],
            null => null,
        };

    public static string Text(string word, IReadOnlyList<Choice<string>> choices) =>
        choices.FirstOrDefault(c => c.Value == word)?.Text ?? word;

    /// <summary>A disposition as a chip says it: with the name that the instance gave it, else with its reason.</summary>
    public static string Disposition(string type, string? name, string? reason)
    {
        var word = HistoryWords.Of(type);
        return (name ?? reason?.ToLowerInvariant()) is { } more ? $"{word}: {more}" : word;
    }

    /// <summary>What colour a status or disposition has.</summary>
    public static Tone ToneOf(string word) =>
        word switch
        {
            "active" or "approved" or "public" or "stored" or "completed" => Tone.Good,
            "pending" or "applyToRun" => Tone.Wait,
            "rejected" or "returned" => Tone.Bad,
            _ => Tone.Plain,
        };

    /// <summary>An amount with its currency's sign.</summary>
    public static string Amount(decimal amount, string currency) =>
        ConsoleFormat.Money(Primitives.Money.ToMillionths(amount), Primitives.Currency.TryParse(currency, out var known) ? known : default);

    private static string Named(string name, long id) => $"{name} ({id})";
}
