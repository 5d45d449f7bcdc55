using System.Data.Common;
using System.Text.Json;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Storage.Once;

/// <summary>
/// Operations that answer with a <see cref="Result{T}"/>: a refusal rolls back what the unit wrote, and a request that carries an
/// <c>Idempotency-Key</c> is done once. Key, hash of the body and answer are stored in the operation's own transaction (api-v1.md). Where the
/// actor carries a <see cref="Trial"/>, that says whether the unit is kept.
/// </summary>
public static class WriteOnce
{
    public static readonly TimeSpan Kept = TimeSpan.FromHours(48);

    public static async Task<Result<T>> WriteOnceAsync<T>(
        this Database database,
        Actor actor,
        WriteKeys keys,
        Func<WriteUnit, Task<Result<T>>> unit,
        CancellationToken cancellation = default
    )
    {
        var all = actor.Request is { } request ? WriteKeys.Of([.. keys.Sorted, $"once:{request.Scope}:{request.Key}"]) : keys;
        try
        {
            return await database.WriteAsync(all, u => RunAsync(u, actor, unit), cancellation);
        }
        catch (RefusedException refused)
        {
            return refused.Refusal;
        }
        catch (TriedException<T> tried)
        {
            return tried.Answer;
        }
    }

    /// <summary>
    /// The first answer where the request is a repeat, else null: for operations of several units, which store their answer with the last one.
    /// </summary>
    public static async Task<Result<T>?> FindOnceAsync<T>(this Database database, Actor actor, CancellationToken cancellation = default)
    {
        if (actor.Request is not { } request)
            return null;
        var first = await database.ReadAsync(c => ReadAsync(c, request, database.Now), cancellation);
        if (first is null)
            return null;
        return FirstAnswer<T>(first, request);
    }

    private static Result<T> FirstAnswer<T>(Stored first, OnceKey request) =>
        first.BodyHash == request.BodyHash
            ? JsonSerializer.Deserialize<T>(first.Answer, RingpostJson.Options)!
            : new Clash("idempotency-key-reused", "This Idempotency-Key was used with another body.");

    private static async Task<Result<T>> RunAsync<T>(WriteUnit unit, Actor actor, Func<WriteUnit, Task<Result<T>>> work)
    {
        var request = actor.Request;
        if (request is not null && await ReadAsync(unit.Connection, request, unit.Now) is { } first)
        {
            var answered = FirstAnswer<T>(first, request);
            return answered.IsOk ? answered : throw new RefusedException(answered.Refusal);
        }

        actor.Trial?.Begin();
        var result = await work(unit);
        if (!result.IsOk)
            throw new RefusedException(result.Refusal);
        if (actor.Trial is { } trial && !trial.Keeps())
            throw new TriedException<T>(result.Value);
        if (request is null)
            return result;
        var answer = JsonSerializer.Serialize(result.Value, RingpostJson.Options);
        await StoreAsync(unit, request, answer);
        // As a repeat will have it, also where the value knows more than its type says.
        return JsonSerializer.Deserialize<T>(answer, RingpostJson.Options)!;
    }

    private static Task<Stored?> ReadAsync(DbConnection connection, OnceKey request, Instant now) =>
        connection.QuerySingleOrDefaultAsync<Stored>(
            "SELECT body_hash AS BodyHash, answer AS Answer FROM once WHERE scope = @Scope AND key = @Key AND at > @since",
            new
            {
                request.Scope,
                request.Key,
                since = now - Kept,
            }
        );

    private static Task StoreAsync(WriteUnit unit, OnceKey request, string answer) =>
        unit.Connection.ExecuteAsync(
            // Replaces an answer that is too old to be given but not yet deleted.
            "INSERT INTO once (scope, key, body_hash, answer, at) VALUES (@Scope, @Key, @BodyHash, @answer, @now) "
                + "ON CONFLICT (scope, key) DO UPDATE SET body_hash = excluded.body_hash, answer = excluded.answer, at = excluded.at",
            new
            {
                request.Scope,
                request.Key,
                request.BodyHash,
                answer,
                now = unit.Now,
            }
        );

    private sealed record Stored(string BodyHash, string Answer);

    /// <summary>Carries a refusal out of the unit so that the transaction rolls back; never leaves this class.</summary>
    private sealed class RefusedException(Refusal refusal) : Exception
    {
        public Refusal Refusal { get; } = refusal;
    }

    /// <summary>Rolls back what was only tried; never leaves this class.</summary>
    private sealed class TriedException<T>(T answer) : Exception
    {
        public T Answer { get; } = answer;
    }
}
