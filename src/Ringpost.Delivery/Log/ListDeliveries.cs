using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.Delivery.Log;

/// <summary>The delivery log, newest first, as a page or as a file.</summary>
public sealed class ListDeliveries(Database database, Snapshot<Instance> instance)
{
    public async Task<Result<Page<DeliverySummary>>> RunAsync(
        Actor actor,
        DeliveryFilter filter,
        PageRequest page,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        if (!Cursor.TryDecode(page.Cursor, out var before))
            return NumberedPages.BadCursor;
        var rows = await database.ReadAsync(c => DeliveryLogSql.ListAsync(c, filter, before, page.BoundedLimit), cancellation);
        return new Page<DeliverySummary>(
            [.. rows.Select(r => r.For(actor))],
            rows.Count == page.BoundedLimit ? Cursor.Encode(rows[^1].Id.Value) : null
        );
    }

    /// <summary>Reads a filter from a query; errors by parameter name. Dates are of the instance's zone.</summary>
    public async Task<Result<DeliveryFilter>> ReadAsync(Query query, CancellationToken cancellation = default)
    {
        var validation = new Validation();
        var range = TimeRange.Read(validation, query.From, query.To, (await instance.GetAsync(cancellation)).Zone, TimeRange.All);
        DeliveryState? state = string.IsNullOrWhiteSpace(query.State) ? null : validation.Choice<DeliveryState>("state", query.State);
        if (validation.HasErrors)
            return validation.ToRefusal();
        return new DeliveryFilter(
            range,
            Given(query.CallId),
            Given(query.PixelId),
            state,
            Given(query.Source),
            Given(query.TransactionId),
            Given(query.Host)?.ToLowerInvariant()
        );
    }

    public sealed record Query
    {
        public string? From { get; init; }

        public string? To { get; init; }

        public string? CallId { get; init; }

        public string? PixelId { get; init; }

        public string? State { get; init; }

        public string? Source { get; init; }

        public string? TransactionId { get; init; }

        public string? Host { get; init; }
    }

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/deliveries",
            async (HttpContext http, ListDeliveries operation, [AsParameters] Query query, int limit = 100, string? cursor = null) =>
            {
                var filter = await operation.ReadAsync(query, http.RequestAborted);
                return filter.IsOk
                    ? (await operation.RunAsync(http.Actor(), filter.Value, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
                    : filter.Refusal.ToProblem();
            }
        );
        api.MapGet(
            "/deliveries.csv",
            async (HttpContext http, ListDeliveries operation, [AsParameters] Query query) =>
            {
                var filter = await operation.ReadAsync(query, http.RequestAborted);
                if (!filter.IsOk)
                    return (IResult)filter.Refusal.ToProblem();
                return new CsvAnswer<DeliverySummary>(
                    "deliveries.csv",
                    DeliveryColumns.All,
                    async cursor => await operation.RunAsync(http.Actor(), filter.Value, new PageRequest(1000, cursor), http.RequestAborted)
                );
            }
        );
    }
}
