using Ringpost.CallTracking.Pixels;
using Ringpost.Console.Components;
using Ringpost.Console.Pages.Calls;
using Ringpost.Console.Pages.Calls.Filters;
using Ringpost.Primitives;

namespace Ringpost.Console.Pages.Integrations.Pixels;

/// <summary>What a person types of a pixel. Headers stand one a line, as <c>Name: value</c>.</summary>
public sealed class PixelForm
{
    public string? Name { get; set; }
    public string? FireOn { get; set; }
    public string? Url { get; set; }
    public string? Method { get; set; } = "GET";
    public string? Headers { get; set; }
    public string? ContentType { get; set; }
    public string? Body { get; set; }
    public string? SuccessRule { get; set; }
    public FilterForm Filters { get; set; } = new();

    public static PixelForm Of(PixelSetting pixel) =>
        new()
        {
            Name = pixel.Name,
            FireOn = CallWords.Word(pixel.FireOn),
            Url = pixel.Url,
            Method = pixel.Method,
            Headers = string.Join('\n', pixel.Headers.Select(h => $"{h.Key}: {h.Value}")),
            ContentType = pixel.ContentType,
            Body = pixel.Body,
            SuccessRule = CallWords.Word(pixel.SuccessRule),
            Filters = FilterForm.Of(pixel.Filters),
        };

    /// <summary>Null where the headers can't be read; the message is at the field.</summary>
    public CreatePixel.Request? ToCreate(FieldErrors errors) =>
        ReadHeaders(errors) is { } headers
            ? new(Name, FireOn, Url, Method, headers, BodyOrNone, ContentTypeOrNone, SuccessRule, Filters.ToRequest())
            : null;

    /// <inheritdoc cref="ToCreate"/>
    public ChangePixel.Request? ToChange(FieldErrors errors) =>
        ReadHeaders(errors) is { } headers
            ? new(
                Name ?? "",
                FireOn ?? "",
                Url ?? "",
                Method,
                headers,
                new Optional<string?>(BodyOrNone),
                new Optional<string?>(ContentTypeOrNone),
                SuccessRule,
                Filters: Filters.ToRequest()
            )
            : null;

    public bool HasBody => Method is not (null or "GET");

    // What the method hides is not sent.
    private string? BodyOrNone => HasBody ? Body : null;

    private string? ContentTypeOrNone => HasBody ? ContentType : null;

    private Dictionary<string, string>? ReadHeaders(FieldErrors errors)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in (Headers ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && headers.TryAdd(line[..colon].Trim(), line[(colon + 1)..].Trim()))
                continue;
            errors.Set("headers", $"“{line}” is not a header. Write one a line, as Name: value, each name once.");
            return null;
        }

        return headers;
    }
}
