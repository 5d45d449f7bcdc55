using Ringpost.Primitives;

namespace Ringpost.CallTracking.Import;

/// <summary>One thing of Ringba's while it is read: who it is, and what is said of it.</summary>
internal sealed class RingbaSubject(RingbaLog log, RingbaKind kind, string id, string? name)
{
    public RingbaKind Kind { get; } = kind;

    public string Id { get; } = id;

    public string? Name { get; } = name;

    /// <summary>The product's own checks write here.</summary>
    public Validation Validation { get; } = new();

    public RingbaLog.Numbers Numbers => log[Kind];

    public void Note(RingbaReason reason, Phrase message) => log.Note(Kind, Id, Name, reason, message);

    public void LeaveOut(RingbaReason reason, Phrase message) => log.LeaveOut(Kind, Id, Name, reason, message);

    public void Tell(RingbaOutcome outcome, Phrase? message = null) => log.Tell(Kind, Id, Name, outcome, message);

    /// <summary>A number brought within what this product takes, which is told.</summary>
    public int Within(string field, int value, int least, int most)
    {
        var taken = Math.Clamp(value, least, most);
        if (taken != value)
            Note(RingbaReason.NotValid, $"{field} {value}: taken is {taken}.");
        return taken;
    }

    /// <summary>Nothing here stands for the field; told only where it says something.</summary>
    public void NotBuilt(bool says, Phrase what)
    {
        if (says)
            Note(RingbaReason.NotBuilt, what);
    }

    /// <summary>Without what limits it, it would take what it must not: false where there is such a fault, which is told.</summary>
    public bool MayRun(params Phrase?[] faults)
    {
        if (faults.OfType<Phrase>().ToList() is not { Count: > 0 } told)
            return true;
        Note(RingbaReason.TakenPaused, $"Without {Phrase.Joined(told, " and ")}. Set it here, then resume it.");
        return false;
    }

    /// <summary>False, and told, where a check found something.</summary>
    public bool Holds()
    {
        if (!Validation.HasErrors)
            return true;
        LeaveOut(
            RingbaReason.NotValid,
            Phrase.Joined(Validation.ToRefusal().Wrong.Select(e => Phrase.Of($"{e.Key}: {Phrase.Joined(e.Value)}")))
        );
        return false;
    }
}

/// <summary>What a thing of Ringba's becomes here.</summary>
internal sealed record RingbaDraft<T>(RingbaSubject Subject, T Value);
