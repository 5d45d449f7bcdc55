using System.Collections.Frozen;
using System.Data.Common;

namespace Ringpost.Delivery.Credentials;

/// <summary>All credentials by id, as of one configuration version; secrets stay sealed in it.</summary>
public sealed class CredentialBook
{
    private readonly FrozenDictionary<string, CredentialRow> _rows;

    private CredentialBook(IReadOnlyList<CredentialRow> rows)
    {
        _rows = rows.ToFrozenDictionary(r => r.Id.Value, StringComparer.Ordinal);
        All = [.. rows.Select(Credential.Of)];
    }

    /// <summary>By name.</summary>
    public IReadOnlyList<Credential> All { get; }

    public Credential? Find(CredentialId id) => All.FirstOrDefault(c => c.Id == id);

    internal CredentialRow? Row(string id) => _rows.GetValueOrDefault(id);

    public static async Task<CredentialBook> LoadAsync(DbConnection connection) => new(await CredentialsSql.AllAsync(connection));
}
