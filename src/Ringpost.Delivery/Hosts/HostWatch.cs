using System.Text.Json;
using Microsoft.Extensions.Logging;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Hosts;

/// <summary>Stores what became of receivers, once for all nodes, and tells people: a row, a line in the log, and a request where one is set.</summary>
internal sealed partial class HostWatch(Database database, Outbox.Outbox outbox, Identifiers identifiers, ILogger<HostWatch> log)
{
    public async Task StoreAsync(HostChange change)
    {
        var alert = await database.WriteAsync(WriteKeys.Of($"endpoint:{change.Subject}"), unit => StoreAsync(unit, change));
        if (alert is not null)
            LogAlert(log, alert.Kind, alert.Subject, alert.Note);
    }

    public Task<IReadOnlyList<HostsSql.HealthRow>> ReadAsync(CancellationToken cancellation) =>
        database.ReadAsync(HostsSql.HealthAsync, cancellation);

    private async Task<DeliveryAlert?> StoreAsync(WriteUnit unit, HostChange change)
    {
        if (change.Kind == HostChangeKind.Recovered)
            return await HostsSql.ClearAsync(unit, change.Subject) ? await AlertAsync(unit, change, AlertKind.Recovered) : null;
        await HostsSql.TroubleAsync(unit, change);
        if (change.Kind == HostChangeKind.Paused || !await HostsSql.MarkAlertedAsync(unit, change.Subject))
            return null;
        return await AlertAsync(unit, change, change.Kind == HostChangeKind.Failing ? AlertKind.Failing : AlertKind.Rejecting);
    }

    private async Task<DeliveryAlert> AlertAsync(WriteUnit unit, HostChange change, AlertKind kind)
    {
        var alert = new DeliveryAlert(
            identifiers.TimeOrdered(),
            unit.Now,
            kind,
            change.Subject,
            StorableText.Cut(change.Note, 1000),
            false
        );
        await HostsSql.AddAlertAsync(unit, alert);
        var settings = await AlertSettings.ReadAsync(unit.Connection);
        if (settings.Url.Length > 0)
            await outbox.EnqueueAsync(unit, Draft(alert, settings));
        return alert;
    }

    /// <summary><c>text</c> is what chat programs show.</summary>
    private static DeliveryDraft Draft(DeliveryAlert alert, AlertSettings settings) =>
        new(
            "alert",
            alert.Id,
            "alerts",
            alert.Kind.ToString().ToLowerInvariant(),
            "",
            "POST",
            settings.Url,
            new Dictionary<string, string>(),
            JsonSerializer.Serialize(
                new
                {
                    text = $"Ringpost: {Name(alert.Subject)}{alert.Note}",
                    kind = alert.Kind.ToString().ToLowerInvariant(),
                    alert.Subject,
                    at = $"{alert.At}",
                },
                JsonSerializerOptions.Web
            ),
            "application/json",
            SuccessRule.Status,
            alert.At
        )
        {
            Terms = new SendTerms(Signature: settings.SignatureId),
        };

    private static string Name(string subject) =>
        subject.StartsWith(RuleRejections.Prefix, StringComparison.Ordinal) ? $"{subject[RuleRejections.Prefix.Length..]}: " : "";

    [LoggerMessage(EventId = 4005, Level = LogLevel.Warning, Message = "Receiver {Subject} is {Kind}: {Note}")]
    private static partial void LogAlert(ILogger log, AlertKind kind, string subject, string note);
}
