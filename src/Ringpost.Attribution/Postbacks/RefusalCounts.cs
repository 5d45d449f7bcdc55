using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Postbacks;

/// <summary>Counts what the rate limit refuses, per address and minute, and adds it to the table every few seconds (cake.md 2.3a).</summary>
internal sealed class RefusalCounts(Database database, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(string Ip, long Minute), long> _counts = new();

    public void Add(string ip) => _counts.AddOrUpdate((ip, database.Now.UnixMilliseconds / 60_000), 1, static (_, count) => count + 1);

    public async Task FlushAsync()
    {
        foreach (var (ip, minute) in _counts.Keys)
        {
            if (!_counts.TryRemove((ip, minute), out var refused))
                continue;
            try
            {
                await database.WriteAsync(WriteKeys.None, unit => PostbacksSql.CountRefusalsAsync(unit, ip, minute, refused));
            }
            catch (StorageUnavailableException)
            {
                _counts.AddOrUpdate((ip, minute), refused, (_, count) => count + refused);
                return;
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await FlushAsync();
        }
        catch (OperationCanceledException)
        {
            await FlushAsync();
        }
    }
}
