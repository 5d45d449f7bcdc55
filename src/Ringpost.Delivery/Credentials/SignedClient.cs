using System.Security.Cryptography;
using Ringpost.Delivery.GuardedHttp;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Settings;

namespace Ringpost.Delivery.Credentials;

/// <summary>
/// Sends one attempt with what its terms name: 1 find the credentials, 2 see that the receiver may get them, 3 sign, 4 sign in, fetching a token
/// where there is none, 5 send; a token that was kept and is refused is fetched once more. Headers go to the first origin only, as all do.
/// </summary>
internal sealed class SignedClient(
    GuardedClient client,
    Snapshot<CredentialBook> credentials,
    ClientTokens tokens,
    SecretBox secrets,
    TimeProvider time
)
{
    private const string Authorization = "Authorization";

    public async Task<SendOutcome> SendAsync(SendRequest request, SendTerms terms, CancellationToken cancellation)
    {
        if (terms.Credential is null && terms.Signature is null)
            return await client.SendAsync(request, cancellation);
        var book = await credentials.GetAsync(cancellation);
        var headers = new Dictionary<string, string>(request.Headers, StringComparer.OrdinalIgnoreCase);
        request = request with { Headers = headers };
        try
        {
            if (terms.Signature is { } signature)
            {
                if (book.Row(signature) is not { Kind: nameof(CredentialKind.Signature) } key)
                    return Refused(SendError.CredentialMissing);
                foreach (
                    var (name, value) in WebhookSignature.Headers(InForce(key), request.IdempotencyKey, BodyOf(request), Instant.Now(time))
                )
                    headers[name] = value;
            }

            return terms.Credential is { } id
                ? await SignInAsync(request, headers, book.Row(id), cancellation)
                : await client.SendAsync(request, cancellation);
        }
        catch (CryptographicException)
        {
            // Sealed under another master key: as good as not there.
            return Refused(SendError.CredentialMissing);
        }
    }

    private async Task<SendOutcome> SignInAsync(
        SendRequest request,
        Dictionary<string, string> headers,
        CredentialRow? row,
        CancellationToken cancellation
    )
    {
        if (row is null || row.Kind == nameof(CredentialKind.Signature))
            return Refused(SendError.CredentialMissing);
        var credential = Credential.Of(row);
        if (!Uri.TryCreate(request.Url, UriKind.Absolute, out var url) || !credential.MayGoTo(url))
            return Refused(SendError.CredentialNotForHost);
        var secret = secrets.Open(row.Secret, CreateCredential.Purpose);
        if (credential.Kind != CredentialKind.ClientCredentials)
        {
            headers[Authorization] =
                credential.Kind == CredentialKind.Bearer ? $"Bearer {secret}" : ClientTokens.Basic(credential.UserName, secret);
            return await client.SendAsync(request, cancellation);
        }

        var token = await tokens.GetAsync(credential, secret, row.Secret, refused: null, cancellation);
        if (token.Text is null)
            return token.Failed!;
        headers[Authorization] = $"Bearer {token.Text}";
        var outcome = await client.SendAsync(request, cancellation);
        if (outcome.Status != 401 || token.IsNew)
            return outcome;
        token = await tokens.GetAsync(credential, secret, row.Secret, refused: token.Text, cancellation);
        if (token.Text is null)
            return token.Failed!;
        headers[Authorization] = $"Bearer {token.Text}";
        return await client.SendAsync(request, cancellation);
    }

    private IEnumerable<string> InForce(CredentialRow row)
    {
        yield return secrets.Open(row.Secret, CreateCredential.Purpose);
        if (row.OldSecret is { } old && row.OldUntil > Instant.Now(time).UnixMilliseconds)
            yield return secrets.Open(old, CreateCredential.Purpose);
    }

    /// <summary>What really leaves: a GET has no body.</summary>
    private static string? BodyOf(SendRequest request) => request.Method == "GET" ? null : request.Body;

    private static SendOutcome Refused(SendError error) => new(null, error, "", null, TimeSpan.Zero);
}
