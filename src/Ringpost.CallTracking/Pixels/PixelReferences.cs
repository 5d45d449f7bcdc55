using System.Data.Common;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Publishers;
using Ringpost.Delivery.Credentials;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Pixels;

/// <summary>What a pixel names must be there, and a credential may only go where its owner said.</summary>
internal static class PixelReferences
{
    /// <param name="listed">Those that are there and that it did not list before: one that was archived meanwhile may stay.</param>
    public static async Task RefuseArchivedAsync(DbConnection connection, Validation validation, IEnumerable<PublisherId> listed)
    {
        foreach (var publisher in listed)
            if (await PublishersSql.FindAsync(connection, publisher) is null)
                validation.Add("publishers", (await NotInUse.OfAsync(connection, publisher)).Says);
    }

    /// <summary>The keys that keep publishers from being archived meanwhile.</summary>
    public static IEnumerable<string> KeysOf(IEnumerable<string>? publishers) => (publishers ?? []).Select(p => $"publisher:{p}");

    public static void Check(Validation validation, PixelSetting pixel, PixelSurroundings around, CredentialBook credentials)
    {
        foreach (var publisher in pixel.Publishers)
            if (!around.Publishers.ContainsKey(publisher))
                validation.Add("publishers", $"Publisher {publisher} is not there.");
        if (pixel.CredentialId is { } id)
            CheckCredential(validation, pixel, credentials.Find(id), id);
        if (pixel.SignatureId is { } signature && credentials.Find(signature) is not { IsSignature: true })
            validation.Add("signatureId", $"{signature} is no credential that signs.");
    }

    private static void CheckCredential(Validation validation, PixelSetting pixel, Credential? credential, CredentialId id)
    {
        if (credential is null)
            validation.Add("credentialId", $"Credential {id} is not there.");
        else if (credential.IsSignature)
            validation.Add("credentialId", $"{credential.Name} signs what is sent; choose it as the signature.");
        // No token stands in a host: what was typed is where it goes.
        else if (Uri.TryCreate(pixel.Url, UriKind.Absolute, out var url) && !credential.MayGoTo(url))
            validation.Add(
                "credentialId",
                $"{credential.Name} may go to {string.Join(", ", credential.Hosts)}, not to {url.Authority}. An administrator can add the host."
            );
        if (credential is { IsSignature: false } && pixel.Headers.ContainsKey("Authorization"))
            validation.Add("headers", "Authorization is set by the credential.");
    }
}
