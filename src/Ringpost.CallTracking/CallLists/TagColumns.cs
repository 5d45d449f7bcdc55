using System.Data.Common;
using Dapper;
using Ringpost.CallTracking.CallFilters;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Guards;
using Ringpost.CallTracking.Tags;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.CallLists;

/// <summary>Tags as columns of a list of calls (ringba.md 10.3), stored ones and those that a call tells by itself.</summary>
internal sealed class TagColumns
{
    private const int Most = 50;

    private readonly IReadOnlyList<TokenReference> _tags;

    private TagColumns(IReadOnlyList<TokenReference> tags) => _tags = tags;

    /// <summary>As they stand above their columns: <c>tag:User:zip</c>.</summary>
    public IReadOnlyList<string> Titles => [.. _tags.Select(Title)];

    /// <summary>A link that opens a recording is no column for who may not listen.</summary>
    public static TagColumns Read(Validation validation, string? text, Actor actor, string field = "tags")
    {
        var tags = new List<TokenReference>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (
                TokenTemplate.Parse($"[{part}]").Tokens is [{ IsCall: false } tag]
                && (tag.Key != "recording:recordingurl" || actor.May(Permission.Listen))
                && SeenColumns.Refusal(actor, $"tag:{tag.Key}") is null
            )
                tags.Add(tag);
            else
                validation.Add(field, $"“{part}” is not a tag, as tag:User:zip.");
        }

        if (tags.Count > Most)
            validation.Add(field, $"At most {Most} tags.");
        return new TagColumns([.. tags.DistinctBy(t => t.Key)]);
    }

    /// <summary>The values of a page of calls, by call and title.</summary>
    public async Task<IReadOnlyDictionary<CallId, IReadOnlyDictionary<string, string>>> FindAsync(
        DbConnection connection,
        Dialect dialect,
        CallScope scope,
        IReadOnlyList<CallRow> rows,
        CallConfiguration configuration,
        Actor actor
    )
    {
        var stored =
            _tags.All(t => CallTokens.IsKnown(t.Key)) || rows.Count == 0 ? null : await StoredAsync(connection, dialect, scope, rows);
        return rows.ToDictionary(row => row.Id, row => Values(row, stored?[row.Id] ?? [], configuration, actor));
    }

    private IReadOnlyDictionary<string, string> Values(
        CallRow row,
        IEnumerable<StoredTag> stored,
        CallConfiguration configuration,
        Actor actor
    )
    {
        var valueOf = new CallTokens(Record(row), configuration, row.ArrivedAt, CallTagsSql.ByKey(stored)).Lookup();
        var mask = CallerMask.For(actor, row.Caller);
        return _tags.ToDictionary(Title, tag => mask.ShowTag(tag.Type, tag.Name, valueOf(tag.Key) ?? ""));
    }

    private static async Task<ILookup<CallId, StoredTag>> StoredAsync(
        DbConnection connection,
        Dialect dialect,
        CallScope scope,
        IReadOnlyList<CallRow> rows
    )
    {
        var tags = await connection.QueryAsync<(string Call, string Type, string Name, string Value)>(
            scope.Sql
                + "SELECT call_id AS Call, type AS Type, name AS Name, value AS Value FROM call_tags WHERE call_id "
                + (dialect == Dialect.Sqlite ? "IN @ids" : "= ANY(@ids)"),
            new { own = scope.Own, ids = rows.Select(r => r.Id.Value).ToArray() }
        );
        return tags.ToLookup(t => new CallId(t.Call), t => new StoredTag(t.Type, t.Name, t.Value, default));
    }

    /// <summary>What of a call its tags are computed from; its legs are left out.</summary>
    private static CallRecord Record(CallRow row) =>
        new()
        {
            Id = row.Id,
            ArrivedAt = row.ArrivedAt,
            Caller = row.Caller,
            Dialed = row.Dialed,
            CampaignId = row.CampaignId,
            PublisherId = row.PublisherId is { } publisher ? new PublisherId(publisher) : null,
            TargetId = row.TargetId is { } target ? new TargetId(target) : null,
            BuyerId = row.BuyerId is { } buyer ? new BuyerId(buyer) : null,
            Connected = row.Connected,
            Duplicate = row.Duplicate,
            Attestation = Enum.TryParse<Attestation>(row.Attestation, out var attested) ? attested : null,
            BlockReason = Enum.TryParse<BlockReason>(row.BlockReason, out var block) ? block : null,
            EndedBy = Enum.TryParse<EndedBy>(row.EndedBy, out var ended) ? ended : null,
            EndedAt = row.EndedAt is { } at ? new Instant(at) : null,
            CallSeconds = row.CallSeconds,
            ConnectedSeconds = row.ConnectedSeconds,
            RecordingUrl = row.RecordingUrl,
        };

    private static string Title(TokenReference tag) => $"tag:{tag.Type}:{tag.Name}";
}
