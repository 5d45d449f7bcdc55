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

namespace Ringpost.Delivery.Hosts;

/// <summary>Says what a host gets at most from each node; both empty give it what every host gets.</summary>
public sealed class SetHostLimit(Database database, ConfigurationVersion configuration)
{
    /// <param name="MostInFlight">1 to 1000.</param>
    /// <param name="PerSecond">1 to 1000.</param>
    public sealed record Request(string? Host, int? MostInFlight = null, int? PerSecond = null);

    public async Task<Result<HostLimit>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var typed = request.Host?.Trim() ?? "";
        var host = "";
        if (
            Uri.TryCreate(typed.Contains("://", StringComparison.Ordinal) ? typed : $"https://{typed}", UriKind.Absolute, out var url)
            && url is { Host.Length: > 0, UserInfo.Length: 0 }
        )
            host = url.Authority.ToLowerInvariant();
        else
            validation.Add("host", "A host is written as api.example.com, or with its port.");
        if (request.MostInFlight is not null)
            validation.Whole("mostInFlight", request.MostInFlight, 1, 1000, 1);
        if (request.PerSecond is not null)
            validation.Whole("perSecond", request.PerSecond, 1, 1000, 1);
        if (validation.HasErrors)
            return validation.ToRefusal();
        return await database.WriteOnceAsync<HostLimit>(
            actor,
            WriteKeys.Of($"host-limit:{host}"),
            async unit =>
            {
                var before = (await HostsSql.LimitsAsync(unit.Connection)).FirstOrDefault(l => l.Host == host);
                var after = new HostLimit(host, request.MostInFlight, request.PerSecond);
                await HostsSql.SetLimitAsync(unit, after);
                await ChangeLogSql.AppendAsync(unit, actor, "host-limit", host, "update", before, after);
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPut(
            "/delivery-hosts",
            async (HttpContext http, Request request, SetHostLimit operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}
