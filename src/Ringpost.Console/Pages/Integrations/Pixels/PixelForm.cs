using Ringpost.CallTracking.Configuration;
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
    public decimal? DelaySeconds { get; set; }
    public List<string> Publishers { get; set; } = [];
    public bool EachConnection { get; set; }
    public string? CredentialId { get; set; }
    public string? SignatureId { get; set; }
    public string? AnswerHas { get; set; }
    public string? AnswerLacks { get; set; }
    public string? AnswerStatus { get; set; }

    /// <summary>Of the template that it began with.</summary>
    public int? PerSecond { get; set; }

    /// <summary>Takes a template's fields; the name stays where one was typed.</summary>
    public void Take(PixelTemplate template)
    {
        if (string.IsNullOrWhiteSpace(Name))
            Name = template.Name;
        FireOn = CallWords.Word(template.FireOn);
        (Method, Url, ContentType, Body) = (template.Method, template.Url, template.ContentType, template.Body);
        Headers = string.Join('\n', template.Headers.Select(h => $"{h.Key}: {h.Value}"));
        SuccessRule = CallWords.Word(template.SuccessRule);
        (AnswerHas, AnswerLacks, AnswerStatus, PerSecond) = (
            template.AnswerHas,
            template.AnswerLacks,
            template.AnswerStatus,
            template.PerSecond
        );
    }

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
            DelaySeconds = pixel.DelaySeconds == 0 ? null : pixel.DelaySeconds,
            Publishers = [.. pixel.Publishers.Select(p => p.Value)],
            EachConnection = pixel.EachConnection,
            CredentialId = pixel.CredentialId?.Value,
            SignatureId = pixel.SignatureId?.Value,
            AnswerHas = pixel.AnswerHas,
            AnswerLacks = pixel.AnswerLacks,
            AnswerStatus = pixel.AnswerStatus,
        };

    /// <summary>Null where the headers can't be read; the message is at the field.</summary>
    public CreatePixel.Request? ToCreate(FieldErrors errors) =>
        ReadHeaders(errors) is { } headers
            ? new(
                Name,
                FireOn,
                Url,
                Method,
                headers,
                BodyOrNone,
                ContentTypeOrNone,
                SuccessRule,
                Filters.ToRequest(),
                Delay,
                Publishers,
                EachOrNone,
                CredentialId,
                SignatureId,
                AnswerHas,
                AnswerLacks,
                PerSecond,
                AnswerStatus
            )
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
                Filters: Filters.ToRequest(),
                DelaySeconds: Delay,
                Publishers: Publishers,
                EachConnection: EachOrNone,
                CredentialId: CredentialId,
                SignatureId: SignatureId,
                AnswerHas: AnswerHas,
                AnswerLacks: AnswerLacks,
                AnswerStatus: AnswerStatus
            )
            : null;

    public bool IsConnected => string.Equals(FireOn, nameof(PixelEvent.Connected), StringComparison.OrdinalIgnoreCase);

    /// <summary>What a folded part has set, in a few words.</summary>
    public string HeadersSay =>
        (Headers ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Length switch
        {
            0 => "",
            var many => T.Many("{0} header", "{0} headers", many),
        };

    public string DelaySays =>
        (DelaySeconds is > 0 ? T["{0:0} seconds later", DelaySeconds] : T["at once"]) + (EachOrNone ? T[", at each connection"] : "");

    public string AnswerSays =>
        string.Join(
            ", ",
            new[]
            {
                SuccessRule switch
                {
                    "cakeEnvelope" => T["CAKE envelope"],
                    "status" => string.IsNullOrWhiteSpace(AnswerStatus) ? T["2xx status"] : "",
                    _ => T["chosen by the URL"],
                },
                string.IsNullOrWhiteSpace(AnswerStatus) ? "" : T["status {0}", AnswerStatus],
                string.IsNullOrWhiteSpace(AnswerHas) ? "" : T["with “{0}”", AnswerHas],
                string.IsNullOrWhiteSpace(AnswerLacks) ? "" : T["without “{0}”", AnswerLacks],
            }.Where(s => s.Length > 0)
        );

    private int? Delay => DelaySeconds is { } seconds ? (int)Math.Clamp(decimal.Round(seconds), int.MinValue, int.MaxValue) : 0;

    // What the event hides is not sent.
    private bool EachOrNone => EachConnection && IsConnected;

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
            errors.Set("headers", T["“{0}” is not a header. Write one a line, as Name: value, each name once.", line]);
            return null;
        }

        return headers;
    }
}
