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

/// <summary>Makes a caller's calls tests, from the next one on. Calls that were made before stay what they were.</summary>
public sealed class AddTestNumber(Database database, ConfigurationVersion configuration, Identifiers identifiers)
{
    /// <param name="Number">As a person writes it; without a country code of the US.</param>
    public sealed record Request(string? Number, string? Note = null);

    public async Task<Result<TestNumber>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        if (!PhoneNumber.TryParse(request.Number, "US", out var number))
            validation.Add("number", "A caller's number with its country code, as +12025550181.");
        var note = validation.Text("note", request.Note);
        if (validation.HasErrors)
            return validation.ToRefusal();

        var id = new TestNumberId("TN" + identifiers.TimeOrdered());
        return await database.WriteOnceAsync<TestNumber>(
            actor,
            WriteKeys.None,
            async unit =>
            {
                var created = new TestNumber(id, number.E164, note, actor.Name, unit.Now);
                if (!await TestNumbersSql.InsertAsync(unit, created))
                    return new Invalid("number", $"{number} is a test number already.");
                await ChangeLogSql.AppendAsync(unit, actor, "test-number", $"{id}", "create", null, ForEverybody(created));
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    /// <summary>Everybody reads the history, so a caller's number stands there as those see it who may not see all of it.</summary>
    internal static TestNumber ForEverybody(TestNumber number) => number with { Number = PhoneNumber.Mask(number.Number) };

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/test-numbers",
            async (HttpContext http, Request request, AddTestNumber operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(n => $"/api/v1/test-numbers/{n.Id}")
        );
}
