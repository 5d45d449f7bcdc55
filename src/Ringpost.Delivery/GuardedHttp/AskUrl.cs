namespace Ringpost.Delivery.GuardedHttp;

/// <summary>What a URL answered, or why it did not.</summary>
/// <param name="Text">At most 64 KB of it, fit to be stored.</param>
public sealed record UrlAnswer(int? Status, SendError? Error, string Text, TimeSpan Duration);

/// <summary>
/// Asks a URL that somebody typed, once, for what must be known before a decision: through the guarded client as everything that is sent,
/// but nobody waits longer than the limit, and nothing is repeated or logged.
/// </summary>
public sealed class AskUrl
{
    private readonly GuardedClient _client;

    internal AskUrl(GuardedClient client) => _client = client;

    /// <param name="key">Sent as <c>Idempotency-Key</c>: what the question is about.</param>
    /// <param name="limit">For all of it: name, connection, redirects, answer. No longer than <see cref="DeliveryOptions.Timeout"/>.</param>
    public async Task<UrlAnswer> GetAsync(string url, string key, TimeSpan limit, CancellationToken cancellation = default)
    {
        var request = new SendRequest("GET", url, new Dictionary<string, string> { ["Accept"] = "application/json" }, null, null, key);
        var outcome = await _client.SendAsync(request, cancellation, limit);
        return new UrlAnswer(outcome.Status, outcome.Error, outcome.Text, outcome.Duration);
    }
}
