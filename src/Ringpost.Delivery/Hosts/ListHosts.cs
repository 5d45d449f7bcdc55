using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Delivery.Hosts;

/// <summary>A receiver: what it may get, what waits for it, and how it does.</summary>
/// <param name="FailingSince">Since when it has taken nothing; null where it does.</param>
/// <param name="PausedUntil">Until then nothing is sent to it; then one request tries it.</param>
public sealed record DeliveryHost(
    string Host,
    int? MostInFlight,
    int? PerSecond,
    long Waiting,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Instant? NextAttemptAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Instant? FailingSince,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Instant? PausedUntil,
    Phrase Note
);

/// <summary>Receivers that something waits for, that fail, or that have a limit; and by what rules all are served.</summary>
/// <param name="RetryAfter">Seconds from each failed attempt to the next.</param>
/// <param name="EgressAddresses">Where requests come from, for a receiver that lists its senders.</param>
public sealed record DeliveryHosts(
    IReadOnlyList<DeliveryHost> Items,
    int MostInFlight,
    IReadOnlyList<long> RetryAfter,
    EgressAddresses EgressAddresses
);

public sealed class ListHosts(Database database, IOptions<DeliveryOptions> options, TimeProvider time)
{
    public async Task<Result<DeliveryHosts>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var now = Instant.Now(time);
        var (limits, waiting, health) = await database.ReadAsync(
            async c => (await HostsSql.LimitsAsync(c), await HostsSql.WaitingAsync(c), await HostsSql.HealthAsync(c)),
            cancellation
        );
        var hosts = limits
            .Select(l => l.Host)
            .Concat(waiting.Select(w => w.Host))
            .Concat(health.Select(h => h.Subject).Where(s => !s.StartsWith(RuleRejections.Prefix, StringComparison.Ordinal)))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        var items = hosts.Select(host =>
            Of(
                host,
                limits.FirstOrDefault(l => l.Host == host),
                waiting.FirstOrDefault(w => w.Host == host),
                health.FirstOrDefault(h => h.Subject == host),
                now
            )
        );
        var settings = options.Value;
        return new DeliveryHosts(
            [.. items],
            settings.MostPerHost,
            [.. settings.Waits().Select(w => (long)w.TotalSeconds)],
            Hosts.EgressAddresses.Find(settings)
        );
    }

    private static DeliveryHost Of(string host, HostLimit? limit, HostsSql.WaitingRow? waiting, HostsSql.HealthRow? health, Instant now) =>
        new(
            host,
            limit?.MostInFlight,
            limit?.PerSecond,
            waiting?.Count ?? 0,
            waiting is null ? null : new Instant(waiting.Next),
            health?.Since,
            health?.OpenUntil > now.UnixMilliseconds ? new Instant(health.OpenUntil.Value) : null,
            Phrase.OfKept(health?.Note ?? "")
        );

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/delivery-hosts",
            async (HttpContext http, ListHosts operation) => (await operation.RunAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
}
