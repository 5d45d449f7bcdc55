using Microsoft.Extensions.Logging;
using Ringpost.Delivery.Credentials;
using Ringpost.Delivery.GuardedHttp;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Batches;

namespace Ringpost.Delivery.Sending;

/// <summary>
/// One attempt of one delivery: 1 send, 2 judge the answer, 3 decide what becomes of the delivery, 4 store it, 5 count and log it. A crash
/// between 1 and 4 leaves the claim to run out: the delivery is sent again with the same key (architecture 4.5).
/// </summary>
internal sealed partial class Sender(
    SignedClient client,
    BatchLane<AttemptResult, bool> results,
    DeliveryOptions options,
    TimeProvider time,
    ILogger log
)
{
    private const int LongestAnswer = 2048;

    private readonly IReadOnlyList<TimeSpan> _waits = options.Waits();

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <exception cref="OperationCanceledException">The attempt was broken off; nothing is known of its effect.</exception>
    public async Task<AttemptResult> SendAsync(ClaimedDelivery claimed, CancellationToken cancellation)
    {
        var at = Instant.Now(time);
        var terms = claimed.SendTerms;
        var outcome = await client.SendAsync(claimed.ToRequest(), terms, cancellation);
        var judgement = AnswerRule.Judge(claimed.Rule, terms, outcome);
        var result = Decide(claimed, at, outcome, judgement);
        DeliveryMeter.Count(result.State == DeliveryState.Pending ? "retried" : result.State.Word(), outcome.Duration);
        LogAttempt(
            log,
            claimed.Id,
            claimed.Event,
            claimed.RuleId,
            claimed.Host,
            claimed.Number,
            outcome.Status,
            outcome.Error,
            result.State,
            result.DurationMs
        );
        return result;
    }

    /// <summary>Stores the result, again and again while the database is away and the claim still stands.</summary>
    public async Task StoreAsync(AttemptResult result, CancellationToken cancellation)
    {
        var until = Instant.Now(time) + options.Lease;
        for (var pause = TimeSpan.FromMilliseconds(100); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await results.SubmitAsync(result);
                return;
            }
            catch (StorageUnavailableException e)
            {
                if (Instant.Now(time) + pause >= until)
                {
                    LogNotStored(log, e, result.Id);
                    return;
                }
            }

            await Task.Delay(pause, time, cancellation);
        }
    }

    /// <summary>What a result says of its host; null where it says nothing, as one that was never sent.</summary>
    public static Verdict? VerdictOnHost(AttemptResult? result) =>
        result switch
        {
            null => null,
            { State: DeliveryState.Delivered } => Verdict.Accepted,
            { State: DeliveryState.Rejected } => Verdict.Rejected,
            { Status: not null } => Verdict.TryAgain,
            { Error: { } error } when Enum.Parse<SendError>(error).IsOfHost() => Verdict.TryAgain,
            _ => Verdict.Hopeless,
        };

    private AttemptResult Decide(ClaimedDelivery claimed, Instant at, SendOutcome outcome, Judgement judgement)
    {
        var now = Instant.Now(time);
        var next =
            judgement.Verdict == Verdict.TryAgain
                ? RetrySchedule.Next(_waits, claimed.Id, (int)claimed.Number, now, outcome.RetryAfter)
                : null;
        var state = judgement.Verdict switch
        {
            Verdict.Accepted => DeliveryState.Delivered,
            Verdict.Rejected => DeliveryState.Rejected,
            Verdict.Hopeless => DeliveryState.Failed,
            Verdict.TryAgain => next is null ? DeliveryState.Failed : DeliveryState.Pending,
            _ => throw new InvalidOperationException($"No such verdict: {judgement.Verdict}."),
        };
        return new AttemptResult(
            claimed.Id,
            claimed.Number,
            at.UnixMilliseconds,
            outcome.Status,
            outcome.Error?.ToString(),
            (long)outcome.Duration.TotalMilliseconds,
            StorableText.Cut(outcome.Text, LongestAnswer),
            state,
            judgement.Note,
            next?.UnixMilliseconds,
            state == DeliveryState.Pending ? null : now.UnixMilliseconds,
            outcome.Address?.ToString()
        );
    }

    [LoggerMessage(
        EventId = 4000,
        Level = LogLevel.Information,
        Message = "Delivery {Id} of {Event} by {RuleId} to {Host}: attempt {Number} got status {Status}, error {Error}, is {State} after {DurationMs} ms"
    )]
    private static partial void LogAttempt(
        ILogger log,
        DeliveryId id,
        string @event,
        string ruleId,
        string host,
        long number,
        int? status,
        SendError? error,
        DeliveryState state,
        long durationMs
    );

    [LoggerMessage(
        EventId = 4001,
        Level = LogLevel.Error,
        Message = "The result of delivery {Id} was not stored; it will be sent again with the same key"
    )]
    private static partial void LogNotStored(ILogger log, Exception cause, DeliveryId id);
}
