using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.Tags;
using Ringpost.CallTracking.UrlParameters;
using Ringpost.Delivery.Credentials;

namespace Ringpost.CallTracking.Import;

/// <summary>Pixels and declared URL parameters (ringba.md 5, 9.3).</summary>
internal static class RingbaPixels
{
    /// <summary>A pixel may stand in the account's list, in campaigns, or in both.</summary>
    public static void ReadOnce(RingbaNode node, RingbaBook book)
    {
        if (!book.Knows(RingbaKind.Pixel, node.Text("id") ?? ""))
            Read(node, book);
    }

    public static void Read(RingbaNode node, RingbaBook book)
    {
        if (book.Begin(RingbaKind.Pixel, node) is not { } it)
            return;
        var filters = RingbaTerms.Filters(node, out var fault);
        var headers = new Dictionary<string, string>(node.Map("headers"), StringComparer.OrdinalIgnoreCase);
        // Ringba's name and password take the place of a header that says the same.
        if (node.Has("basicAuthUsername"))
            headers.Remove("Authorization");
        headers.Remove("Content-Type", out var contentType);
        // Ringba keeps what was typed before the method was changed.
        var isGet = node.Text("method") is null || node.Text("method")!.Equals("GET", StringComparison.OrdinalIgnoreCase);
        var pixel = PixelCheck.Read(
            it.Validation,
            new CreatePixel.Request(
                it.Name ?? it.Id,
                Event(node.Text("eventCode")),
                node.Text("pixelUrl"),
                node.Text("method"),
                headers,
                isGet ? null : node.Text("postBody"),
                node.Text("contentType") ?? contentType
            )
        );
        it.NotBuilt(node.Has("authentication", "authenticationId"), "A stored authentication that fetches tokens.");
        if (!it.Holds())
            return;
        SignIn(it, node, pixel, book);
        book.Pixels.Add(
            new(
                it,
                pixel with
                {
                    Id = new PixelId(it.Id),
                    Enabled = it.MayRun(fault) && (node.Flag("enabled") ?? true),
                    CreatedAt = book.Now,
                    Filters = filters,
                }
            )
        );
    }

    /// <summary>Known by its name: what Ringba's ids of them look like is not documented.</summary>
    public static void ReadParameter(RingbaNode node, RingbaBook book)
    {
        var parameter = node.Text("incomingQueryStringName") ?? "";
        if (book.UrlParameters.Exists(p => p.Value.Parameter == parameter))
            return;
        book.Log[RingbaKind.UrlParameter].Read++;
        var it = new RingbaSubject(book.Log, RingbaKind.UrlParameter, node.Text("id") ?? "", parameter);
        it.Validation.Name("incomingQueryStringName", parameter, TagCheck.LongestName);
        var type = TagCheck.Type(it.Validation, "mapToTagType", node.Text("mapToTagType"));
        var name = TagCheck.Name(it.Validation, "mapToTagName", type, node.Text("mapToTagName") ?? parameter);
        if (it.Holds())
            book.UrlParameters.Add(new(it, new UrlParameter(default, parameter, type, name, book.Now)));
    }

    /// <summary>The words of the API are not documented: those of its pages and of the call's events are both taken.</summary>
    private static string? Event(string? code) =>
        code?.Replace(" ", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToUpperInvariant() switch
        {
            "INCOMING" or "INCOMINGCALL" or "ONINCOMING" or "ONINCOMINGCALL" => "incoming",
            "CONNECTED" or "CONNECTEDCALL" or "ANSWERED" or "CONNECTED(ANSWERED)" or "ONCONNECT" or "ONCONNECTED" => "connected",
            "COMPLETED" or "COMPLETEDCALL" or "ONCOMPLETED" => "completed",
            "CONVERTED" or "CONVERTEDCALL" or "ONCONVERT" or "ONCONVERTED" => "converted",
            "ERROR" or "ERRORCALL" or "ONERROR" => "error",
            "PAYOUT" or "PAYOUTCALL" or "ONPAYOUT" => "payout",
            "FINALIZED" or "FINALIZEDCALL" or "ONFINALIZED" => "finalized",
            "RECORDING" or "RECORDEDCALL" or "CALLRECORDING" or "ONRECORDING" => "recording",
            _ => code,
        };

    private static void SignIn(RingbaSubject it, RingbaNode node, PixelSetting pixel, RingbaBook book)
    {
        if (node.Text("basicAuthUsername") is not { } user)
            return;
        var password = node.Text("basicAuthPassword") ?? "";
        if ((user + password).Contains('[', StringComparison.Ordinal))
            it.NotBuilt(true, "Tokens in a name or password.");
        else if (AdoptCredential.WhyNot(new Uri(pixel.Url), user, password) is { } why)
            it.Note(RingbaReason.NotValid, $"Its name and password make no credential. {why}");
        else
            book.SignIns[new PixelId(it.Id)] = (user, password);
    }
}
