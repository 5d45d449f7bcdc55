using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.CallLists;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>
/// A call's adjustments, oldest first. A publisher's people see what happened to their payout and what they are told of it, a buyer's what
/// happened to what they pay; neither who did it nor the other side. Who may not see revenue sees what a publisher's people see.
/// </summary>
public sealed class ListCallAdjustments(Database database)
{
    public async Task<Result<Page<CallAdjustment>>> RunAsync(Actor actor, CallId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeCalls))
            return new Forbidden(Permission.SeeCalls);
        if (!actor.May(Permission.SeeRevenue))
            return await OfPartnerAsync(actor, id, cancellation);
        return await database.ReadAsync<Result<Page<CallAdjustment>>>(
            async c =>
                await CallListSql.FindAsync(c, CallScope.Everything, id) is null
                    ? new Missing($"Call {id}")
                    : new Page<CallAdjustment>(await AdjustmentsSql.ListAsync(c, id), null),
            cancellation
        );
    }

    private async Task<Result<Page<CallAdjustment>>> OfPartnerAsync(Actor actor, CallId id, CancellationToken cancellation)
    {
        var scope = CallScope.Of(actor, database.Dialect);
        return await database.ReadAsync<Result<Page<CallAdjustment>>>(
            async c =>
            {
                if (await CallListSql.FindAsync(c, scope, id) is not { } seen)
                    return new Missing($"Call {id}");
                // Their ledger says which changes are theirs; the totals are followed back from what they see now.
                var entries = await AdjustmentsSql.EntriesAsync(c, scope, id);
                var (revenue, payout) = (seen.Revenue, seen.Payout);
                var rows = new List<CallAdjustment>();
                foreach (var one in (await AdjustmentsSql.ListAsync(c, id)).Reverse())
                {
                    if (entries.GetValueOrDefault(one.Id.Value) is var difference && difference == 0)
                        continue;
                    var ofBuyer = actor.Role == Role.Buyer;
                    rows.Add(
                        one with
                        {
                            Mode = AdjustmentMode.Relative,
                            By = "",
                            Reason = ofBuyer ? "" : one.Told ?? "",
                            Told = ofBuyer ? null : one.Told,
                            RevenueChange = ofBuyer ? difference : 0,
                            PayoutChange = ofBuyer ? 0 : difference,
                            Revenue = ofBuyer ? revenue : 0,
                            Payout = ofBuyer ? 0 : payout,
                            Sequence = 0,
                        }
                    );
                    (revenue, payout) = ofBuyer ? (revenue - difference, payout) : (revenue, payout - difference);
                }

                rows.Reverse();
                return new Page<CallAdjustment>([.. rows.Select((r, i) => r with { Sequence = i + 1 })], null);
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/calls/{id}/adjustments",
            async (HttpContext http, CallId id, ListCallAdjustments operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
