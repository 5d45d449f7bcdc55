using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.TestCalls;

/// <summary>Changes the note of a test number; which calls are tests stays as it is.</summary>
public sealed class ChangeTestNumber(Database database)
{
    public sealed record Request(string? Note);

    public async Task<Result<TestNumber>> RunAsync(Actor actor, TestNumberId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var note = validation.Text("note", request.Note);
        if (validation.HasErrors)
            return validation.ToRefusal();

        return await database.WriteOnceAsync<TestNumber>(
            actor,
            WriteKeys.Of($"test-number:{id}"),
            async unit =>
            {
                if (await TestNumbersSql.FindAsync(unit.Connection, id) is not { } before)
                    return new Missing($"Test number {id}");
                var after = before with { Note = note };
                if (after == before)
                    return after;
                await TestNumbersSql.SetNoteAsync(unit, id, note);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "test-number",
                    $"{id}",
                    "change",
                    AddTestNumber.ForEverybody(before),
                    AddTestNumber.ForEverybody(after)
                );
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch(
            "/test-numbers/{id}",
            async (HttpContext http, TestNumberId id, Request request, ChangeTestNumber operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
