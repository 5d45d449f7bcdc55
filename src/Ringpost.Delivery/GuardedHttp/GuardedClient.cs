using System.Net;
using System.Text;
using Microsoft.Extensions.Options;
using Ringpost.Delivery.OwnOrigin;

namespace Ringpost.Delivery.GuardedHttp;

/// <summary>
/// The only way to a URL that somebody typed (architecture 4.12). 1 read the URL, 2 choose the connector: our own endpoints may stand on a
/// private address, 3 send, 4 follow a redirect of a GET with the same checks, never again as our own, 5 read a bounded answer.
/// One deadline covers it all.
/// </summary>
internal sealed class GuardedClient : IDisposable
{
    private const int MostRedirects = 3;

    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host",
        "Connection",
        "Content-Length",
        "Content-Type",
        "Transfer-Encoding",
        "Expect",
        "Upgrade",
        "TE",
        "Trailer",
        "Keep-Alive",
        "Proxy-Connection",
        "Proxy-Authorization",
        IdempotencyKey,
        WorkerSignature.Header,
    };

    private const string IdempotencyKey = "Idempotency-Key";

    private readonly OwnEndpoints _own;
    private readonly WorkerSignature _signature;
    private readonly DeliveryOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _guarded;

    // A pooled connection to our own origin must never carry a request that would not have been let through.
    private readonly HttpMessageInvoker _toOwn;

    public GuardedClient(
        OwnEndpoints own,
        WorkerSignature signature,
        IOptions<DeliveryOptions> options,
        TimeProvider time,
        ResolveHost resolve
    )
    {
        (_own, _signature, _options, _time) = (own, signature, options.Value, time);
        _guarded = Create(new GuardedConnector(resolve, _options.AllowPrivateAddresses));
        _toOwn = Create(new GuardedConnector(resolve, allowPrivate: true));
    }

    /// <param name="limit">A deadline that is nearer than the usual one.</param>
    public async Task<SendOutcome> SendAsync(SendRequest request, CancellationToken cancellation, TimeSpan? limit = null)
    {
        var started = _time.GetTimestamp();
        var seen = SeenAddress.Begin();
        using var deadline = new CancellationTokenSource(limit < _options.Timeout ? limit.Value : _options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            var (status, text, retryAfter) = await FollowAsync(request, seen, either.Token);
            return new SendOutcome(status, null, text, retryAfter, _time.GetElapsedTime(started)) { Address = seen.Address };
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && ErrorOf(e, deadline.IsCancellationRequested) is { } error)
        {
            return new SendOutcome(null, error, "", null, _time.GetElapsedTime(started)) { Address = seen.Address };
        }
    }

    private async Task<(int Status, string Text, TimeSpan? RetryAfter)> FollowAsync(
        SendRequest request,
        SeenAddress seen,
        CancellationToken cancellation
    )
    {
        var url = ReadUrl(request.Url) ?? throw new SendRefusedException(SendError.UrlNotAllowed);
        var first = url;
        for (var redirects = 0; ; redirects++)
        {
            if (!PortRule.Allows(url.Port))
                throw new SendRefusedException(SendError.PortNotAllowed);
            var toOwn = redirects == 0 && _own.Contains(url);
            using var message = Write(request, url, withHeaders: SameOrigin(url, first));
            message.Options.Set(GuardedConnector.Seen, seen);
            if (toOwn)
                message.Headers.Add(WorkerSignature.Header, await _signature.SignAsync(request.IdempotencyKey, cancellation));
            using var answer = await (toOwn ? _toOwn : _guarded).SendAsync(message, cancellation);
            if (NextUrl(message.Method, url, answer) is not { } next)
                return ((int)answer.StatusCode, await AnswerReader.ReadAsync(answer.Content, cancellation), RetryAfter(answer));
            if (redirects == MostRedirects)
                throw new SendRefusedException(SendError.TooManyRedirects);
            url = next;
        }
    }

    private static HttpRequestMessage Write(SendRequest request, Uri url, bool withHeaders)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), url);
        message.Headers.TryAddWithoutValidation("User-Agent", "Ringpost");
        message.Headers.TryAddWithoutValidation(IdempotencyKey, request.IdempotencyKey);
        if (request.Body is not null && message.Method != HttpMethod.Get)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request.Body));
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType ?? "application/json");
        }

        // Headers may hold what is meant for one receiver only: another origin does not get them.
        if (!withHeaders)
            return message;
        foreach (var (name, value) in request.Headers)
        {
            if (Reserved.Contains(name))
                continue;
            message.Headers.Remove(name);
            if (
                !message.Headers.TryAddWithoutValidation(name, value)
                && message.Content?.Headers.TryAddWithoutValidation(name, value) != true
            )
                throw new SendRefusedException(SendError.RequestNotValid);
        }

        return message;
    }

    private static Uri? NextUrl(HttpMethod method, Uri from, HttpResponseMessage answer)
    {
        var isRedirect =
            answer.StatusCode
            is HttpStatusCode.MovedPermanently
                or HttpStatusCode.Found
                or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect
                or HttpStatusCode.PermanentRedirect;
        if (!isRedirect || method != HttpMethod.Get || answer.Headers.Location is not { } location)
            return null;
        var next = new Uri(from, location);
        var isAllowed = next.Scheme == Uri.UriSchemeHttps || (next.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp);
        return isAllowed ? next : throw new SendRefusedException(SendError.RedirectNotAllowed);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage answer) =>
        answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - _time.GetUtcNow(),
            _ => null,
        };

    private static Uri? ReadUrl(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var read) && (read.Scheme == Uri.UriSchemeHttp || read.Scheme == Uri.UriSchemeHttps)
            ? read
            : null;

    private static bool SameOrigin(Uri one, Uri other) => one.Scheme == other.Scheme && one.Authority == other.Authority;

    private static SendError? ErrorOf(Exception exception, bool isLate)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
            if (cause is SendRefusedException refused)
                return refused.Error;
        if (isLate)
            return SendError.TimedOut;
        return exception switch
        {
            HttpRequestException http => http.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => SendError.DnsFailed,
                HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => SendError.ConnectFailed,
                HttpRequestError.SecureConnectionError => SendError.TlsFailed,
                HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded => SendError.AnswerNotReadable,
                HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError => SendError.ConnectionLost,
                _ => SendError.ConnectionLost,
            },
            HttpIOException or IOException => SendError.ConnectionLost,
            FormatException or ArgumentException or NotSupportedException or UriFormatException => SendError.RequestNotValid,
            _ => null,
        };
    }

    private static HttpMessageInvoker Create(GuardedConnector connector) =>
        new(
            new SocketsHttpHandler
            {
                UseProxy = false,
                UseCookies = false,
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                MaxResponseHeadersLength = 32,
                MaxResponseDrainSize = AnswerReader.MostBytes,
                ActivityHeadersPropagator = null,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
                RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
                ConnectCallback = connector.ConnectAsync,
                SslOptions = { RemoteCertificateValidationCallback = (_, _, chain, errors) => CertificateRule.Check(chain, errors) },
            }
        );

    public void Dispose()
    {
        _guarded.Dispose();
        _toOwn.Dispose();
    }
}
