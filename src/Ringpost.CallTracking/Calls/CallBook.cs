using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ringpost.CallTracking.Configuration;
using Ringpost.Delivery.Alerts;
using Ringpost.Delivery.Outbox;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Calls;

/// <summary>Opens calls for the operations that change them: one unit of work over the call's key, read whole and written back whole.</summary>
public sealed class CallBook(
    Database database,
    Snapshot<CallConfiguration> configuration,
    Outbox outbox,
    IOptions<CallOptions> options,
    ILogger<CallBook> log
)
{
    internal CallOptions Options => options.Value;

    internal ILogger Log => log;

    internal ValueTask<CallConfiguration> ConfigurationAsync(CancellationToken cancellation) => configuration.GetAsync(cancellation);

    internal CallWriter Writer(WriteUnit unit, CallRecord call, CallConfiguration current) =>
        new(unit, call, current, outbox, options.Value, log);

    /// <summary>Null where the carrier never announced the call.</summary>
    internal Task<CallCampaignId?> FindCampaignAsync(string carrierId, string carrierCallId, CancellationToken cancellation) =>
        database.ReadAsync(c => CallsSql.FindCampaignAsync(c, carrierId, carrierCallId), cancellation);

    /// <summary>Tells people what no call records, unless they know.</summary>
    internal Task TellAsync(AlertDraft alert, CancellationToken cancellation) =>
        database.WriteAsync(WriteKeys.None, unit => Alerting.BeginAsync(unit, alert), cancellation);

    internal async Task<T> WriteAsync<T>(
        IEnumerable<string> keys,
        Func<WriteUnit, CallConfiguration, Task<T>> work,
        CancellationToken cancellation
    )
    {
        var current = await configuration.GetAsync(cancellation);
        return await database.WriteAsync(WriteKeys.Of([.. keys]).ByTheUnit(), unit => work(unit, current), cancellation);
    }

    /// <summary>As <see cref="ChangeAsync"/>, for what the carrier reports: the report is kept with the call, and with it what became of it.</summary>
    internal Task<FactOutcome> TakeAsync(
        string carrierId,
        string carrierCallId,
        CarrierReportKind kind,
        string said,
        Func<CallWriter, Task<FactOutcome>> take,
        CancellationToken cancellation
    ) =>
        ChangeAsync(
            carrierId,
            carrierCallId,
            [],
            async writer =>
            {
                var outcome = await take(writer);
                await CarrierReportsSql.AppendAsync(writer.Unit, writer.Call.Id, kind, said, outcome.ToString());
                return outcome;
            },
            FactOutcome.UnknownCall,
            cancellation
        );

    /// <summary>Runs <paramref name="change"/> over the call, lets what follows from it happen, and saves. <paramref name="unknown"/> where there is no such call.</summary>
    internal Task<T> ChangeAsync<T>(
        string carrierId,
        string carrierCallId,
        IEnumerable<string> furtherKeys,
        Func<CallWriter, Task<T>> change,
        T unknown,
        CancellationToken cancellation
    ) =>
        WriteAsync(
            [CallRecord.KeyOf(carrierId, carrierCallId), .. furtherKeys],
            async (unit, current) =>
            {
                if (await CallsSql.FindAsync(unit.Connection, carrierId, carrierCallId) is not { } call)
                    return unknown;
                var writer = Writer(unit, call, current);
                var answer = await change(writer);
                await writer.AdvanceAsync();
                await writer.SaveAsync();
                return answer;
            },
            cancellation
        );

    internal async Task GiveUpAsync(WriteUnit unit, CallId id)
    {
        var current = await configuration.GetAsync();
        if (await CallsSql.FindAsync(unit.Connection, id) is not { IsLive: true } call)
            return;
        var writer = Writer(unit, call, current);
        await writer.SettleAsync(final: true);
        await writer.SaveAsync();
    }
}
