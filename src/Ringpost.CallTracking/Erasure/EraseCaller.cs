using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Calls;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Erasure;

/// <summary>
/// Takes a caller's number away from everywhere it stands, for good (architecture 4.12). Calls, amounts and counts stay. Its calls are done when this
/// answers; all other texts are walked through behind it. Once more for the same number is another erasure, of what came since.
/// </summary>
public sealed class EraseCaller
{
    private readonly Database _database;
    private readonly ConfigurationVersion _configuration;
    private readonly Identifiers _identifiers;
    private readonly ErasureWalk _walk;

    internal EraseCaller(Database database, ConfigurationVersion configuration, Identifiers identifiers, ErasureWalk walk) =>
        (_database, _configuration, _identifiers, _walk) = (database, configuration, identifiers, walk);

    /// <param name="Number">As a person writes it; without a country code of the US.</param>
    /// <param name="CallId">Instead of the number: the caller of this call.</param>
    /// <param name="KeepBlocks">Leave the number on the list of blocked numbers, so that its next call is still turned away.</param>
    public sealed record Request(string? Number = null, CallId? CallId = null, bool KeepBlocks = false);

    public async Task<Result<CallerErasure>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var asked = await CallerAsync(request, cancellation);
        if (!asked.IsOk)
            return asked.Refusal;

        var (caller, id) = (asked.Value, new CallerErasureId("ER" + _identifiers.TimeOrdered()));
        var word = ErasedCaller.Word(_identifiers.Secret());
        // Without the answer of an Idempotency-Key: its stored hash of the body would give the number away to who tries them all. Twice does no harm.
        await _database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                await CallerErasuresSql.InsertAsync(unit, id, word, _walk.Seal(caller), actor.Name, request.KeepBlocks);
                if (await CallErasureSql.ListsAsync(unit, caller, request.KeepBlocks))
                    await _configuration.RaiseAsync(unit);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "caller-erasure",
                    $"{id}",
                    "erase",
                    null,
                    new { word, keepBlocks = request.KeepBlocks }
                );
            },
            cancellation
        );
        await _walk.CallsAsync(id, caller, word, cancellation);
        return (await _database.ReadAsync(c => CallerErasuresSql.FindAsync(c, id), cancellation))!.ToErasure();
    }

    /// <summary>What it would take away.</summary>
    public async Task<Result<ErasurePreview>> PreviewAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var asked = await CallerAsync(request, cancellation);
        return asked.IsOk ? await _database.ReadAsync(c => CallErasureSql.CountAsync(c, asked.Value), cancellation) : asked.Refusal;
    }

    private async Task<Result<string>> CallerAsync(Request request, CancellationToken cancellation)
    {
        if (request.CallId is not { } id)
            return PhoneNumber.TryParse(request.Number, "US", out var number)
                ? number.E164
                : new Invalid("number", "A caller's number with its country code, as +12025550181.");
        if (await _database.ReadAsync(c => CallsSql.FindAsync(c, id), cancellation) is not { } call)
            return new Missing($"Call {id}");
        return call.Caller.Length == 0 ? new Clash("caller-withheld", "This caller withheld the number: there is nothing to erase.")
            : ErasedCaller.Is(call.Caller) ? new Clash("caller-erased", "This caller's number was erased before.")
            : call.Caller;
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost(
            "/caller-erasures",
            async (HttpContext http, Request request, EraseCaller operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(e => $"/api/v1/caller-erasures/{e.Id}")
        );
        api.MapPost(
            "/caller-erasures/preview",
            async (HttpContext http, Request request, EraseCaller operation) =>
                (await operation.PreviewAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
    }
}
