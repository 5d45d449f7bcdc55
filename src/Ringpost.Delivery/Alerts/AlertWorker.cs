using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Waking;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Alerts;

/// <summary>
/// Sends alerts where they are to go: 1 each new one leaves a request with the outbox and an e-mail for each recipient. Of the e-mails that are
/// due: 2 claim, so that no other node sends the same, 3 one e-mail to each recipient with all that is due for it, 4 store what became of it.
/// A crash between 3 and 4 sends once more.
/// </summary>
internal sealed partial class AlertWorker(
    Database database,
    Outbox.Outbox outbox,
    MailSender sender,
    PublicUrls urls,
    Wake wake,
    ILogger<AlertWorker> log
) : BackgroundService
{
    public const string Topic = "alerts";

    private const int Most = 200;

    /// <summary>Longer than an e-mail may take.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(3);

    /// <summary>How long an e-mail waits after its first, second… failure; after the last it is given up.</summary>
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(12),
    ];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(log, e.Message);
            }

            await wake.WaitAsync(Topic, Poll, stoppingToken);
        }
    }

    internal async Task RunAsync(CancellationToken cancellation)
    {
        if (await database.ReadAsync(AlertsSql.AreUntoldAsync, cancellation))
            await database.WriteAsync(WriteKeys.Of("alerts"), TellAsync, cancellation);
        var (settings, zone, due) = await database.ReadAsync(
            async c =>
                (await MailSettings.ReadAsync(c), (await Instance.ReadAsync(c)).Zone, await AlertMailsSql.DueAsync(c, database.Now, Most)),
            cancellation
        );
        if (settings is null)
            return;
        foreach (var mails in due.GroupBy(m => m.Recipient, StringComparer.OrdinalIgnoreCase))
            await SendAsync(settings, zone, mails.Key, [.. mails], cancellation);
    }

    private async Task TellAsync(WriteUnit unit)
    {
        var alerts = await AlertsSql.TakeUntoldAsync(unit, Most);
        var settings = await AlertSettings.ReadAsync(unit.Connection);
        foreach (var alert in alerts)
        {
            if (settings.Url.Length > 0)
                await outbox.EnqueueAsync(unit, AlertRequest.Of(alert, settings));
            await AlertMailsSql.InsertAsync(unit, alert.Id, settings.Recipients);
            unit.AfterCommit(() => LogRaised(log, alert.Kind, alert.Subject));
        }
    }

    private async Task SendAsync(
        MailSettings settings,
        TimeZoneInfo zone,
        string recipient,
        IReadOnlyList<DueMail> mails,
        CancellationToken cancellation
    )
    {
        var ours = new List<DueMail>();
        await database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                ours.Clear();
                foreach (var mail in mails)
                    if (await AlertMailsSql.ClaimAsync(unit, mail, unit.Now + Claim))
                        ours.Add(mail);
            },
            cancellation
        );
        if (ours.Count == 0)
            return;
        var error = await sender.SendAsync(settings, recipient, Subject(ours), Text(ours, zone), cancellation);
        if (error is not null)
            LogRefused(log, ours.Count, error);
        await database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                foreach (var mail in ours)
                    await (
                        error is null
                            ? AlertMailsSql.SentAsync(unit, mail.Id)
                            : AlertMailsSql.FailedAsync(
                                unit,
                                mail.Id,
                                error,
                                mail.Attempts < Waits.Length ? unit.Now + Waits[mail.Attempts] : null
                            )
                    );
            },
            CancellationToken.None
        );
    }

    private static string Subject(IReadOnlyList<DueMail> mails) =>
        mails.Count == 1 ? $"Ringpost: {StorableText.Cut($"{mails[0].Note}", 120)}" : $"Ringpost: {mails.Count} alerts";

    private string Text(IReadOnlyList<DueMail> mails, TimeZoneInfo zone) =>
        string.Join(
            "\r\n\r\n",
            mails
                .OrderBy(m => m.At)
                .Select(m =>
                    $"{TimeZones.InZone(m.At, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} ({zone.Id})\r\n{m.Note}"
                )
                .Append($"All alerts: {urls.PublicOrigin}/console/alerts")
        ) + "\r\n";

    [LoggerMessage(EventId = 4005, Level = LogLevel.Warning, Message = "Alert {Kind} of {Subject}")]
    private static partial void LogRaised(ILogger log, AlertKind kind, string subject);

    [LoggerMessage(EventId = 4006, Level = LogLevel.Warning, Message = "{Count} alerts were not mailed, they are tried again: {Cause}")]
    private static partial void LogRefused(ILogger log, int count, string cause);

    [LoggerMessage(EventId = 4007, Level = LogLevel.Warning, Message = "Alerts can't be sent now: {Cause}")]
    private static partial void LogFailed(ILogger log, string cause);
}
