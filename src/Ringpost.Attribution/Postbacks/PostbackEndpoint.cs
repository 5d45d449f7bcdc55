using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Configuration;
using Ringpost.Delivery.OwnOrigin;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Settings;

namespace Ringpost.Attribution.Postbacks;

/// <summary>
/// <c>/p.ashx</c> and <c>/m.ashx</c>: 1 rate limit, 2 read, 3 look up the click and run the steps, 4 write and wait for the commit, 5 answer. No model binding: this
/// is the hot path.
/// </summary>
internal sealed class PostbackEndpoint(
    Snapshot<OfferConfiguration> configurations,
    Snapshot<PublicIds> publicIds,
    BatchLane<PostbackItem, WrittenPostback> lane,
    PostbackDecision decision,
    ClickLookup clicks,
    RateLimit rateLimit,
    RefusalCounts refusals,
    WorkerSignature signature,
    IOptions<PostbackOptions> options,
    TimeProvider time,
    IMeterFactory meters
)
{
    private readonly Counter<long> _counter = meters
        .Create("Ringpost.Attribution")
        .CreateCounter<long>("ringpost.postbacks", description: "Postbacks by outcome");

    private volatile WithinLimit? _within;

    /// <summary>
    /// Nearly all postbacks wait for nothing before they are written: for them there is no state machine on the way, which would keep all it
    /// knows until the commit.
    /// </summary>
    public Task RunAsync(HttpContext http, PostbackPath path) =>
        HttpMethods.IsGet(http.Request.Method)
        && http.Request.Headers[WorkerSignature.Header].Count == 0
        && configurations.Current is { } configuration
        && publicIds.Current is { } ids
            ? LimitAsync(http, path, configuration, ids)
            : ReadAsync(http, path);

    private Task LimitAsync(HttpContext http, PostbackPath path, OfferConfiguration configuration, PublicIds ids)
    {
        var address = AddressOf(http);
        return rateLimit.Admits(address, configuration, out var limit)
            ? TakeAsync(http, path, address, configuration, ids, form: null, Line(limit), isOwn: false)
            : RefuseAsync(http, path, address, configuration);
    }

    private async Task ReadAsync(HttpContext http, PostbackPath path)
    {
        try
        {
            var configuration = await configurations.GetAsync();
            var ids = await publicIds.GetAsync();
            var address = AddressOf(http);
            var signed = http.Request.Headers[WorkerSignature.Header];
            var isOwn = signed.Count == 1 && await signature.IsValidAsync(KeyOf(http.Request), signed);
            var line = Exempt;
            if (!isOwn)
            {
                if (!rateLimit.Admits(address, configuration, out var limit))
                {
                    await RefuseAsync(http, path, address, configuration);
                    return;
                }

                line = Line(limit);
            }

            await TakeAsync(http, path, address, configuration, ids, await ReadFormAsync(http.Request), line, isOwn);
        }
        catch (BadHttpRequestException bad)
        {
            // A body that is too long or cut off: the sender's fault, none of ours to log.
            http.Response.StatusCode = bad.StatusCode;
        }
        catch (StorageUnavailableException)
        {
            await PostbackAnswer.WriteOverloadedAsync(http, PostbackFormat.Envelope);
        }
    }

    private Task RefuseAsync(HttpContext http, PostbackPath path, IPAddress address, OfferConfiguration configuration)
    {
        refusals.Add(address.ToString());
        var request = PostbackParser.Parse(path, http.Request.QueryString.Value, default, configuration.Zone);
        return AnswerAsync(http, request.Format, PostbackOutcome.RateLimited);
    }

    private Task TakeAsync(
        HttpContext http,
        PostbackPath path,
        IPAddress address,
        OfferConfiguration configuration,
        PublicIds ids,
        string? form,
        Phrase line,
        bool isOwn
    )
    {
        var request = PostbackParser.Parse(path, http.Request.QueryString.Value, form, configuration.Zone);
        if (form is { Length: > PostbackArrival.LongestForm })
            request.Malformed ??= "The body is longer than 16 KB.";
        var arrival = Arrive(http, path, address, form, isOwn);
        var click = clicks.FindAsync(arrival, request, configuration);
        return click.IsCompletedSuccessfully
            ? WriteAsync(http, request.Format, lane.SubmitAsync(decision.Decide(arrival, request, configuration, ids, line, click.Result)))
            : FindAsync(http, arrival, request, configuration, ids, line, click);
    }

    private async Task FindAsync(
        HttpContext http,
        PostbackArrival arrival,
        PostbackRequest request,
        OfferConfiguration configuration,
        PublicIds ids,
        Phrase line,
        ValueTask<ClickMatch> finding
    )
    {
        ClickMatch click;
        try
        {
            click = await finding;
        }
        catch (StorageUnavailableException)
        {
            await PostbackAnswer.WriteOverloadedAsync(http, request.Format);
            return;
        }

        await WriteAsync(http, request.Format, lane.SubmitAsync(decision.Decide(arrival, request, configuration, ids, line, click)));
    }

    private async Task WriteAsync(HttpContext http, PostbackFormat format, Task<WrittenPostback> writing)
    {
        WrittenPostback written;
        try
        {
            written = await writing;
        }
        catch (StorageUnavailableException)
        {
            await PostbackAnswer.WriteOverloadedAsync(http, format);
            return;
        }

        await AnswerAsync(http, format, written.Outcome, written.Html);
    }

    private static IPAddress AddressOf(HttpContext http) => IpRange.Unmap(http.Connection.RemoteIpAddress ?? IPAddress.None);

    private static string KeyOf(HttpRequest request) => request.Headers["Idempotency-Key"].ToString();

    private static readonly Phrase Exempt = "Our own delivery worker is exempt.",
        Unlimited = "No limit for this address.";

    private Phrase Line(int limit) => limit == 0 ? Unlimited : Within(limit);

    /// <summary>Most addresses have the same limit.</summary>
    private Phrase Within(int limit)
    {
        var last = _within;
        if (last?.Limit != limit)
            _within = last = new WithinLimit(limit, $"Within {limit} a second.");
        return last.Line;
    }

    private sealed record WithinLimit(int Limit, Phrase Line);

    private Task AnswerAsync(HttpContext http, PostbackFormat format, PostbackOutcome outcome, IReadOnlyList<string>? html = null)
    {
        _counter.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToText()));
        return PostbackAnswer.WriteAsync(http, format, outcome, options.Value, html);
    }

    private PostbackArrival Arrive(HttpContext http, PostbackPath path, IPAddress address, string? form, bool isOwn)
    {
        var request = http.Request;
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (string.IsNullOrEmpty(target))
            target = request.PathBase + request.Path + request.QueryString;
        var now = Instant.Now(time);
        return new PostbackArrival(
            now,
            request.Method,
            address,
            path,
            PostbackArrival.Storable(target, PostbackArrival.LongestUrl) ?? "",
            target.Length,
            PostbackHash.OfUrl(target, form),
            PostbackArrival.Storable(form, PostbackArrival.LongestForm),
            PostbackArrival.Storable(request.Headers.Referer.ToString(), PostbackArrival.LongestHeader),
            PostbackArrival.Storable(request.Headers.UserAgent.ToString(), PostbackArrival.LongestHeader),
            PostbackArrival.Storable(KeyOf(request), PostbackArrival.LongestHeader),
            isOwn
        )
        {
            Session = path == PostbackPath.P ? SessionCookie.ReadOfPixel(request, now) : 0,
        };
    }

    /// <summary>A form of a POST, at most one character more than is read; null where there is none. Bytes that are no UTF-8 read as U+0000, which is refused.</summary>
    private static async ValueTask<string?> ReadFormAsync(HttpRequest request)
    {
        if (
            !HttpMethods.IsPost(request.Method)
            || request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true
        )
            return null;
        var bytes = new byte[PostbackArrival.LongestForm + 1];
        var length = 0;
        while (
            length < bytes.Length
            && await request.Body.ReadAsync(bytes.AsMemory(length), request.HttpContext.RequestAborted) is var read and > 0
        )
            length += read;
        if (length == 0)
            return null;
        var text = bytes.AsSpan(0, length);
        return System.Text.Unicode.Utf8.IsValid(text) || length == bytes.Length ? Encoding.UTF8.GetString(text) : "\0";
    }
}
