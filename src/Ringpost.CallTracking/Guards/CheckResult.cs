using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Tags;
using Ringpost.Delivery.GuardedHttp;

namespace Ringpost.CallTracking.Guards;

/// <summary>What the check before routing makes of a call, known before the call is written and stored with it.</summary>
public sealed class CheckResult
{
    private CheckResult(TurnedAway? turned) => Turned = turned;

    /// <summary>Null where the call goes on.</summary>
    internal TurnedAway? Turned { get; }

    internal IReadOnlyList<StoredTag> Tags { get; private init; } = [];

    /// <summary>The line of the call's event log; null where nothing was asked.</summary>
    internal object? Fields { get; private init; }

    /// <summary>Another door had turned the call away already.</summary>
    internal static CheckResult NotAsked(TurnedAway turned) => new(turned);

    internal static CheckResult Of(UrlAnswer answer, CheckSetting setting)
    {
        var read = CheckAnswer.Read(answer);
        BlockReason? reason = read.Outcome switch
        {
            CheckOutcome.Passed => null,
            CheckOutcome.Refused => BlockReason.CheckRefused,
            CheckOutcome.TimedOut or CheckOutcome.NotReached or CheckOutcome.BadStatus or CheckOutcome.NotReadable => setting.WhenUnanswered
            == CheckFailure.Block
                ? BlockReason.CheckUnanswered
                : null,
            _ => throw new ArgumentOutOfRangeException(nameof(answer)),
        };
        var fields = new Dictionary<string, object>
        {
            ["outcome"] = $"{read.Outcome}",
            ["milliseconds"] = (long)answer.Duration.TotalMilliseconds,
        };
        if (answer.Status is { } status)
            fields["status"] = status;
        if (answer.Error is { } error)
            fields["error"] = $"{error.Sentence()}";
        if (read.Reason is { Length: > 0 } words)
            fields["reason"] = words;
        return new CheckResult(TurnedAway.For(reason)) { Tags = read.Tags, Fields = fields };
    }
}
