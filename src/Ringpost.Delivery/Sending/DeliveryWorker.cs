using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ringpost.Delivery.Credentials;
using Ringpost.Delivery.GuardedHttp;
using Ringpost.Delivery.Hosts;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Waking;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Sending;

/// <summary>
/// Sends what is due. 1 claim due deliveries for a while, 2 sort them by host, 3 send as many as may be in flight, 4 store each result
/// (<see cref="Sender"/>), 5 wait for a wake, for room, or a second. A stop claims nothing more, lets what is in flight finish, and
/// gives the rest back. Nothing is sent before the program listens: a pixel may go to its own tracker, and a refusal there would cost it an
/// attempt at each start.
/// </summary>
internal sealed partial class DeliveryWorker : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RestoreEvery = TimeSpan.FromMinutes(1);

    /// <summary>After a claim of a few the next one comes so much later: under load each takes several, and not one or none.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(5);

    private readonly Database _database;
    private readonly Wake _wake;
    private readonly Sender _sender;
    private readonly DeliveryOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly string _node;
    private readonly HostQueues _queues;
    private readonly Snapshot<HostLimitBook> _limits;
    private readonly HostWatch _watch;
    private readonly ITimer _pace;
    private volatile HostLimitBook _book = HostLimitBook.Empty;
    private Instant _restored;
    private readonly SemaphoreSlim _room = new(0, 1);
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;
    private int _unfinished;

    public DeliveryWorker(
        Database database,
        Wake wake,
        SignedClient client,
        BatchLane<AttemptResult, bool> results,
        Snapshot<HostLimitBook> limits,
        HostWatch watch,
        Identifiers identifiers,
        IOptions<DeliveryOptions> options,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        ILogger<DeliveryWorker> log
    )
    {
        (_database, _wake, _options, _time, _lifetime, _log) = (database, wake, options.Value, time, lifetime, log);
        _sender = new Sender(client, results, _options, time, log);
        _node = identifiers.TimeOrdered();
        (_limits, _watch) = (limits, watch);
        _queues = new HostQueues(
            _options.MostInFlight,
            _options.MostPerHost,
            time,
            host => _book.Find(host),
            _options.BreakAfter,
            _options.AlertAfter
        );
        _pace = time.CreateTimer(_ => StartWaiting(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A claim outlives the longest that a delivery can wait here for its turn, and its attempt.</summary>
    private TimeSpan Lease => _options.Lease > _options.Timeout * 5 ? _options.Lease : _options.Timeout * 5;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ListeningAsync(stoppingToken);
            await RunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }

        await StopSendingAsync();
    }

    private async Task ListeningAsync(CancellationToken stopping)
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = _lifetime.ApplicationStarted.Register(listening.SetResult);
        await listening.Task.WaitAsync(stopping);
    }

    /// <summary>From the first moment of a stop nothing more is started, whatever finishes meanwhile.</summary>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        return base.StopAsync(cancellationToken);
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        Task woken = Task.CompletedTask,
            freed = Task.CompletedTask;
        while (true)
        {
            var (claimed, isBusy) = await ClaimAsync(stopping);
            StartWaiting();
            // The machine's clock and not the product's, which a test may hold still.
            if (claimed < _options.MostPerHost)
                await Task.Delay(Gather, TimeProvider.System, stopping);
            if (claimed > 0 && _queues.Room >= _options.MostInFlight)
                continue;
            // A wait lives on over several rounds: what it was raised for would be lost with a wait that was given up.
            if (woken.IsCompleted)
                woken = _wake.WaitAsync(Outbox.Outbox.Topic, Poll, stopping);
            if (freed.IsCompleted)
                freed = _room.WaitAsync(stopping);
            await (claimed > 0 || isBusy ? Task.WhenAny(woken, freed) : woken);
            stopping.ThrowIfCancellationRequested();
        }
    }

    /// <summary>How many were taken, and whether more may be due for hosts that have their share.</summary>
    private async Task<(int Claimed, bool IsBusy)> ClaimAsync(CancellationToken stopping)
    {
        var shares = _queues.Shares();
        if (shares.Limit == 0)
            return (0, true);
        try
        {
            await RefreshAsync(stopping);
            var claimed = await _database.WriteBatchAsync(unit => ClaimSql.ClaimAsync(unit, _node, Lease, shares));
            foreach (var one in claimed)
                _queues.Add(one);
            // A breaker may have opened while these were taken.
            foreach (var host in claimed.Select(c => c.Host).Distinct().Where(_queues.IsOpen))
                await GiveBackAsync(_queues.TakeWaiting(host), wasSent: false);
            return (claimed.Count, shares.Busy.Count > 0);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            // Whatever it is, other nodes and later looks may do better: a worker never ends before its host.
            LogNotClaimed(_log, e);
            return (0, false);
        }
    }

    /// <summary>Takes what people set since, and once in a while what other nodes know of receivers in trouble.</summary>
    private async ValueTask RefreshAsync(CancellationToken stopping)
    {
        _book = await _limits.GetAsync(stopping);
        var now = Instant.Now(_time);
        if (now < _restored + RestoreEvery)
            return;
        _restored = now;
        foreach (var trouble in await _watch.ReadAsync(stopping))
            if (trouble.Alerted)
                _queues.Restore(trouble.Subject, trouble.Since);
    }

    private void StartWaiting()
    {
        while (!_stopping && _queues.TryStart(out var claimed))
        {
            var one = claimed;
            Interlocked.Increment(ref _unfinished);
            _ = Task.Run(() => SendAsync(one), CancellationToken.None);
        }

        if (!_stopping && _queues.NextStart is { } at && at - Instant.Now(_time) is var wait)
            _pace.Change(wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    private async Task SendAsync(ClaimedDelivery claimed)
    {
        var timedOut = false;
        AttemptResult? result = null;
        try
        {
            result = await _sender.SendAsync(claimed, _abort.Token);
            timedOut = result.Error == nameof(SendError.TimedOut);
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            // Stopped in the middle: given back below with the others that have no result.
        }
        catch (Exception e)
        {
            // A bug must not end the loop; the claim runs out and the delivery is tried again.
            LogFault(_log, e, claimed.Id);
        }

        // The place is free for the next one while this result waits for its commit.
        var changes = _queues.Finish(claimed, timedOut, Sender.VerdictOnHost(result), result?.Note ?? "", result?.DurationMs ?? 0);
        StartWaiting();
        if (_room.CurrentCount == 0)
            ReleaseRoom();
        try
        {
            if (result is not null)
                await _sender.StoreAsync(result, _abort.Token);
            else
                await GiveBackAsync([claimed], wasSent: true);
            if (timedOut)
                await GiveBackAsync(_queues.TakeBeyondSlowShare(claimed.Host), wasSent: false);
            foreach (var change in changes)
                await TellAsync(change);
        }
        catch (Exception e)
        {
            LogFault(_log, e, claimed.Id);
        }
        finally
        {
            if (Interlocked.Decrement(ref _unfinished) == 0 && _stopping)
                _finished.TrySetResult();
        }
    }

    private async Task TellAsync(HostChange change)
    {
        // What waits for a host that is left alone goes back to all, uncounted: its claim would run out here.
        if (change.Until is not null)
            await GiveBackAsync(_queues.TakeWaiting(change.Subject), wasSent: false);
        await _watch.StoreAsync(change);
    }

    private void ReleaseRoom()
    {
        try
        {
            _room.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another one finished at the same time: one signal is enough.
        }
    }

    private async Task StopSendingAsync()
    {
        _stopping = true;
        await GiveBackAsync(_queues.TakeWaiting(), wasSent: false);
        if (Volatile.Read(ref _unfinished) == 0)
            _finished.TrySetResult();
        if (await Task.WhenAny(_finished.Task, Task.Delay(_options.StopWithin, _time)) != _finished.Task)
            await _abort.CancelAsync();
        await _finished.Task;
        LogStopped(_log);
    }

    private async Task GiveBackAsync(IReadOnlyList<ClaimedDelivery> claimed, bool wasSent)
    {
        if (claimed.Count == 0)
            return;
        try
        {
            await _database.WriteAsync(
                WriteKeys.None,
                unit => ClaimSql.GiveBackAsync(unit, _node, [.. claimed.Select(c => c.Id)], wasSent)
            );
        }
        catch (StorageUnavailableException e)
        {
            LogNotClaimed(_log, e);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _pace.Dispose();
        _room.Dispose();
        _abort.Dispose();
    }

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "Deliveries can't be claimed or given back; trying again")]
    private static partial void LogNotClaimed(ILogger log, Exception cause);

    [LoggerMessage(
        EventId = 4003,
        Level = LogLevel.Error,
        Message = "Delivery {Id} failed inside; it will be tried again when its claim is over"
    )]
    private static partial void LogFault(ILogger log, Exception cause, DeliveryId id);

    [LoggerMessage(
        EventId = 4004,
        Level = LogLevel.Information,
        Message = "No more deliveries are sent; what was claimed was finished or given back"
    )]
    private static partial void LogStopped(ILogger log);
}
