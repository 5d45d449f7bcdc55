using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Ringpost.Delivery.GuardedHttp;

namespace Ringpost.CallTracking.Import;

/// <summary>Ringba can't be asked any further; the message says why.</summary>
internal sealed class RingbaUnreachableException(string message) : Exception(message);

/// <summary>What Ringba answered.</summary>
/// <param name="Refused">Why there is no body: the sentence for the report.</param>
internal sealed record RingbaAnswer(JsonElement Body, string? Refused);

/// <summary>
/// Asks Ringba's API (ringba.md 11) through the guarded client: no faster than its limits, waiting where it says that it was asked too much,
/// again where it fails. The token goes to the address that was given and nowhere else.
/// </summary>
internal sealed class RingbaApi(GuardedDownload http, TimeProvider time, Uri address, string token)
{
    public const string Standard = "https://api.ringba.com/v2";

    private const int MostWaits = 30;
    private const long Largest = 64L << 20;

    /// <summary>Five requests a second; of the call log 80 a minute (ringba.md 11).</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LogPace = TimeSpan.FromMilliseconds(750);

    /// <summary>Its limits are per minute and its 429 does not say when that is over.</summary>
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan[] Retries = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)];
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(100);

    private DateTimeOffset _free;

    /// <summary>Somebody is there. Until then a failure is a wrong address, not a bad moment.</summary>
    private bool _answered;

    public Task<RingbaAnswer> GetAsync(string path, CancellationToken cancellation) => AskAsync(path, null, Pace, cancellation);

    public Task<RingbaAnswer> PostAsync(string path, object body, CancellationToken cancellation) =>
        AskAsync(path, JsonSerializer.Serialize(body), LogPace, cancellation);

    /// <exception cref="RingbaUnreachableException">It does not answer at all, or knows the token not.</exception>
    private async Task<RingbaAnswer> AskAsync(string path, string? body, TimeSpan pace, CancellationToken cancellation)
    {
        for (int waits = 0, failures = 0; ; )
        {
            await PauseAsync(_free - time.GetUtcNow(), cancellation);
            _free = time.GetUtcNow() + pace;
            var (status, element, retryAfter, failure) = await SendAsync(path, body, cancellation);
            if (status == (int)HttpStatusCode.TooManyRequests && waits++ < MostWaits)
            {
                await PauseAsync(retryAfter is { } told && told > TimeSpan.Zero && told < LongestWait ? told : Minute, cancellation);
                continue;
            }

            _answered = _answered || failure is null;
            if (_answered && (failure is not null || status >= 500) && failures < Retries.Length)
            {
                await PauseAsync(Retries[failures++], cancellation);
                continue;
            }

            if (failure is not null)
                throw new RingbaUnreachableException(failure);
            return status switch
            {
                200 or 201 => new RingbaAnswer(element, null),
                401 => throw new RingbaUnreachableException("Ringba does not know this token (401)."),
                429 => throw new RingbaUnreachableException("Ringba says that it is asked too often (429), however long one waits."),
                403 => new RingbaAnswer(default, $"The token may not ask for {path} (403)."),
                _ => new RingbaAnswer(default, $"Ringba answered {status} to {path}."),
            };
        }
    }

    private async Task<(int Status, JsonElement Body, TimeSpan? RetryAfter, string? Failure)> SendAsync(
        string path,
        string? body,
        CancellationToken cancellation
    )
    {
        // A deadline of the network's, whatever clock the rest goes by.
        using var deadline = new CancellationTokenSource(Timeout, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            using var request = new HttpRequestMessage(
                body is null ? HttpMethod.Get : HttpMethod.Post,
                $"{address.AbsoluteUri.TrimEnd('/')}/{path}"
            );
            request.Headers.Authorization = new AuthenticationHeaderValue("Token", token);
            request.Headers.Accept.ParseAdd("application/json");
            request.Headers.UserAgent.ParseAdd("Ringpost");
            if (body is not null)
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await http.SendAsync(request, either.Token);
            if ((int)answer.StatusCode is not (200 or 201))
                return ((int)answer.StatusCode, default, RetryAfter(answer), null);
            return (200, await ReadAsync(answer.Content, either.Token), null, null);
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException or JsonException or OperationCanceledException
                && !cancellation.IsCancellationRequested
            )
        {
            return (0, default, null, Sentence(e));
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage answer) =>
        answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => null,
        };

    private static async Task<JsonElement> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        using var kept = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellation)) > 0; )
        {
            if (kept.Length + read > Largest)
                throw new IOException("The answer is larger than 64 MB.");
            kept.Write(buffer, 0, read);
        }

        using var document = JsonDocument.Parse(kept.GetBuffer().AsMemory(0, (int)kept.Length));
        return document.RootElement.Clone();
    }

    private static string Sentence(Exception e) =>
        GuardedDownload.RefusalOf(e) is { } refusal ? $"Ringba can't be asked: {refusal}"
        : e is JsonException ? "What answers at this address is not Ringba's API: no JSON."
        : e is OperationCanceledException ? "Ringba did not answer within 100 seconds."
        : "Ringba can't be reached, or stopped in the middle of an answer.";

    private async Task PauseAsync(TimeSpan length, CancellationToken cancellation)
    {
        if (length > TimeSpan.Zero)
            await Task.Delay(length, time, cancellation);
    }
}
