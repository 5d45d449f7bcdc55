using System.Text;
using System.Text.Json;
using Ringpost.Delivery.GuardedHttp;

namespace Ringpost.Delivery.Credentials;

/// <summary>
/// Tokens by client credentials (RFC 6749 4.4), kept in memory until a little before they run out. Whoever needs one while it is fetched waits
/// for the same answer.
/// </summary>
internal sealed class ClientTokens(GuardedClient client, TimeProvider time)
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    // A server that does not say how long a token lives is asked again after a while.
    private static readonly TimeSpan Unsaid = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<CredentialId, Fetched> _fetched = [];

    /// <param name="version">Tells a new secret from the one before.</param>
    /// <param name="refused">A token that the receiver did not take.</param>
    public async Task<Token> GetAsync(Credential credential, string secret, string version, string? refused, CancellationToken cancellation)
    {
        Task<Answer> fetch;
        bool isNew;
        lock (_lock)
        {
            isNew = !_fetched.TryGetValue(credential.Id, out var known) || !known.IsFor(credential, version) || IsOver(known, refused);
            // Not cancelled with its first caller: others wait for it too. The client bounds its time.
            fetch = isNew ? Task.Run(() => FetchAsync(credential, secret), CancellationToken.None) : known!.Answer;
            if (isNew)
                _fetched[credential.Id] = new Fetched(credential, version, fetch);
        }

        var answer = await fetch.WaitAsync(cancellation);
        return new Token(answer.Token, isNew, answer.Failed);
    }

    public static string Basic(string user, string password) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    private bool IsOver(Fetched known, string? refused)
    {
        if (!known.Answer.IsCompleted)
            return false;
        if (!known.Answer.IsCompletedSuccessfully)
            return true;
        var answer = known.Answer.GetAwaiter().GetResult();
        return answer.Token is null || answer.Token == refused || answer.Until <= time.GetUtcNow();
    }

    private async Task<Answer> FetchAsync(Credential credential, string secret)
    {
        var body =
            "grant_type=client_credentials" + (credential.Scope.Length == 0 ? "" : "&scope=" + Uri.EscapeDataString(credential.Scope));
        var headers = new Dictionary<string, string>
        {
            ["Accept"] = "application/json",
            // RFC 6749 2.3.1: both are form-encoded before they are joined.
            ["Authorization"] = Basic(Uri.EscapeDataString(credential.UserName), Uri.EscapeDataString(secret)),
        };
        var asked = time.GetUtcNow();
        var outcome = await client.SendAsync(
            new SendRequest("POST", credential.TokenUrl, headers, body, "application/x-www-form-urlencoded", $"token:{credential.Id}"),
            CancellationToken.None
        );
        if (outcome.Status is >= 200 and < 300 && TryRead(outcome.Text, out var token, out var lives))
            return new Answer(token, asked + (lives > 2 * Margin ? lives - Margin : lives / 2), null);
        // Its answer is kept in the log, but never one with a token in it.
        var said = outcome.Status is >= 200 and < 300 ? "" : outcome.Text;
        return new Answer(null, asked, outcome with { Status = null, Error = SendError.TokenNotGiven, Text = said });
    }

    private static bool TryRead(string text, out string token, out TimeSpan lives)
    {
        (token, lives) = ("", Unsaid);
        try
        {
            using var json = JsonDocument.Parse(text);
            if (
                json.RootElement.ValueKind != JsonValueKind.Object
                || !json.RootElement.TryGetProperty("access_token", out var given)
                || given.ValueKind != JsonValueKind.String
            )
                return false;
            token = given.GetString()!;
            if (json.RootElement.TryGetProperty("expires_in", out var seconds) && seconds.TryGetInt32(out var whole) && whole > 0)
                lives = TimeSpan.FromSeconds(whole);
            return token.Length > 0 && !token.AsSpan().ContainsAnyInRange('\0', ' ');
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <param name="IsNew">Whether this very request fetched it.</param>
    internal readonly record struct Token(string? Text, bool IsNew, SendOutcome? Failed);

    private sealed record Answer(string? Token, DateTimeOffset Until, SendOutcome? Failed);

    private sealed record Fetched(Credential Credential, string Version, Task<Answer> Answer)
    {
        public bool IsFor(Credential credential, string version) =>
            Version == version
            && (Credential.UserName, Credential.TokenUrl, Credential.Scope) == (credential.UserName, credential.TokenUrl, credential.Scope);
    }
}
