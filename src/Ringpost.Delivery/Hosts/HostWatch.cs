using Ringpost.Delivery.Alerts;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Hosts;

/// <summary>Stores what became of receivers, once for all nodes, and tells people.</summary>
internal sealed class HostWatch(Database database)
{
    public Task StoreAsync(HostChange change) =>
        database.WriteAsync(WriteKeys.Of($"endpoint:{change.Subject}"), unit => StoreAsync(unit, change));

    public Task<IReadOnlyList<HostsSql.HealthRow>> ReadAsync(CancellationToken cancellation) =>
        database.ReadAsync(HostsSql.HealthAsync, cancellation);

    private static async Task StoreAsync(WriteUnit unit, HostChange change)
    {
        if (change.Kind == HostChangeKind.Recovered)
        {
            if (!await HostsSql.ClearAsync(unit, change.Subject))
                return;
        }
        else
        {
            await HostsSql.TroubleAsync(unit, change);
            if (change.Kind == HostChangeKind.Paused || !await HostsSql.MarkAlertedAsync(unit, change.Subject))
                return;
        }

        await Alerting.RaiseAsync(unit, Draft(change));
    }

    private static AlertDraft Draft(HostChange change)
    {
        var ended = change.Kind == HostChangeKind.Recovered;
        return change.Subject.StartsWith(RuleRejections.Prefix, StringComparison.Ordinal)
            ? new AlertDraft(
                AlertKind.ReceiverRejects,
                change.Subject,
                $"Pixel {change.Subject[RuleRejections.Prefix.Length..]}: {change.Note}",
                ended
            )
            : new AlertDraft(AlertKind.ReceiverFails, $"host:{change.Subject}", change.Note, ended);
    }
}
