using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;

namespace Ringpost.Attribution.Adjustments;

/// <summary>Who changed a conversion, when, from what to what, and why; newest first.</summary>
public sealed class ListConversionHistory(Database database)
{
    /// <param name="NamedAfter">The disposition that the instance named, as it is called today; null where it is one of the four types themselves.</param>
    /// <param name="Action"><c>price</c>, <c>status</c>, <c>settle</c>, <c>approve</c> or <c>insert</c>.</param>
    public sealed record Line(
        long Id,
        Instant At,
        string ActorId,
        string ActorName,
        string Action,
        string? Note,
        string? Effective,
        string? DispositionBefore,
        string? DispositionAfter,
        string? NamedBefore,
        string? NamedAfter,
        decimal? ReceivedBefore,
        decimal? ReceivedAfter,
        decimal? PaidBefore,
        decimal? PaidAfter
    );

    public async Task<Result<Page<Line>>> RunAsync(Actor actor, ConversionId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var (changes, named) = await database.ReadAsync(
            async c => (await ChangeLogSql.ListAsync(c, "conversion", $"{id}", 1000), await DispositionsSql.ListAsync(c)),
            cancellation
        );
        var names = named.ToDictionary(d => d.Id, d => d.Name);
        return new Page<Line>(
            [
                .. changes
                    .Select(c => Read(c, names))
                    .Select(l => actor.May(Permission.SeeRevenue) ? l : l with { ReceivedBefore = null, ReceivedAfter = null }),
            ],
            null
        );
    }

    private static Line Read(Change change, Dictionary<long, string> names)
    {
        using var before = JsonDocument.Parse(change.Before ?? "{}");
        using var after = JsonDocument.Parse(change.After ?? "{}");
        return new Line(
            change.Id,
            change.At,
            change.ActorId,
            change.ActorName,
            change.Action,
            Text(after, "note"),
            Text(after, "effective"),
            Text(before, "disposition"),
            Text(after, "disposition"),
            Named(before, names),
            Named(after, names),
            Number(before, "received"),
            Number(after, "received"),
            Number(before, "paid"),
            Number(after, "paid")
        );
    }

    private static string? Named(JsonDocument document, Dictionary<long, string> names) =>
        Number(document, "dispositionId") is { } id ? names.GetValueOrDefault((long)id) : null;

    private static string? Text(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static decimal? Number(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : null;

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/conversions/{id}/history",
            async (HttpContext http, ConversionId id, ListConversionHistory operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
