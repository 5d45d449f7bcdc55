using Ringpost.Delivery.Sending;
using Ringpost.Primitives;

namespace Ringpost.Delivery.Hosts;

/// <summary>Notices a pixel or postback whose requests are refused one after the other: its receiver is well, its setting is not. Without I/O.</summary>
internal sealed class RuleRejections
{
    public const string Prefix = "rule:";

    private const int InARow = 3;

    private readonly Dictionary<string, (int Count, Instant Since)> _rejected = new(StringComparer.Ordinal);

    public void Restore(string ruleId, Instant since) => _rejected[ruleId] = (InARow, since);

    public HostChange? Report(string ruleId, Verdict verdict, Instant now, Phrase note)
    {
        var known = _rejected.GetValueOrDefault(ruleId);
        if (verdict == Verdict.Accepted && _rejected.Remove(ruleId))
            return known.Count < InARow
                ? null
                : new HostChange(HostChangeKind.Recovered, Prefix + ruleId, known.Since, null, "What it sends is taken again.");
        if (verdict != Verdict.Rejected)
            return null;
        _rejected[ruleId] = known = (known.Count + 1, known.Count == 0 ? now : known.Since);
        return known.Count == InARow
            ? new HostChange(
                HostChangeKind.Rejecting,
                Prefix + ruleId,
                known.Since,
                null,
                $"The last {InARow} requests were refused. {note}"
            )
            : null;
    }
}
