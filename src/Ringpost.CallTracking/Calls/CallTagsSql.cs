using System.Data.Common;
using System.Text.Json;
using Dapper;
using Ringpost.CallTracking.Tags;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Calls;

internal static class CallTagsSql
{
    /// <summary>By lower-case <c>type:name</c>, as tokens ask for them.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ListAsync(DbConnection connection, CallId callId)
    {
        var rows = await connection.QueryAsync<(string Type, string Name, string Value)>(
            "SELECT type AS Type, name AS Name, value AS Value FROM call_tags WHERE call_id = @callId",
            new { callId }
        );
        return ByKey(rows.Select(r => new StoredTag(r.Type, r.Name, r.Value, default)));
    }

    /// <summary>As <see cref="ListAsync"/> would read them.</summary>
    public static IReadOnlyDictionary<string, string> ByKey(IEnumerable<StoredTag> tags)
    {
        var byKey = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in tags)
            byKey[tag.Key] = tag.Value;
        return byKey;
    }

    /// <summary>In one statement; a tag that the call has already stays as it is.</summary>
    public static async Task InsertAsync(WriteUnit unit, CallId callId, IReadOnlyList<StoredTag> tags)
    {
        if (tags.Count == 0)
            return;
        await unit.Later.ExecuteAsync(
            unit.Pick(
                "INSERT INTO call_tags (call_id, type, name, value, source) SELECT @callId, value ->> 'type', value ->> 'name', value ->> 'value', "
                    + "value ->> 'source' FROM json_each(@json) WHERE true ON CONFLICT (call_id, type, name) DO NOTHING",
                "INSERT INTO call_tags (call_id, type, name, value, source) SELECT @callId, t.type, t.name, t.value, t.source "
                    + "FROM jsonb_to_recordset(CAST(@json AS jsonb)) AS t (type text, name text, value text, source text) "
                    + "ON CONFLICT (call_id, type, name) DO NOTHING"
            ),
            new { callId, json = JsonSerializer.Serialize(tags, RingpostJson.Options) }
        );
    }

    /// <summary>All tags of one type.</summary>
    public static async Task ReplaceAsync(WriteUnit unit, CallId callId, string type, IReadOnlyList<StoredTag> tags)
    {
        await unit.Later.ExecuteAsync("DELETE FROM call_tags WHERE call_id = @callId AND type = @type", new { callId, type });
        await InsertAsync(unit, callId, tags);
    }
}
