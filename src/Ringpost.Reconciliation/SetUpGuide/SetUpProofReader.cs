using Ringpost.Api;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.PixelLog;
using Ringpost.CallTracking.CallLists;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Reconciliation.CallTraces;

namespace Ringpost.Reconciliation.SetUpGuide;

/// <summary>
/// Looks for the call or the postback that shows that a set-up works. Only the newest are looked at: in a set-up that begins there are no others,
/// and in one that runs any of them shows it.
/// </summary>
public sealed class SetUpProofReader(
    ListCalls calls,
    FindBookings bookings,
    TraceCall traces,
    ListConversions conversions,
    ListPixelLog postbacks,
    PublicUrls urls
)
{
    private const int NewestCalls = 100;

    /// <summary>Each is read with its deliveries.</summary>
    private const int TracedCalls = 5;

    private const string OwnWorker = "ownWorker";

    public async Task<(SetUpProof Proof, CallTrace? Trace)> ReadAsync(Actor actor, SetUpVariant variant, CancellationToken cancellation) =>
        variant switch
        {
            SetUpVariant.BothHere => await OfCallsAsync(actor, cancellation),
            SetUpVariant.TrackerIsCake => await OfDeliveriesAsync(actor, cancellation),
            SetUpVariant.CallsInRingba or SetUpVariant.AdvertiserHasRingba => (await OfPostbacksAsync(actor, cancellation), null),
        };

    private async Task<(SetUpProof, CallTrace?)> OfCallsAsync(Actor actor, CancellationToken cancellation)
    {
        var newest = await NewestAsync(actor, cancellation);
        if (newest.Count == 0)
            return (new SetUpProof(), null);
        var booked = (await bookings.RunAsync(actor, [.. newest.Select(c => c.Id.Value)], cancellation))
            .Value.Select(b => b.TransactionId)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        // A payable call tells more than one that was only counted.
        var call =
            newest.FirstOrDefault(c => booked.Contains(c.Id.Value) && c.Paid)
            ?? newest.FirstOrDefault(c => booked.Contains(c.Id.Value))
            ?? newest.FirstOrDefault(c => c.Test)
            ?? newest[0];
        var real = newest.FirstOrDefault(c => !c.Test && booked.Contains(c.Id.Value)) ?? newest.FirstOrDefault(c => !c.Test);
        var trace = await TraceAsync(actor, call, cancellation);
        return (
            new SetUpProof(
                call,
                booked.Contains(call.Id.Value),
                Why: trace?.Why,
                RealCall: real,
                RealBooked: real is not null && booked.Contains(real.Id.Value)
            ),
            trace
        );
    }

    private async Task<(SetUpProof, CallTrace?)> OfDeliveriesAsync(Actor actor, CancellationToken cancellation)
    {
        var newest = await NewestAsync(actor, cancellation);
        CallTrace? first = null;
        foreach (var call in newest.Take(TracedCalls))
        {
            var trace = await TraceAsync(actor, call, cancellation);
            first ??= trace;
            if (trace?.Call.Deliveries.Any(d => d.State == DeliveryState.Delivered && !IsOwn(d.Url)) == true)
                return (new SetUpProof(call, Accepted: true, Why: trace.Why, RealCall: Real(newest, call), RealBooked: !call.Test), trace);
        }

        return newest.Count == 0
            ? (new SetUpProof(), null)
            : (new SetUpProof(newest[0], Why: first?.Why, RealCall: Real(newest, null)), first);
    }

    private async Task<SetUpProof> OfPostbacksAsync(Actor actor, CancellationToken cancellation)
    {
        var listed = await conversions.RunAsync(actor, new ConversionFilter(), new PageRequest(NewestCalls), cancellation);
        var outside = listed.IsOk ? listed.Value.Items.FirstOrDefault(c => c.Source == "clicklessPostback" && c.Sender != OwnWorker) : null;
        if (outside is not null)
            return new SetUpProof(FromOutside: outside);
        var refused = await postbacks.RunAsync(actor, new PixelLogQuery { Refused = true }, new PageRequest(1), cancellation);
        return new SetUpProof(Refused: refused is { IsOk: true, Value.Items: [var newest, ..] } ? newest : null);
    }

    private async Task<IReadOnlyList<CallSummary>> NewestAsync(Actor actor, CancellationToken cancellation)
    {
        var listed = await calls.RunAsync(actor, new CallFilter(), new PageRequest(NewestCalls), cancellation);
        return listed.IsOk ? listed.Value.Items : [];
    }

    private async Task<CallTrace?> TraceAsync(Actor actor, CallSummary call, CancellationToken cancellation) =>
        await traces.RunAsync(actor, call.Id, cancellation) is { IsOk: true } trace ? trace.Value : null;

    private static CallSummary? Real(IReadOnlyList<CallSummary> newest, CallSummary? taken) =>
        taken is { Test: false } ? taken : newest.FirstOrDefault(c => !c.Test);

    private bool IsOwn(string url) => Uri.TryCreate(url, UriKind.Absolute, out var read) && urls.IsOwn(read);
}
