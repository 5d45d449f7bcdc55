using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.UrlParameters;

namespace Ringpost.CallTracking.Tags;

/// <summary>The tokens beyond those of every call: of a web visit, of declared URL parameters, of the numbers' own tags.</summary>
internal static class OwnTokens
{
    private static readonly PixelEvent[] Always = Enum.GetValues<PixelEvent>();

    private static readonly CatalogueToken[] OfVisit =
    [
        new("tag:Geo:City", "Web visit", "The visitor's city, by address", "Bakersfield", Always),
        new("tag:Geo:SubDivision", "Web visit", "The visitor's state, by address", "California", Always),
        new("tag:Geo:SubDivisionCode", "Web visit", "The visitor's state in short, by address", "CA", Always),
        new("tag:Geo:ZipCode", "Web visit", "The visitor's postal code, by address", "93301", Always),
        new("tag:Geo:Country", "Web visit", "The visitor's country, by address", "United States", Always),
        new("tag:Geo:CountryCode", "Web visit", "The visitor's country in two letters, by address", "US", Always),
        new("tag:Technology:IPAddress", "Web visit", "The visitor's address", "203.0.113.7", Always),
        new("tag:Technology:UserAgentString", "Web visit", "The visitor's browser", "Mozilla/5.0", Always),
    ];

    public static IReadOnlyList<CatalogueToken> Of(CallConfiguration configuration) =>
        Of(configuration.UrlParameters.Values, configuration.Numbers.Values.SelectMany(n => n.Tags.Values.Keys));

    public static IReadOnlyList<CatalogueToken> Of(IEnumerable<UrlParameter> parameters, IEnumerable<string> numberTags) =>
        [
            .. parameters
                .OrderBy(p => p.CreatedAt)
                .Select(p => new CatalogueToken(
                    $"tag:{p.TagType}:{p.TagName}",
                    "URL parameters",
                    $"The parameter {p.Parameter}",
                    "",
                    Always
                ))
                .Concat(
                    numberTags
                        .Order(StringComparer.OrdinalIgnoreCase)
                        .Select(name => new CatalogueToken(
                            $"tag:DialedNumber:{name}",
                            "Dialed number",
                            "A tag of the tracking number",
                            "",
                            Always
                        ))
                )
                .Concat(OfVisit)
                .DistinctBy(t => t.Key),
        ];
}
