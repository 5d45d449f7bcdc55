using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>
/// Adjusts all calls that a filter finds, or listed ones, in the same way: a preview, then call by call, each whole or not at all. Run again
/// under the same key, what was done is left alone and what was refused is tried again.
/// </summary>
public sealed class AdjustCalls(
    Database database,
    Snapshot<CallConfiguration> snapshot,
    CallAdjustments adjustments,
    Identifiers identifiers
)
{
    /// <summary>More than this is asked for in several runs.</summary>
    public const int Most = 5000;

    /// <param name="CallIds">Instead of a filter.</param>
    /// <param name="Apply">False, or absent, is a preview.</param>
    /// <param name="ExpectedCount">What the preview counted: where others fit by now, nothing is done.</param>
    /// <param name="Key">Names the run; absent is the Idempotency-Key, else a run of its own.</param>
    public sealed record Request(
        CallFilter? Filter = null,
        IReadOnlyList<CallId>? CallIds = null,
        string? Mode = null,
        decimal? Revenue = null,
        decimal? Payout = null,
        bool? VoidRevenue = null,
        bool? VoidPayout = null,
        string? Effective = null,
        string? Reason = null,
        bool? Apply = null,
        int? ExpectedCount = null,
        string? Key = null
    );

    public async Task<Result<BulkAdjustment>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeMoney))
            return new Forbidden(Permission.ChangeMoney);
        var validation = new Validation();
        var change = CallChange.Read(
            validation,
            new(request.Mode, request.Revenue, request.Payout, request.VoidRevenue, request.VoidPayout, request.Effective, request.Reason)
        );
        var configuration = await snapshot.GetAsync(cancellation);
        var calls = await FindAsync(validation, actor, request, configuration, cancellation);
        if (validation.HasErrors)
            return validation.ToRefusal();
        if (request.ExpectedCount is { } expected && expected != calls.Count)
            return new Clash("count-changed", $"The preview counted {expected} calls; now {calls.Count} fit. Look at the preview again.");
        var names = new CallNames(configuration, actor);
        if (request.Apply != true)
            return BulkAdjustment.Of([.. calls.Select(c => Foresee(c, change, names))]);
        var key =
            request.Key is { Length: > 0 } named ? $"bulk:{actor.Id}:{named}"
            : actor.Request is { } once ? $"bulk:{once.Scope}:{once.Key}"
            : $"bulk:{identifiers.TimeOrdered()}";
        var rows = new List<BulkRow>(calls.Count);
        foreach (var call in calls)
        {
            // The run's key is what makes each call's adjustment happen once.
            var done = await adjustments.RunAsync(actor with { Request = null }, call.Id, change, key, null, null, cancellation);
            rows.Add(
                done.IsOk
                    ? BulkRow.Of(call, names, done.Value.RevenueChange, done.Value.PayoutChange) with
                    {
                        RevenueBefore = done.Value.Revenue - done.Value.RevenueChange,
                        RevenueAfter = done.Value.Revenue,
                        PayoutBefore = done.Value.Payout - done.Value.PayoutChange,
                        PayoutAfter = done.Value.Payout,
                    }
                    : BulkRow.Of(call, names, 0, 0) with
                    {
                        Problem = done.Refusal.Says,
                    }
            );
        }

        return BulkAdjustment.Of(rows);
    }

    private static BulkRow Foresee(CallRow call, CallChange change, CallNames names)
    {
        if (call.Live)
            return BulkRow.Of(call, names, 0, 0) with { Problem = "The call is not settled yet." };
        var currency = Currency.TryParse(call.Currency, out var parsed) ? parsed : Currency.Usd;
        var decided = AdjustmentRule.Decide(call.Revenue, call.Payout, change, currency);
        return decided.IsOk
            ? BulkRow.Of(call, names, decided.Value.Revenue, decided.Value.Payout)
            : BulkRow.Of(call, names, 0, 0) with
            {
                Problem = decided.Refusal.Says,
            };
    }

    private async Task<IReadOnlyList<CallRow>> FindAsync(
        Validation validation,
        Actor actor,
        Request request,
        CallConfiguration configuration,
        CancellationToken cancellation
    )
    {
        var calls = new List<CallRow>();
        if (request.CallIds is { Count: > 0 } listed)
        {
            if (listed.Count > Most)
                validation.Add("callIds", $"At most {Most} at a time.");
            else
                foreach (var id in listed.Distinct())
                    if (await database.ReadAsync(c => CallListSql.FindAsync(c, CallScope.Everything, id), cancellation) is { } found)
                        calls.Add(found);
                    else
                        validation.Add("callIds", $"Call {id} does not exist.");
            return calls;
        }

        if (request.Filter is not { } filter)
        {
            validation.Add("filter", "Say which calls: a filter, or their ids as callIds.");
            return [];
        }

        var criteria = await CallCriteria.ReadAsync(validation, actor, filter, configuration, database, cancellation: cancellation);
        if (validation.HasErrors)
            return [];
        while (calls.Count <= Most)
        {
            (Instant, string)? place = calls.Count == 0 ? null : (calls[^1].ArrivedAt, calls[^1].Id.Value);
            var page = await database.ReadAsync(c => CallListSql.ListAsync(c, criteria, place, 500), cancellation);
            calls.AddRange(page);
            if (page.Count < 500)
                break;
        }

        if (calls.Count > Most)
            validation.Add("filter", $"More than {Most} calls fit. Narrow the filter.");
        return calls;
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/calls/adjust",
            async (HttpContext http, Request request, AdjustCalls operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}

/// <summary>What a bulk adjustment does, or did: counts, sums by currency, and each call.</summary>
/// <param name="Adjusted">Calls that change; the others say why not.</param>
public sealed record BulkAdjustment(int Calls, int Adjusted, IReadOnlyList<BulkTotal> Totals, IReadOnlyList<BulkRow> Rows)
{
    internal static BulkAdjustment Of(IReadOnlyList<BulkRow> rows) =>
        new(
            rows.Count,
            rows.Count(r => r.Problem is null),
            [
                .. rows.GroupBy(r => r.Currency)
                    .Select(g => new BulkTotal(
                        g.Key,
                        g.Sum(r => r.RevenueAfter - r.RevenueBefore),
                        g.Sum(r => r.PayoutAfter - r.PayoutBefore)
                    )),
            ],
            rows
        );
}

/// <summary>The differences of all calls of one currency.</summary>
public sealed record BulkTotal(
    Currency Currency,
    [property: JsonConverter(typeof(MillionthsJson))] long RevenueChange,
    [property: JsonConverter(typeof(MillionthsJson))] long PayoutChange
);

/// <summary>One call of a bulk adjustment.</summary>
/// <param name="Problem">Why it does not change; null where it does.</param>
public sealed record BulkRow(
    CallId CallId,
    Instant At,
    string CallCampaignName,
    Currency Currency,
    [property: JsonConverter(typeof(MillionthsJson))] long RevenueBefore,
    [property: JsonConverter(typeof(MillionthsJson))] long RevenueAfter,
    [property: JsonConverter(typeof(MillionthsJson))] long PayoutBefore,
    [property: JsonConverter(typeof(MillionthsJson))] long PayoutAfter,
    Phrase? Problem
)
{
    internal static BulkRow Of(CallRow call, CallNames names, long revenueChange, long payoutChange) =>
        new(
            call.Id,
            call.ArrivedAt,
            names.Campaign(call.CampaignId),
            Currency.TryParse(call.Currency, out var currency) ? currency : Currency.Usd,
            call.Revenue,
            call.Revenue + revenueChange,
            call.Payout,
            call.Payout + payoutChange,
            null
        );
}
