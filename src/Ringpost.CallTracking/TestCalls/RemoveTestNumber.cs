using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.TestCalls;

/// <summary>Makes a caller's calls real again, from the next one on. Calls that were tests stay tests.</summary>
public sealed class RemoveTestNumber(Database database, ConfigurationVersion configuration)
{
    public async Task<Result<TestNumber>> RunAsync(Actor actor, TestNumberId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<TestNumber>(
            actor,
            WriteKeys.Of($"test-number:{id}"),
            async unit =>
            {
                if (await TestNumbersSql.FindAsync(unit.Connection, id) is not { } before)
                    return new Missing($"Test number {id}");
                await TestNumbersSql.DeleteAsync(unit, id);
                await ChangeLogSql.AppendAsync(unit, actor, "test-number", $"{id}", "delete", AddTestNumber.ForEverybody(before), null);
                await configuration.RaiseAsync(unit);
                return before;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete(
            "/test-numbers/{id}",
            async (HttpContext http, TestNumberId id, RemoveTestNumber operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToNoContent()
        );
}
