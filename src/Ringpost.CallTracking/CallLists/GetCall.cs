using System.Data.Common;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Adjustments;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.PaymentAnswers;
using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.Recordings;
using Ringpost.Delivery.Log;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.CallLists;

/// <summary>One call with its legs, events, tags and deliveries.</summary>
public sealed class GetCall(Database database, Snapshot<CallConfiguration> snapshot, DeliveriesOf deliveriesOf, RecordingLinks links)
{
    public async Task<Result<CallDetails>> RunAsync(Actor actor, CallId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeCalls))
            return new Forbidden(Permission.SeeCalls);
        if (actor.IsPartner)
            return await OfPartnerAsync(actor, id, cancellation);
        var configuration = await snapshot.GetAsync(cancellation);
        var scope = CallScope.Of(actor, database.Dialect);
        // Plan, fields and answers to the carrier name targets, buyers and what was earned.
        var isWhole = actor.May(Permission.SeeRevenue);
        var deliveries = await deliveriesOf.RunAsync(actor, "call", id.Value, cancellation);
        if (!deliveries.IsOk)
            return deliveries.Refusal;
        return await database.ReadAsync<Result<CallDetails>>(
            async connection =>
            {
                if (await CallListSql.FindAsync(connection, scope, id) is not { } row)
                    return new Missing($"Call {id}");
                var recording = await RecordingsSql.FindAsync(connection, id);
                var mayListen = actor.May(Permission.Listen);
                var names = new CallNames(configuration, actor);
                var mask = CallerMask.For(actor, row.Caller);
                var record = (await CallsSql.FindAsync(connection, id))!;
                var call = new CallDetails(names.Summary(row))
                {
                    ConnectedAt = At(row.ConnectedAt),
                    EndedAt = At(row.EndedAt),
                    PendingUntil = PendingUntil(configuration, row),
                    Disputed = await AdjustmentRequestsSql.IsDisputedAsync(connection, id),
                    RecordingUrl =
                        !mayListen ? null
                        : recording is { State: RecordingState.Copied } ? links.For(id, database.Now + configuration.Recordings.LinkLasts)
                        : row.RecordingUrl,
                    Recording = recording,
                    Attestation = row.Attestation,
                    Recovered = row.Recovered,
                    Cost = row.Cost / 1_000_000m,
                    CostCurrency = row.CostCurrency,
                    Legs = [.. (await CallListSql.LegsAsync(connection, scope, id)).Select(l => Leg(l, names))],
                    Events =
                    [
                        .. (await CallListSql.EventsAsync(connection, id)).Select(e =>
                            isWhole ? Line(e, mask, mayListen) : new CallEventLine(e.Name, e.At)
                        ),
                    ],
                    CarrierReports = isWhole ? await CarrierReportsSql.OfAsync(connection, id) : [],
                    Tags =
                    [
                        .. (await TagsAsync(connection, configuration, record, mask)).Where(t =>
                            (mayListen || t.Name != "RecordingUrl")
                            && CallFilters.SeenColumns.Refusal(actor, $"tag:{t.Type}:{t.Name}") is null
                        ),
                    ],
                    Deliveries =
                    [
                        .. deliveries.Value.Select(d =>
                            d with
                            {
                                Url = mask.Show(d.Url),
                                Body = d.Body is null ? null : mask.Show(d.Body),
                            }
                        ),
                    ],
                };
                return call with { Answer = await AnswerAsync(connection, actor, scope, configuration, record, call) };
            },
            cancellation
        );
    }

    /// <summary>Of a call that is theirs what its row shows them, and their legs. Events, tags and deliveries tell of others.</summary>
    private async Task<Result<CallDetails>> OfPartnerAsync(Actor actor, CallId id, CancellationToken cancellation)
    {
        var configuration = await snapshot.GetAsync(cancellation);
        var names = new CallNames(configuration, actor);
        var scope = CallScope.Of(actor, database.Dialect);
        return await database.ReadAsync<Result<CallDetails>>(
            async connection =>
            {
                if (await CallListSql.FindAsync(connection, scope, id) is not { } row)
                    return new Missing($"Call {id}");
                var call = new CallDetails(names.Summary(row))
                {
                    ConnectedAt = At(row.ConnectedAt),
                    EndedAt = At(row.EndedAt),
                    PendingUntil = PendingUntil(configuration, row),
                    Disputed = await AdjustmentRequestsSql.IsDisputedAsync(connection, id),
                    Legs = [.. (await CallListSql.LegsAsync(connection, scope, id)).Select(l => Leg(l, names))],
                };
                var record = (await CallsSql.FindAsync(connection, id))!;
                return call with { Answer = await AnswerAsync(connection, actor, scope, configuration, record, call) };
            },
            cancellation
        );
    }

    private static async Task<PaymentAnswer> AnswerAsync(
        DbConnection connection,
        Actor actor,
        CallScope scope,
        CallConfiguration configuration,
        CallRecord record,
        CallDetails call
    )
    {
        var last = call.PayoutAdjusted
            ? (await AdjustmentsSql.ListAsync(connection, record.Id)).LastOrDefault(a => a.PayoutChange != 0)
            : null;
        // Of another publisher's call nothing is told, not even when it came.
        var seesEarlier =
            record.PayoutEarlierId is { } earlier
            && (!actor.IsPartner || await CallListSql.FindAsync(connection, scope, earlier) is not null);
        return PaymentRule.Of(
            actor,
            call,
            PaymentFacts.Of(record, (actor.May(Permission.SeeRevenue) ? last?.Reason : last?.Told) ?? "", seesEarlier, configuration.Zone)
        );
    }

    /// <summary>What earned nothing, for who asks, has nothing that could change.</summary>
    private Instant? PendingUntil(CallConfiguration configuration, CallRow row) =>
        !row.Live && (row.Converted || row.Paid) ? configuration.Disputes.HeldUntil(row.ArrivedAt, database.Now) : null;

    private static CallLeg Leg(LegRow row, CallNames names)
    {
        BuyerId? buyer = row.BuyerId is null ? null : new BuyerId(row.BuyerId);
        return new CallLeg(
            row.TargetId,
            names.Target(row.TargetId),
            buyer,
            buyer is null ? null : names.Buyer(buyer.Value),
            row.Destination,
            row.DialedAt,
            row.Answered,
            At(row.AnsweredAt),
            At(row.EndedAt),
            row.ConnectedSeconds,
            row.Outcome,
            row.Converted,
            row.Revenue,
            row.ConversionReason,
            new ConversionSetting(
                Enum.Parse<ConvertOn>(row.ConvertOn),
                (int)row.ConvertSeconds,
                Enum.Parse<TimerStart>(row.TimerStart),
                row.Terms
            )
            {
                Lengths = LengthSteps.FromJson(row.Lengths),
                DedupeSeconds = (int)row.Dedupe,
            }
        )
        {
            Duplicate = DuplicateOf.Read(row.EarlierCallId, row.EarlierAt, row.Dedupe),
        };
    }

    private static CallEventLine Line(EventRow row, CallerMask mask, bool mayListen)
    {
        var fields = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(mask.Show(row.Fields)) ?? [];
        // The link opens the recording.
        if (!mayListen)
            fields.Remove("recordingUrl");
        return new CallEventLine(row.Name, row.At) { Fields = fields };
    }

    /// <summary>The tags that a plain call has, computed as a pixel would have them, then those that came with it.</summary>
    private static async Task<IReadOnlyList<CallTag>> TagsAsync(
        DbConnection connection,
        CallConfiguration configuration,
        CallRecord call,
        CallerMask mask
    )
    {
        var stored = await CallListSql.TagsAsync(connection, call.Id);
        var tokens = new CallTokens(call, configuration, call.ArrivedAt, new Dictionary<string, string>());
        var tags = new List<CallTag>();
        foreach (var token in TokenCatalogue.All.Where(t => t.Text.StartsWith("tag:", StringComparison.Ordinal)))
        {
            var reference = TokenTemplate.Parse(token.Token).Tokens[0];
            if (tokens.ValueOf(reference) is { Length: > 0 } value)
                tags.Add(new CallTag(reference.Type, reference.Name, value));
        }

        return [.. tags.Concat(stored).Select(t => t with { Value = mask.ShowTag(t.Type, t.Name, t.Value) })];
    }

    private static Instant? At(long? unixMilliseconds) => unixMilliseconds is { } known ? new Instant(known) : null;

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/calls/{id}",
            async (HttpContext http, CallId id, GetCall operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
