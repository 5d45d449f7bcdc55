using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Storage.Waking;

/// <summary>
/// Carries wakes between nodes over PostgreSQL, each way on a connection of its own: a <c>NOTIFY</c> inside the writing transaction
/// cut throughput to a third (architecture 4.4). SQLite has one node and nothing to carry.
/// </summary>
[EveryNode]
internal sealed partial class WakeWorker(Database database, Wake wake, Identifiers identifiers, TimeProvider time, ILogger<WakeWorker> log)
    : BackgroundService
{
    private const string Channel = "ringpost_wake";

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly string _node = identifiers.TimeOrdered();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        database is PostgresDatabase postgres
            ? Task.WhenAll(KeepAsync(c => NotifyAsync(postgres, c), stoppingToken), KeepAsync(c => ListenAsync(postgres, c), stoppingToken))
            : Task.CompletedTask;

    private async Task KeepAsync(Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await work(cancellation);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                LogLost(log, e.Message);
                await Task.Delay(AfterFailure, time, cancellation);
            }
        }
    }

    private async Task NotifyAsync(PostgresDatabase postgres, CancellationToken cancellation)
    {
        await using var connection = await postgres.OpenOwnAsync(cancellation);
        while (true)
        {
            var topics = await wake.TakeOutgoingAsync(cancellation);
            await using var notify = new NpgsqlCommand("SELECT pg_notify($1, $2)", connection);
            notify.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Channel });
            notify.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"{_node} {string.Join(',', topics)}" });
            await notify.ExecuteNonQueryAsync(cancellation);
            await Task.Delay(Between, time, cancellation);
        }
    }

    private async Task ListenAsync(PostgresDatabase postgres, CancellationToken cancellation)
    {
        await using var connection = await postgres.OpenOwnAsync(cancellation);
        connection.Notification += (_, notification) => Hear(notification.Payload);
        await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection))
            await listen.ExecuteNonQueryAsync(cancellation);
        wake.RaiseAllHere();
        while (true)
            await connection.WaitAsync(cancellation);
    }

    private void Hear(string payload)
    {
        if (payload.Split(' ') is not [var node, var topics] || node == _node)
            return;
        foreach (var topic in topics.Split(','))
            wake.RaiseHere(topic);
    }

    [LoggerMessage(
        EventId = 130,
        Level = LogLevel.Warning,
        Message = "Wakes between nodes are interrupted, workers go on polling: {Cause}"
    )]
    private static partial void LogLost(ILogger log, string cause);
}
