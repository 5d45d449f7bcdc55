using Ringpost.CallTracking;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Numbers;
using Ringpost.Primitives;
using Ringpost.Telephony.Carriers;
using Ringpost.Telephony.Rest;
using Ringpost.Telephony.Twilio;

namespace Ringpost.Telephony.Records;

/// <summary>What became of the calls of a carrier's books.</summary>
internal sealed class RecordCounts
{
    public int Recovered { get; set; }

    public int Settled { get; set; }

    public int Priced { get; set; }

    public int NotOurs { get; set; }

    public int GoingOn { get; set; }
}

/// <summary>Lays calls of a carrier's books beside ours: each is brought in, settled, priced or left.</summary>
public sealed class RecordKeeper(FindCarrierCalls calls, TakeCarrierRecord take, RecoverCall recover, FindAssignment assignments)
{
    internal async Task TakeAsync(
        CarrierAccount account,
        IReadOnlyList<CarrierCall> inbound,
        ILookup<string, CarrierCall> children,
        RecordCounts counts,
        bool dryRun,
        CancellationToken cancellation
    )
    {
        var known = (await calls.RunAsync(account.Id.Value, [.. inbound.Select(c => c.Sid)], cancellation)).ToDictionary(
            k => k.CarrierCallId,
            StringComparer.Ordinal
        );
        var costs = new List<(CallId, Money)>();
        foreach (var call in inbound)
        {
            var record = CarrierCall.ToRecord(call, children[call.Sid], call.StartedAt!.Value);
            if (!record.Ended)
                counts.GoingOn++;
            else if (!known.TryGetValue(call.Sid, out var mine))
                await RecoverAsync(account, call, record, counts, dryRun, cancellation);
            else if (mine.IsOpen)
                await SettleAsync(account, call, record, counts, dryRun, cancellation);
            else if (record.Cost is { } cost && mine.Cost != cost.Millionths)
                costs.Add((mine.Id, cost));
        }

        counts.Priced += costs.Count;
        if (costs.Count > 0 && !dryRun)
            await take.RunAsync(costs, cancellation);
    }

    private async Task SettleAsync(
        CarrierAccount account,
        CarrierCall call,
        CarrierRecord record,
        RecordCounts counts,
        bool dryRun,
        CancellationToken cancellation
    )
    {
        if (dryRun || await take.RunAsync(account.Id.Value, call.Sid, record, cancellation) == FactOutcome.Taken)
            counts.Settled++;
        if (record.Cost is not null)
            counts.Priced++;
    }

    private async Task RecoverAsync(
        CarrierAccount account,
        CarrierCall call,
        CarrierRecord record,
        RecordCounts counts,
        bool dryRun,
        CancellationToken cancellation
    )
    {
        var dialed = TwilioNumber.Dialed(call.To);
        if (await assignments.RunAsync(dialed, record.StartedAt, cancellation) is null)
        {
            counts.NotOurs++;
            return;
        }

        var request = new RecoverCall.Request(
            account.Id.Value,
            call.Sid,
            TwilioNumber.Caller(call.From),
            dialed,
            account.Kind == CarrierKind.Simulator,
            record
        );
        if (dryRun || await recover.RunAsync(request, cancellation) == RecoverOutcome.Recovered)
            counts.Recovered++;
    }
}
