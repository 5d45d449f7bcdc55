using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Conversions;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.Attribution.Adjustments;

/// <summary>Changes price or status of all conversions that a filter finds, or of listed ones (cake.md 6): a preview, then in one go.</summary>
public sealed class AdjustMany(Database database, Snapshot<OfferConfiguration> configuration, MassChanges mass, Identifiers identifiers)
{
    /// <summary>More than this is asked for in several runs.</summary>
    private const int Most = 50_000;

    /// <param name="ConversionIds">Instead of a filter.</param>
    /// <param name="Apply">False, or absent, is a preview.</param>
    /// <param name="ExpectedCount">What the preview counted: where others fit by now, nothing is done.</param>
    /// <param name="Key">Names the run, so that the same one again changes nothing; absent is the Idempotency-Key, else a run of its own.</param>
    public sealed record Request(
        ConversionFilter? Filter = null,
        IReadOnlyList<long>? ConversionIds = null,
        decimal? Received = null,
        decimal? Paid = null,
        bool? Add = null,
        bool? RecalculatePaid = null,
        string? Disposition = null,
        long? DispositionId = null,
        bool? TakePaidBack = null,
        string? Effective = null,
        string? Reason = null,
        bool? Apply = null,
        int? ExpectedCount = null,
        string? Key = null
    );

    public async Task<Result<MassAnswer>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeMoney))
            return new Forbidden(Permission.ChangeMoney);
        var validation = new Validation();
        var change = await ReadAsync(validation, request, cancellation);
        var ids = await FindAsync(validation, request, cancellation);
        if (validation.HasErrors)
            return validation.ToRefusal();
        if (request.ExpectedCount is { } expected && expected != ids.Count)
            return new Clash(
                "count-changed",
                $"The preview counted {expected} conversions; now {ids.Count} fit. Look at the preview again."
            );
        // The row's number is the conversion's id: another conversion that fits by now is another row.
        var rows = ids.Select(id => new MassPlanRow(id, new ConversionId(id), change, null)).ToList();
        if (request.Apply != true)
            return await mass.PreviewAsync(rows, cancellation);
        var key = MassKeys.Of("adjust", actor, request.Key, identifiers);
        return await mass.ApplyAsync(actor, key, "adjust", $"{ids.Count} conversions", change!.Reason, rows, cancellation);
    }

    private async Task<ConversionChange?> ReadAsync(Validation validation, Request request, CancellationToken cancellation)
    {
        var isStatus = request.Disposition is { Length: > 0 } || request.DispositionId is not null;
        if (!isStatus)
            return ChangePrice.Read(
                validation,
                new(request.Received, request.Paid, request.Add, request.RecalculatePaid, request.Effective, request.Reason)
            );
        var named = request.DispositionId is { } id ? await database.ReadAsync(c => DispositionsSql.FindAsync(c, id), cancellation) : null;
        var status = ChangeStatus.Read(
            validation,
            new(request.Disposition, request.DispositionId, request.TakePaidBack, request.Effective, request.Reason),
            named
        );
        return status with
        {
            Received = ChangePrice.Amount(validation, "received", request.Received, request.Add == true),
            Paid = ChangePrice.Amount(validation, "paid", request.Paid, request.Add == true),
        };
    }

    private async Task<IReadOnlyList<long>> FindAsync(Validation validation, Request request, CancellationToken cancellation)
    {
        if (request.ConversionIds is { Count: > 0 } listed)
        {
            if (listed.Count > Most)
                validation.Add("conversionIds", $"At most {Most} at a time.");
            return [.. listed.Distinct()];
        }

        if (request.Filter is not { } filter)
        {
            validation.Add("filter", "Say which conversions: a filter, or their ids as conversionIds.");
            return [];
        }

        var range = filter.Read(validation, (await configuration.GetAsync(cancellation)).Zone);
        if (validation.HasErrors)
            return [];
        var ids = new List<long>();
        while (ids.Count <= Most)
        {
            var page = await database.ReadAsync(
                c => ConversionsSql.ListIdsAsync(c, filter, range, ids.Count == 0 ? 0 : ids[^1], 1000),
                cancellation
            );
            ids.AddRange(page);
            if (page.Count < 1000)
                return ids;
        }

        validation.Add("filter", $"More than {Most} conversions fit. Narrow the filter.");
        return [];
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/conversions/mass-adjust",
            async (HttpContext http, Request request, AdjustMany operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}

/// <summary>What names a run: the caller's word for it, else its Idempotency-Key, else nothing else ever.</summary>
internal static class MassKeys
{
    public static string Of(string kind, Actor actor, string? key, Identifiers identifiers) =>
        key is { Length: > 0 } ? $"{kind}:{actor.Id}:{key}"
        : actor.Request is { } once ? $"{kind}:{once.Scope}:{once.Key}"
        : $"{kind}:{identifiers.TimeOrdered()}";
}
