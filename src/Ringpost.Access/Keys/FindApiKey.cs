using System.Collections.Concurrent;
using Ringpost.Access.Users;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.Access.Keys;

/// <summary>Turns the text of a key into who acts. A revoked key is refused by the next request: nothing is cached.</summary>
internal sealed class FindApiKey(Database database)
{
    private static readonly TimeSpan LastUsedEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<ApiKeyId, Instant> _lastUsed = new();

    public async Task<Actor?> RunAsync(string key, CancellationToken cancellation)
    {
        if (!ApiKeySecret.TryPrefix(key, out var prefix))
            return null;
        var row = await database.ReadAsync(c => ApiKeysSql.FindByPrefixAsync(c, prefix), cancellation);
        if (row is null || !ApiKeySecret.Matches(key, row.Hash) || row.RevokedAt is not null)
            return null;
        await NoteUseAsync(row.Id, row.LastUsedAt);
        return new Actor($"key:{row.Id}", row.Name, RoleText.Read(row.Role), Of: row.PartnerId, Rights: RightsText.Given(row.Rights));
    }

    private async Task NoteUseAsync(ApiKeyId id, Instant? stored)
    {
        var now = database.Now;
        if (stored is { } at && now - at < LastUsedEvery)
            return;
        // One request a minute writes; the others of a burst go on without waiting for it.
        if (_lastUsed.TryGetValue(id, out var noted) && now - noted < LastUsedEvery)
            return;
        _lastUsed[id] = now;
        try
        {
            await database.WriteAsync(WriteKeys.None, unit => ApiKeysSql.SetLastUsedAsync(unit, id));
        }
        catch (StorageUnavailableException)
        {
            // The time of last use is a convenience; it must not stop a request that only reads.
        }
    }
}
