using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;

namespace Ringpost.Api.Bulk;

/// <summary>
/// Runs an operation for many things: each row is the single operation itself with its own checks, history and transaction, so that a row is
/// changed whole or not at all and a refused one stops no other. A preview takes the same road and is rolled back at its end.
/// </summary>
public sealed class BulkRun(Database database)
{
    /// <summary>More than this is asked for in several requests.</summary>
    public const int Most = 1000;

    /// <param name="archive">Null where the things are not archived, as is <paramref name="restore"/>.</param>
    public async Task<Result<BulkAnswer<TId>>> RunAsync<TId, TChange, TRecord>(
        Actor actor,
        BulkRequest<TId, TChange> request,
        Func<Actor, TId, TChange, Task<Result<TRecord>>> change,
        Func<Actor, TId, Task<Result<TRecord>>>? archive,
        Func<Actor, TId, Task<Result<TRecord>>>? restore,
        CancellationToken cancellation
    )
        where TId : struct
        where TChange : class
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        if (await database.FindOnceAsync<BulkAnswer<TId>>(actor, cancellation) is { } first)
            return first;
        var validation = new Validation();
        var ids = Read(validation, request, archive is not null);
        if (validation.HasErrors)
            return validation.ToRefusal();

        var rows = new List<BulkRow<TId>>(ids.Count);
        var invalid = new List<Invalid>();
        foreach (var id in ids)
        {
            cancellation.ThrowIfCancellationRequested();
            if (request.Watch is { IsStopped: true })
            {
                rows.AddRange(ids.Skip(rows.Count).Select(BulkAttempt.Stopped));
                return BulkAnswer<TId>.Of(rows);
            }

            try
            {
                var attempt = new BulkAttempt(request.Apply == true, request.Seen?.GetValueOrDefault($"{id}"));
                var tried = actor with { Request = null, Trial = attempt.Trial };
                var result = await (
                    request.Change is { } to ? change(tried, id, to)
                    : request.Archive == true ? archive!(tried, id)
                    : restore!(tried, id)
                );
                if (result.Refusal is Invalid wrong)
                    invalid.Add(wrong);
                rows.Add(attempt.ToRow(id, result.Refusal));
                request.Watch?.Count(rows.Count);
            }
            catch (StorageUnavailableException) when (rows.Any(r => r.Outcome == BulkOutcome.Applied))
            {
                // What was done is done, and whoever asked must hear of it.
                rows.AddRange(ids.Skip(rows.Count).Select(BulkAttempt.Unavailable));
                return BulkAnswer<TId>.Of(rows);
            }
        }

        if (invalid.Count == rows.Count && invalid.TrueForAll(i => i.Message == invalid[0].Message))
            return OfTheChange(invalid[0]);
        var answer = BulkAnswer<TId>.Of(rows);
        return actor.Request is null
            ? answer
            : await database.WriteOnceAsync<BulkAnswer<TId>>(
                actor,
                WriteKeys.None,
                _ => Task.FromResult<Result<BulkAnswer<TId>>>(answer),
                CancellationToken.None
            );
    }

    private static List<TId> Read<TId, TChange>(Validation validation, BulkRequest<TId, TChange> request, bool hasArchive)
    {
        var ids = (request.Ids ?? []).Distinct().ToList();
        if (ids.Count == 0)
            validation.Add("ids", "Say which: their ids.");
        if (ids.Count > Most)
            validation.Add("ids", $"At most {Most} at a time; these are {ids.Count}.");
        var asked = (request.Change is null ? 0 : 1) + (request.Archive == true ? 1 : 0) + (request.Restore == true ? 1 : 0);
        if ((request.Archive == true || request.Restore == true) && !hasArchive)
            validation.Add(request.Archive == true ? "archive" : "restore", "These are not archived.");
        else if (asked != 1)
            validation.Add("change", hasArchive ? "One of these: a change, archive: true or restore: true." : "A change is needed.");
        return ids;
    }

    /// <summary>What is wrong for all of them is wrong with the change itself.</summary>
    private static Invalid OfTheChange(Invalid wrong) =>
        new(wrong.Wrong.ToDictionary(e => $"change.{e.Key}", e => e.Value, StringComparer.Ordinal));
}
