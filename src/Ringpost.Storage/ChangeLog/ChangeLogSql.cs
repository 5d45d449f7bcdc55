using System.Data.Common;
using System.Text.Json;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Storage.ChangeLog;

/// <summary>One line of history: who changed what, when, from what to what. Before and after are JSON.</summary>
public sealed record Change(
    long Id,
    Instant At,
    string ActorId,
    string ActorName,
    string Entity,
    string EntityId,
    string Action,
    string? Before,
    string? After
);

/// <summary>The card that a part belongs to, as <c>offer</c> 7 of a contract: the part's changes stand in its history too.</summary>
public readonly record struct CardOf(string Entity, string Id);

/// <summary>The append-only history of every card (architecture 3).</summary>
public static class ChangeLogSql
{
    private const string Select =
        "SELECT id AS Id, at AS At, actor_id AS ActorId, actor_name AS ActorName, entity AS Entity, entity_id AS EntityId, action AS Action, "
        + "before AS Before, after AS After FROM change_log WHERE ";

    private const string Newest = " AND id < @before ORDER BY id DESC LIMIT @limit";

    /// <summary>Appends in the operation's own transaction. <paramref name="action"/> is a verb, as <c>create</c>, <c>update</c>.</summary>
    /// <param name="part">The card that <paramref name="entity"/> is a part of; null where it has a card, or no owner, of its own.</param>
    public static Task AppendAsync(
        WriteUnit unit,
        Actor actor,
        string entity,
        string entityId,
        string action,
        object? before,
        object? after,
        CardOf? part = null
    )
    {
        var line = new TrialLine(
            before is null ? null : JsonSerializer.Serialize(before, RingpostJson.Options),
            after is null ? null : JsonSerializer.Serialize(after, RingpostJson.Options)
        );
        actor.Trial?.Add(line);
        return unit.Connection.ExecuteAsync(
            "INSERT INTO change_log (at, actor_id, actor_name, entity, entity_id, action, before, after, parent_entity, parent_id) "
                + "VALUES (@now, @actorId, @actorName, @entity, @entityId, @action, @before, @after, @parentEntity, @parentId)",
            new
            {
                now = unit.Now,
                actorId = actor.Id,
                actorName = actor.Name,
                entity,
                entityId,
                action,
                before = line.Before,
                after = line.After,
                parentEntity = part?.Entity,
                parentId = part?.Id,
            }
        );
    }

    /// <summary>The first line of a duplicate's history: all that it has, and the id of what it was made of.</summary>
    public static Task AppendDuplicateAsync(WriteUnit unit, Actor actor, string entity, string entityId, object after, string of)
    {
        var said = JsonSerializer.SerializeToNode(after, after.GetType(), RingpostJson.Options)!.AsObject();
        said["duplicateOf"] = of;
        return AppendAsync(unit, actor, entity, entityId, "duplicate", null, said);
    }

    /// <summary>Newest first: the card's own changes and those of its parts.</summary>
    public static Task<IReadOnlyList<Change>> ListAsync(DbConnection connection, string entity, string entityId, int limit = 100) =>
        ListAsync(connection, entity, entityId, long.MaxValue, limit);

    /// <summary>Newest first, those before <paramref name="before"/>.</summary>
    public static async Task<IReadOnlyList<Change>> ListAsync(
        DbConnection connection,
        string entity,
        string entityId,
        long before,
        int limit
    ) =>
        (
            await connection.QueryAsync<Change>(
                // Each half walks its own index backwards.
                $"SELECT * FROM ({Select}entity = @entity AND entity_id = @entityId{Newest}) own "
                    + $"UNION ALL SELECT * FROM ({Select}parent_entity = @entity AND parent_id = @entityId{Newest}) parts ORDER BY Id DESC LIMIT @limit",
                new
                {
                    entity,
                    entityId,
                    before,
                    limit,
                }
            )
        ).AsList();
}
