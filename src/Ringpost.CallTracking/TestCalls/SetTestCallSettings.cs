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

/// <summary>Changes how the instance treats test calls, for those that arrive from now on. What is absent stays.</summary>
public sealed class SetTestCallSettings(Database database, ConfigurationVersion configuration)
{
    /// <param name="Pixels">skip or send.</param>
    public sealed record Request(string? Pixels = null, bool? SimulatorCounts = null);

    public async Task<Result<TestCallSettings>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        TestPixels? pixels = request.Pixels is null ? null : validation.Choice<TestPixels>("pixels", request.Pixels);
        if (validation.HasErrors)
            return validation.ToRefusal();
        return await database.WriteOnceAsync<TestCallSettings>(
            actor,
            WriteKeys.Of("settings:test-calls"),
            async unit =>
            {
                var before = await TestCallSettings.ReadAsync(unit.Connection);
                var after = new TestCallSettings(pixels ?? before.Pixels, request.SimulatorCounts ?? before.SimulatorCounts);
                await after.WriteAsync(unit);
                await ChangeLogSql.AppendAsync(unit, actor, "settings", "test-calls", "update", before, after);
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPut(
            "/settings/test-calls",
            async (HttpContext http, Request request, SetTestCallSettings operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}
