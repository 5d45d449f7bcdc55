using System.Net.Http.Headers;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.Delivery.Credentials;
using Ringpost.Delivery.Outbox;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Pixels;

/// <summary>What a pixel's fields must be (ringba.md 5.1). What is only doubtful is a warning: <see cref="PixelWarnings"/>.</summary>
internal static class PixelCheck
{
    private const int MostHeaders = 30;
    private const int LongestDelay = 7 * 24 * 3600;

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH"];

    // The sender of the request decides these; a pixel that sets them would break or forge it.
    private static readonly HashSet<string> OwnHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host",
        "Content-Length",
        "Content-Type",
        "Transfer-Encoding",
        "Connection",
        "Keep-Alive",
        "Upgrade",
        "TE",
        "Trailer",
        "Expect",
        "Proxy-Authorization",
        "Proxy-Connection",
        "Idempotency-Key",
        "Ringpost-Delivery",
    };

    /// <summary>The checked fields; id, state and time are the caller's to set.</summary>
    public static PixelSetting Read(Validation validation, CreatePixel.Request request)
    {
        var name = validation.Name("name", request.Name);
        var fireOn = validation.Choice<PixelEvent>("fireOn", request.FireOn);
        var url = TokenTemplate.Parse(request.Url?.Trim() ?? "");
        foreach (var error in PixelUrl.Check(url))
            validation.Add("url", error);
        var method = Method(validation, request.Method);
        var headers = Headers(validation, request.Headers);
        var body = string.IsNullOrEmpty(request.Body) ? null : request.Body;
        if (body is not null && method == "GET")
            validation.Add("body", "A GET request has no body. Choose another method, or leave the body empty.");
        if (body is { Length: > 64_000 })
            validation.Add("body", "At most 64000 characters.");
        var contentType = ContentType(validation, request.ContentType, body);
        var rule = validation.Choice<SuccessRule>("successRule", request.SuccessRule, Guess(url));
        return new PixelSetting(default, name, fireOn, url.Source, method, headers, body, contentType, rule, true, default)
        {
            Filters = FilterCheck.Read(validation, "filters", request.Filters),
            DelaySeconds = validation.Whole("delaySeconds", request.DelaySeconds, 0, LongestDelay, 0),
            Publishers = [.. (request.Publishers ?? []).Where(p => !string.IsNullOrWhiteSpace(p)).Distinct().Select(PublisherId.From)],
            EachConnection = EachConnection(validation, request.EachConnection, fireOn),
            CredentialId = Reference(request.CredentialId),
            SignatureId = Reference(request.SignatureId),
            AnswerHas = AnswerText(validation, "answerHas", request.AnswerHas),
            AnswerLacks = AnswerText(validation, "answerLacks", request.AnswerLacks),
            AnswerStatus = AnswerStatus(validation, request.AnswerStatus),
        };
    }

    private static bool EachConnection(Validation validation, bool? given, PixelEvent fireOn)
    {
        if (given is true && fireOn != PixelEvent.Connected)
            validation.Add("eachConnection", "Only a pixel on Connected fires again at each connection.");
        return given is true;
    }

    private static CredentialId? Reference(string? id) => string.IsNullOrWhiteSpace(id) ? null : CredentialId.From(id.Trim());

    private static string? AnswerText(Validation validation, string field, string? value) =>
        validation.Text(field, value, 500) is { Length: > 0 } text ? text : null;

    private static string? AnswerStatus(Validation validation, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        if (StatusList.Read(value) is { } list)
            return list;
        validation.Add("answerStatus", "Statuses from 100 to 599 with commas between them, as 200, 200-204 or 2xx.");
        return null;
    }

    /// <summary>A path of a CAKE postback answers with CAKE's envelope; any other receiver is judged by its status.</summary>
    private static SuccessRule Guess(TokenTemplate url)
    {
        var path = url.Source.AsSpan();
        if (path.IndexOfAny('?', '#') is >= 0 and var end)
            path = path[..end];
        return path.EndsWith("/p.ashx", StringComparison.OrdinalIgnoreCase) || path.EndsWith("/m.ashx", StringComparison.OrdinalIgnoreCase)
            ? SuccessRule.CakeEnvelope
            : SuccessRule.Status;
    }

    private static string Method(Validation validation, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return "GET";
        var method = value.Trim().ToUpperInvariant();
        if (!Methods.Contains(method, StringComparer.Ordinal))
            validation.Add("method", $"One of: {string.Join(", ", Methods)}.");
        return method;
    }

    private static Dictionary<string, string> Headers(Validation validation, IReadOnlyDictionary<string, string>? given)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (given is null)
            return headers;
        if (given.Count > MostHeaders)
            validation.Add("headers", $"At most {MostHeaders} headers.");
        foreach (var (rawName, rawValue) in given)
        {
            var name = rawName.Trim();
            if (!IsHeaderName(name))
                validation.Add("headers", $"“{name}” is not a header name: letters, digits and dashes.");
            else if (OwnHeaders.Contains(name))
                validation.Add("headers", $"{name} is set by Ringpost itself.");
            else if (
                rawValue is null
                || rawValue.Length > 4000
                || rawValue.AsSpan().ContainsAnyInRange('\0', '\u001f')
                || rawValue.Contains('\u007f', StringComparison.Ordinal)
            )
                validation.Add("headers", $"The value of {name} has line breaks or is too long.");
            else if (!headers.TryAdd(name, rawValue.Trim()))
                validation.Add("headers", $"{name} stands there twice.");
        }

        return headers;
    }

    private static bool IsHeaderName(string name) =>
        name.Length is > 0 and <= 100
        && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));

    private static string? ContentType(Validation validation, string? value, string? body)
    {
        // Ringba's pixel node sends JSON unless it is told otherwise (ringba.md 5.1).
        if (string.IsNullOrWhiteSpace(value))
            return body is null ? null : "application/json";
        if (!MediaTypeHeaderValue.TryParse(value, out _))
            validation.Add("contentType", "A content type, as application/json.");
        return value.Trim();
    }
}
