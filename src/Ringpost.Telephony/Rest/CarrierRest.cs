using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ringpost.Telephony.Rest;

/// <summary>
/// Speaks HTTP with carriers: one deadline per attempt, repeats where asking twice does no harm, no redirect, no proxy, a bounded answer. What
/// goes wrong is one of <see cref="CarrierFault"/>. The log names method, resource and status, never a key or a body.
/// </summary>
internal sealed class CarrierRest(IOptions<TelephonyOptions> options, TimeProvider time, ILogger<CarrierRest> log) : IDisposable
{
    private const int MostBytes = 16 * 1024 * 1024;

    private readonly HttpMessageInvoker _http = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        }
    );

    public async Task<RestAnswer> SendAsync(CarrierCredentials credentials, RestRequest request, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (answer, told) = await TryAsync(credentials, request, cancellation);
            if (
                answer.Failure is not { } failure
                || RestRetry.After(failure.Fault, request.Repeatable, attempt, options.Value.RestRetryAfter, told) is not { } wait
            )
                return answer;
            await Task.Delay(wait, time, cancellation);
        }
    }

    private async Task<(RestAnswer Answer, TimeSpan? Told)> TryAsync(
        CarrierCredentials credentials,
        RestRequest request,
        CancellationToken cancellation
    )
    {
        var started = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(options.Value.RestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        var (status, answer, told) = (0, (RestAnswer?)null, (TimeSpan?)null);
        try
        {
            using var message = Write(credentials, request);
            using var response = await _http.SendAsync(message, either.Token);
            status = (int)response.StatusCode;
            told = response.Headers.RetryAfter?.Delta;
            answer = Read(response.StatusCode, await ReadAsync(response.Content, either.Token));
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && FaultOf(e) is { } fault)
        {
            answer = new RestAnswer(null, new CarrierFailure(fault));
        }

        var outcome = answer.Failure is null ? "done" : answer.Failure.Fault.ToString();
        var milliseconds = (long)time.GetElapsedTime(started).TotalMilliseconds;
        TelephonyLog.Asked(log, request.Method.Method, request.What, status, outcome, milliseconds);
        return (answer, told);
    }

    private static HttpRequestMessage Write(CarrierCredentials credentials, RestRequest request)
    {
        var message = new HttpRequestMessage(request.Method, request.Url);
        message.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.Key}:{credentials.Secret}"))
        );
        message.Headers.Accept.ParseAdd("application/json");
        message.Headers.UserAgent.ParseAdd("Ringpost");
        if (request.Form is not null)
            message.Content = new FormUrlEncodedContent(request.Form);
        return message;
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        using var whole = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellation)) > 0; )
        {
            whole.Write(buffer, 0, read);
            if (whole.Length > MostBytes)
                throw new JsonException("The answer is too long.");
        }

        return whole.ToArray();
    }

    private static RestAnswer Read(HttpStatusCode status, byte[] bytes)
    {
        if (status == HttpStatusCode.NoContent)
            return new(null, null);
        if ((int)status is >= 200 and < 300)
            return new(Parse(bytes), null);
        var (code, words) = Words(bytes);
        var fault = (int)status switch
        {
            401 => CarrierFault.CredentialsRefused,
            403 => CarrierFault.NotAllowed,
            404 => CarrierFault.NotThere,
            429 => CarrierFault.RateLimited,
            >= 500 => CarrierFault.Broken,
            >= 400 when words is not null => CarrierFault.Refused,
            _ => CarrierFault.NotUnderstood,
        };
        return new(null, new CarrierFailure(fault, code, words));
    }

    private static JsonElement Parse(byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        return document.RootElement.Clone();
    }

    /// <summary>The carrier's error number and sentence, where its answer has them.</summary>
    private static (int Code, string? Words) Words(byte[] bytes)
    {
        try
        {
            var body = Parse(bytes);
            var words = RestAnswer.Text(body, "message").Trim().TrimEnd('.');
            return (int.TryParse(RestAnswer.Text(body, "code"), out var code) ? code : 0, words.Length is 0 or > 500 ? null : words);
        }
        catch (JsonException)
        {
            return (0, null);
        }
    }

    private static CarrierFault? FaultOf(Exception exception) =>
        exception switch
        {
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError
                    or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError
            } => CarrierFault.Unreachable,
            HttpRequestException or IOException or OperationCanceledException => CarrierFault.NoAnswer,
            JsonException => CarrierFault.NotUnderstood,
            _ => null,
        };

    public void Dispose() => _http.Dispose();
}
