using Ringpost.Primitives;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Credentials;

/// <summary>
/// Makes credentials of the names and passwords that an import meets, in the import's own transaction. The id follows from host, name and
/// password: a second run finds the same one, also after its secret was changed here.
/// </summary>
public sealed class AdoptCredential(SecretBox secrets, ConfigurationVersion configuration)
{
    /// <summary>Null where they make no credential: the sentence says why.</summary>
    public static string? WhyNot(Uri url, string userName, string password)
    {
        var validation = new Validation();
        _ = Row(validation, url, userName);
        _ = CredentialCheck.Secret(validation, CredentialKind.Basic, password, isNeeded: true);
        return validation.HasErrors ? string.Join(" ", validation.ToRefusal().Errors.SelectMany(e => e.Value)) : null;
    }

    public CredentialId IdOf(Uri url, string userName, string password) =>
        new("CR" + secrets.Fingerprint($"{url.Authority.ToLowerInvariant()}\0{userName}\0{password}", "adopted-credential")[..32]);

    /// <summary>The id of the one that is there or is made now. It goes to the URL's host alone.</summary>
    public async Task<CredentialId> BasicAsync(WriteUnit unit, Actor actor, Uri url, string userName, string password)
    {
        var id = IdOf(url, userName, password);
        if (await CredentialsSql.FindAsync(unit.Connection, id) is not null)
            return id;
        var row = Row(new Validation(), url, userName) with
        {
            Id = id,
            Secret = secrets.Seal(password, CreateCredential.Purpose),
            CreatedAt = unit.Now,
        };
        await CredentialsSql.InsertAsync(unit, row);
        await ChangeLogSql.AppendAsync(unit, actor, "credential", $"{id}", "import", null, Credential.Of(row));
        await configuration.RaiseAsync(unit);
        return id;
    }

    private static CredentialRow Row(Validation validation, Uri url, string userName) =>
        CredentialCheck.Read(
            validation,
            new CredentialRow { Kind = nameof(CredentialKind.Basic) },
            new(StorableText.Cut($"{userName} at {url.Authority}", 100), null, userName, Hosts: [url.Authority])
        );
}
