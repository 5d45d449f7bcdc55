using System.Net;
using Ringpost.Primitives;

namespace Ringpost.Delivery.GuardedHttp;

/// <summary>
/// Opens what others name and what is too long for an answer that is kept, as a recording at a carrier: the same guard on addresses as for what
/// is sent, also behind redirects, which carry no credentials. The caller bounds time and size.
/// </summary>
public sealed class GuardedDownload : IDisposable
{
    private readonly HttpMessageInvoker _http;

    internal GuardedDownload(ResolveHost resolve, bool allowPrivate) =>
        _http = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                UseProxy = false,
                UseCookies = false,
                AllowAutoRedirect = true,
                MaxAutomaticRedirections = 3,
                AutomaticDecompression = DecompressionMethods.None,
                ActivityHeadersPropagator = null,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                ConnectCallback = new GuardedConnector(resolve, allowPrivate).ConnectAsync,
            }
        );

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation) =>
        _http.SendAsync(request, cancellation);

    /// <summary>The sentence of a refusal by the guard; null for another failure.</summary>
    public static Phrase? RefusalOf(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
            if (cause is SendRefusedException refused)
                return refused.Error.Sentence();
        return null;
    }

    public void Dispose() => _http.Dispose();
}
