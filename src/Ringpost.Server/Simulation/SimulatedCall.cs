using System.Globalization;

namespace Ringpost.Server.Simulation;

/// <summary>What a dialled target, or the caller while it rings, does.</summary>
public enum LegScript
{
    /// <summary>The target answers, and hangs up after the seconds.</summary>
    Answer,

    /// <summary>The target answers, and the caller hangs up after the seconds.</summary>
    Hangup,

    /// <summary>The target is busy.</summary>
    Busy,

    /// <summary>It rings until the dial's time is over.</summary>
    NoAnswer,

    /// <summary>The carrier can't reach the target.</summary>
    Failed,

    /// <summary>The caller hangs up while it rings, after the seconds.</summary>
    Cancel,

    /// <summary>The target answers, and both talk until the call is ended through the carrier's API.</summary>
    Hold,
}

/// <summary>One step of a script; <paramref name="Seconds"/> counts where the word needs them.</summary>
public sealed record LegStep(LegScript Script, int Seconds);

/// <summary>A call to be played: who calls whom, and what each dialled target does in turn. The last step stands for all that follow.</summary>
/// <param name="StartsAt">On the carrier's clock, which the simulator only counts: nothing waits.</param>
public sealed record SimulatedCall(string From, string To, IReadOnlyList<LegStep> Steps, DateTimeOffset StartsAt)
{
    /// <summary>Reads <c>busy,answer:75</c>; words are answer, hangup, busy, no-answer, failed, cancel, hold.</summary>
    public static bool TryParseSteps(string text, out IReadOnlyList<LegStep> steps)
    {
        var read = new List<LegStep>();
        steps = read;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (word, rest) = part.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
                ? (part[..colon], part[(colon + 1)..])
                : (part, null);
            var seconds = 0;
            if (rest is not null && (!int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) || seconds > 14_400))
                return false;
            LegStep? step = word switch
            {
                "answer" => new(LegScript.Answer, rest is null ? 90 : seconds),
                "hangup" or "hangup-after" => new(LegScript.Hangup, rest is null ? 30 : seconds),
                "busy" => new(LegScript.Busy, 0),
                "no-answer" => new(LegScript.NoAnswer, 0),
                "failed" => new(LegScript.Failed, 0),
                "hold" => new(LegScript.Hold, rest is null ? 30 : seconds),
                "cancel" => new(LegScript.Cancel, rest is null ? 8 : seconds),
                _ => null,
            };
            if (step is null)
                return false;
            read.Add(step);
        }

        return read.Count > 0;
    }

    /// <summary>About how long the call lasts, so that it can be placed to end by now.</summary>
    public TimeSpan Length => TimeSpan.FromSeconds(10 + Steps.Sum(s => s.Script is LegScript.NoAnswer ? 40 : s.Seconds + 8));
}

/// <summary>What the carrier saw. <paramref name="Refusal"/> is set where a webhook answered something that a carrier can't use.</summary>
public sealed record SimulatedOutcome(string CallSid, int Legs, bool Connected, int ConnectedSeconds, string End, string? Refusal);
