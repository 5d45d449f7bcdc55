using Ringpost.Primitives;

namespace Ringpost.Delivery.Credentials;

/// <summary>What the fields of a credential must be, by kind. What a kind has no use for is emptied.</summary>
internal static class CredentialCheck
{
    private const int MostHosts = 20;

    /// <summary>The open fields over <paramref name="row"/>; its secret is the caller's to set.</summary>
    public static CredentialRow Read(Validation validation, CredentialRow row, ChangeCredential.Request request)
    {
        var kind = Enum.Parse<CredentialKind>(row.Kind);
        var after = row with { Name = request.Name is null && row.Name.Length > 0 ? row.Name : validation.Name("name", request.Name) };
        if (kind == CredentialKind.Signature)
            return after;
        after = after with { Hosts = request.Hosts is null && row.Hosts.Length > 0 ? row.Hosts : Hosts(validation, request.Hosts ?? []) };
        if (kind == CredentialKind.Bearer)
            return after;
        after = after with { UserName = request.UserName is null ? row.UserName : validation.Text("userName", request.UserName, 300) };
        if (after.UserName.Length == 0)
            validation.Add("userName", kind == CredentialKind.Basic ? "A user name is needed." : "The client's id is needed.");
        if (kind == CredentialKind.Basic)
        {
            if (after.UserName.Contains(':', StringComparison.Ordinal))
                validation.Add("userName", "A user name has no colon: it would begin the password.");
            return after;
        }

        after = after with
        {
            TokenUrl = request.TokenUrl is null ? row.TokenUrl : validation.Text("tokenUrl", request.TokenUrl, 1000),
            Scope = request.Scope is null ? row.Scope : validation.Text("scope", request.Scope, 500),
        };
        if (!IsUrl(after.TokenUrl))
            validation.Add("tokenUrl", "The address that gives tokens is needed: it begins with https:// or http://.");
        return after;
    }

    /// <summary>The secret as it is to be sealed; null where it is to stay.</summary>
    public static string? Secret(Validation validation, CredentialKind kind, string? given, bool isNeeded)
    {
        var secret = validation.Text("secret", given, 4000);
        if (secret.Length == 0)
        {
            if (isNeeded)
                validation.Add("secret", kind == CredentialKind.Basic ? "The password is needed." : "The secret is needed.");
            return null;
        }

        if (kind == CredentialKind.Signature && WebhookSignature.KeyOf(secret) is null)
            validation.Add("secret", "A signing secret is whsec_ and 24 to 64 bytes in Base64; leave it empty, and one is made.");
        return secret;
    }

    private static string Hosts(Validation validation, IReadOnlyList<string> given)
    {
        var hosts = new List<string>();
        foreach (var one in given.SelectMany(h => (h ?? "").Split([' ', ',', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)))
        {
            // A whole address is what people have at hand.
            var isUrl = one.Contains("://", StringComparison.Ordinal);
            if (
                Uri.TryCreate(isUrl ? one : $"https://{one}", UriKind.Absolute, out var url)
                && url.Host.Length > 0
                && url.UserInfo.Length == 0
            )
                hosts.Add(url.Authority.ToLowerInvariant());
            else
                validation.Add("hosts", $"“{one}” is not a host. Write it as api.example.com, or with its port.");
        }

        if (given.Count == 0 || (hosts.Count == 0 && !validation.HasErrors))
            validation.Add("hosts", "Name the hosts that may get it: it is sent nowhere else.");
        if (hosts.Count > MostHosts)
            validation.Add("hosts", $"At most {MostHosts} hosts.");
        return string.Join(' ', hosts.Distinct(StringComparer.Ordinal));
    }

    private static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
        && url.UserInfo.Length == 0;
}
