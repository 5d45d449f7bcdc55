using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Adjustments;

/// <summary>
/// Approves, rejects, returns a conversion or makes it pending (cake.md 6). Rejecting and returning take received back; the payout only where
/// asked, or where the conversion was pending and it was never owed. The affiliate's postback is never sent again.
/// </summary>
public sealed class ChangeStatus(Database database, ChangeOneConversion changeOne)
{
    /// <param name="Disposition"><c>pending</c>, <c>rejected</c>, <c>approved</c> or <c>returned</c>; absent where <paramref name="DispositionId"/> names one.</param>
    public sealed record Request(
        string? Disposition = null,
        long? DispositionId = null,
        bool? TakePaidBack = null,
        string? Effective = null,
        string? Reason = null
    );

    public async Task<Result<AdjustmentAnswer>> RunAsync(
        Actor actor,
        ConversionId id,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeMoney))
            return new Forbidden(Permission.ChangeMoney);
        var validation = new Validation();
        var named = request.DispositionId is { } number
            ? await database.ReadAsync(c => DispositionsSql.FindAsync(c, number), cancellation)
            : null;
        var change = Read(validation, request, named);
        if (validation.HasErrors)
            return validation.ToRefusal();
        return await changeOne.RunAsync(
            actor,
            WriteKeys.Of($"conversion:{id}"),
            _ => Task.FromResult<Result<ConversionId>>(id),
            change,
            cancellation
        );
    }

    internal static ConversionChange Read(Validation validation, Request request, Disposition? named)
    {
        var (type, id) = DispositionWords.Read(validation, request.Disposition, request.DispositionId, named);
        return new ConversionChange
        {
            Disposition = type,
            DispositionId = id,
            TakesPaidBack = request.TakePaidBack == true,
            Effective = EffectiveDay.Read(validation, request.Effective),
            Reason = ConversionChange.ReadReason(validation, request.Reason),
        };
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/conversions/{id}/status",
            async (HttpContext http, ConversionId id, Request request, ChangeStatus operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
