using Microsoft.AspNetCore.WebUtilities;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Pixels;
using Ringpost.Delivery.Templates;

namespace Ringpost.Reconciliation.PixelSetUp;

/// <summary>A pixel's URL as far as configuration alone decides it: what only a call knows is <see cref="Unknown"/>.</summary>
internal sealed class RenderedPixel
{
    public const string Unknown = "known-by-the-call";

    private readonly Dictionary<string, string> _parameters = new(StringComparer.OrdinalIgnoreCase);

    private RenderedPixel(Uri url)
    {
        Url = url;
        // The first of repeated parameters counts, as in the receiver.
        foreach (var (name, values) in QueryHelpers.ParseQuery(url.Query))
        {
            var value = values.Count > 0 ? values[0] ?? "" : "";
            _parameters.TryAdd(name, value.Contains(Unknown, StringComparison.Ordinal) ? Unknown : value);
        }
    }

    public Uri Url { get; }

    /// <summary>Whether the postback names its affiliate instead of a click (cake.md 2.3).</summary>
    public bool IsClickless => Path("/m.ashx") || (Path("/p.ashx") && !Has("r") && !Has("udid"));

    /// <summary>A postback, whether it names an affiliate or a click.</summary>
    public bool IsPostback => Path("/m.ashx") || Path("/p.ashx");

    public string? this[string parameter] => _parameters.GetValueOrDefault(parameter);

    public bool HasAffiliate => Has("pubid") || Has("a") || Has("affid");

    public string? Affiliate => Path("/p.ashx") ? this["a"] : First("pubid", "a", "affid");

    public bool Has(string parameter) => _parameters.ContainsKey(parameter);

    /// <summary>A postback as it came.</summary>
    public static RenderedPixel Of(Uri url) => new(url);

    public static RenderedPixel? Of(Pixel pixel, CallCampaign? campaign, Publisher? publisher)
    {
        var text = pixel.Url.Render(
            token =>
                token.Key switch
                {
                    // A sample has none: whatever depends on it is not known.
                    _ when campaign is null => Unknown,
                    "campaign:trackingid" => campaign.TrackingId,
                    "campaign:name" => campaign.Name,
                    "campaign:id" => campaign.Id.Value,
                    "publisher:subid" => publisher?.SubId,
                    "publisher:name" => publisher?.Name,
                    "publisher:id" => publisher?.Id.Value,
                    _ => Unknown,
                },
            TokenEncoding.Url
        );
        return Uri.TryCreate(text, UriKind.Absolute, out var url) ? new RenderedPixel(url) : null;
    }

    private bool Path(string path) => Url.AbsolutePath.Equals(path, StringComparison.OrdinalIgnoreCase);

    private string? First(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (this[name] is { Length: > 0 } value)
                return value;
        return null;
    }
}
