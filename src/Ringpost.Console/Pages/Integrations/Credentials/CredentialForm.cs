using Ringpost.Console.Components;
using Ringpost.Delivery.Credentials;

namespace Ringpost.Console.Pages.Integrations.Credentials;

/// <summary>What a person types of a credential. Hosts stand one a line.</summary>
public sealed class CredentialForm
{
    public string? Name { get; set; }
    public string? Kind { get; set; } = "bearer";
    public string? UserName { get; set; }
    public string? Secret { get; set; }
    public string? TokenUrl { get; set; }
    public string? Scope { get; set; }
    public string? Hosts { get; set; }

    internal static IReadOnlyList<Choice<string>> Kinds =>
        [
            new("basic", T["User name and password"]),
            new("bearer", T["Bearer token"]),
            new("clientCredentials", T["OAuth 2.0 client credentials"]),
            new("signature", T["Signature (Standard Webhooks)"]),
        ];

    internal static string Word(CredentialKind kind) =>
        kind switch
        {
            CredentialKind.Basic => T["User name and password"],
            CredentialKind.Bearer => T["Bearer token"],
            CredentialKind.ClientCredentials => T["OAuth 2.0 client credentials"],
            CredentialKind.Signature => T["Signature (Standard Webhooks)"],
        };

    public bool IsSignature => Kind == "signature";

    public bool HasUser => Kind is "basic" or "clientCredentials";

    public bool FetchesToken => Kind == "clientCredentials";

    public string SecretLabel =>
        Kind switch
        {
            "basic" => T["Password"],
            "clientCredentials" => T["Client secret"],
            "signature" => T["Signing secret"],
            _ => T["Token"],
        };

    public static CredentialForm Of(Credential credential) =>
        new()
        {
            Name = credential.Name,
            Kind = char.ToLowerInvariant($"{credential.Kind}"[0]) + $"{credential.Kind}"[1..],
            UserName = credential.UserName,
            TokenUrl = credential.TokenUrl,
            Scope = credential.Scope,
            Hosts = string.Join('\n', credential.Hosts),
        };

    public CreateCredential.Request ToCreate() => new(Name, Kind, Secret, UserName, TokenUrl, Scope, HostList);

    public ChangeCredential.Request ToChange() => new(Name ?? "", Secret, UserName, TokenUrl, Scope, IsSignature ? null : HostList);

    private string[] HostList => (Hosts ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
