using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Ringpost.Attribution.Postbacks;

/// <summary>
/// The answers byte for byte (cake.md 2.5): the envelope with CRLF and tabs for server postbacks; image, script and frame never tell
/// what became of the request.
/// </summary>
internal static class PostbackAnswer
{
    private static readonly FrozenDictionary<PostbackOutcome, byte[]> Envelopes = Enum.GetValues<PostbackOutcome>()
        .ToFrozenDictionary(o => o, o => Envelope(o.Envelope().Code, o.Envelope().Message));

    private static readonly byte[] Overloaded = Envelope(8, "TRY AGAIN LATER");

    private static readonly byte[] Image = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    private static readonly byte[] Frame = FrameOf([]);

    /// <param name="html">The affiliate's HTML pixels, for a browser; null for none.</param>
    public static Task WriteAsync(
        HttpContext http,
        PostbackFormat format,
        PostbackOutcome outcome,
        PostbackOptions options,
        IReadOnlyList<string>? html = null
    )
    {
        if (outcome is PostbackOutcome.Duplicate or PostbackOutcome.DuplicateOtherAmount && options.DuplicateAnswersSuccess)
            outcome = PostbackOutcome.Repeat;
        var status = StatusCodes.Status200OK;
        if (format == PostbackFormat.Envelope && outcome.IsRefusal())
            status = options.RefusalStatus;
        if (format == PostbackFormat.Envelope && outcome == PostbackOutcome.RateLimited)
        {
            // What a repeat can cure never answers 2xx.
            status = StatusCodes.Status429TooManyRequests;
            http.Response.Headers.RetryAfter = "1";
        }

        return SendAsync(http, status, format, Envelopes[outcome], html);
    }

    /// <summary>503: nothing was stored, whatever the format; a repeat is welcome.</summary>
    public static Task WriteOverloadedAsync(HttpContext http, PostbackFormat format)
    {
        http.Response.Headers.RetryAfter = "2";
        return SendAsync(http, StatusCodes.Status503ServiceUnavailable, format, Overloaded);
    }

    private static Task SendAsync(HttpContext http, int status, PostbackFormat format, byte[] envelope, IReadOnlyList<string>? html = null)
    {
        var (type, body) = format switch
        {
            PostbackFormat.Envelope => ("text/xml; charset=utf-8", envelope),
            PostbackFormat.Image => ("image/gif", Image),
            PostbackFormat.Script => ("application/javascript", html is null ? [] : ScriptOf(html)),
            PostbackFormat.Frame => ("text/html; charset=utf-8", html is null ? Frame : FrameOf(html)),
        };
        if (format == PostbackFormat.Script && http.Request.Headers.Origin is [{ Length: > 0 } origin] && Ascii.IsValid(origin))
        {
            // No browser's origin has other characters, and no header that we write may. A page may also fetch the script, with the tracking domain's cookie: that takes its own origin back, not a star.
            http.Response.Headers.AccessControlAllowOrigin = origin;
            http.Response.Headers.AccessControlAllowCredentials = "true";
            http.Response.Headers.Vary = "Origin";
        }

        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = type;
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        return response.Body.WriteAsync(body).AsTask();
    }

    private static byte[] FrameOf(IReadOnlyList<string> html) =>
        Encoding.UTF8.GetBytes("<!DOCTYPE html><html><head><title></title></head><body>" + string.Concat(html) + "</body></html>");

    /// <summary>As a fragment of the page: scripts inside run, which they would not as <c>innerHTML</c>.</summary>
    private static byte[] ScriptOf(IReadOnlyList<string> html) =>
        Encoding.UTF8.GetBytes(
            $"document.body.appendChild(document.createRange().createContextualFragment(\"{JavaScriptEncoder.Default.Encode(string.Concat(html))}\"));"
        );

    private static byte[] Envelope(int code, string message) =>
        Encoding.ASCII.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<result>\r\n\t<code>{code}</code>\r\n\t<msg>{message}</msg>\r\n</result>"
            )
        );
}
