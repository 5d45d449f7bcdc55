using Ringpost.Delivery.GuardedHttp;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;

namespace Ringpost.Delivery.Sending;

internal enum Verdict
{
    Accepted,

    /// <summary>May go better later.</summary>
    TryAgain,

    /// <summary>The receiver refused; a repeat would be refused too.</summary>
    Rejected,

    /// <summary>We do not send this at all.</summary>
    Hopeless,
}

/// <summary>A verdict and the sentence that explains it.</summary>
internal readonly record struct Judgement(Verdict Verdict, Phrase Note);

/// <summary>Judges what came of an attempt: sent is not accepted (architecture 4.5, ringba.md 5.3, cake.md 2.5).</summary>
internal static class AnswerRule
{
    private const int LongestMessage = 200;

    public static Judgement Judge(SuccessRule rule, SendTerms terms, SendOutcome outcome)
    {
        var judgement = Judge(rule, outcome, terms.AnswerStatus);
        if (judgement.Verdict != Verdict.Accepted)
            return judgement;
        if (terms.AnswerHas is { } wanted && !outcome.Text.Contains(wanted, StringComparison.OrdinalIgnoreCase))
            return new Judgement(Verdict.Rejected, $"HTTP {outcome.Status}, but the answer does not contain “{wanted}”.");
        if (terms.AnswerLacks is { } unwanted && outcome.Text.Contains(unwanted, StringComparison.OrdinalIgnoreCase))
            return new Judgement(Verdict.Rejected, $"HTTP {outcome.Status}, but the answer contains “{unwanted}”.");
        return judgement;
    }

    /// <summary>Without what the delivery asks of the answer's text.</summary>
    /// <param name="statuses">A <see cref="StatusList"/>; null is any 2xx.</param>
    public static Judgement Judge(SuccessRule rule, SendOutcome outcome, string? statuses = null)
    {
        if (outcome.Error is { } error)
            return new Judgement(error.IsTransient() ? Verdict.TryAgain : Verdict.Hopeless, error.Sentence());
        var status = outcome.Status ?? 0;
        switch (rule)
        {
            case SuccessRule.Status:
                return JudgeStatus(status, statuses);
            case SuccessRule.CakeEnvelope:
                if ((IsTransient(status) && !IsTaken(status, statuses)) || !CakeEnvelope.TryRead(outcome.Text, out var envelope))
                    return JudgeStatus(status, statuses);
                return JudgeEnvelope(IsTaken(status, statuses), envelope);
            default:
                throw new ArgumentOutOfRangeException(nameof(rule), rule, null);
        }
    }

    private static Judgement JudgeStatus(int status, string? statuses) =>
        status switch
        {
            _ when IsTaken(status, statuses) => new Judgement(Verdict.Accepted, ""),
            _ when IsTransient(status) => new Judgement(Verdict.TryAgain, $"HTTP {status}."),
            >= 300 and < 400 => new Judgement(Verdict.Rejected, $"HTTP {status}: only a GET follows a redirect, and it needs an address."),
            >= 200 and < 300 => new Judgement(Verdict.Rejected, $"HTTP {status}, but only {statuses} counts as delivered."),
            _ => new Judgement(Verdict.Rejected, $"HTTP {status}."),
        };

    private static Judgement JudgeEnvelope(bool taken, CakeEnvelope envelope)
    {
        var says =
            envelope.Message.Length == 0
                ? Phrase.Of($"Code {envelope.Code}.")
                : Phrase.Of($"Code {envelope.Code}: {StorableText.Cut(envelope.Message, LongestMessage)}");
        return envelope.Code switch
        {
            CakeEnvelope.Success when taken => new Judgement(Verdict.Accepted, ""),
            CakeEnvelope.Duplicate when taken => new Judgement(Verdict.Accepted, $"{says} The receiver had it already."),
            CakeEnvelope.RateLimited => new Judgement(Verdict.TryAgain, says),
            _ => new Judgement(Verdict.Rejected, says),
        };
    }

    private static bool IsTaken(int status, string? statuses) =>
        statuses is null ? status is >= 200 and < 300 : StatusList.Contains(statuses, status);

    private static bool IsTransient(int status) => status is 408 or 425 or 429 or >= 500;
}
