using Ringpost.Primitives;

namespace Ringpost.CallTracking.Calls;

/// <summary>A call of the same caller that earned something, when it arrived.</summary>
internal sealed record EarlierCall(CallId Id, Instant At);

/// <summary>
/// The caller's calls that earned, as a dedupe window sees them: the last that arrived before this one, and the first that arrived after it
/// but was settled sooner. No others can be nearer.
/// </summary>
internal sealed record EarlierCalls(EarlierCall? Before, EarlierCall? After)
{
    public static readonly EarlierCalls None = new(null, null);

    /// <summary>The call that stands in the way; null where this one may earn. Exactly N seconds apart is enough.</summary>
    /// <param name="window">−1 for ever, 0 none, else seconds (ringba.md 7).</param>
    public EarlierCall? Within(int window, Instant arrived)
    {
        if (window == 0)
            return null;
        if (window < 0)
            return Before ?? After;
        return IsNear(Before, window, arrived) ? Before
            : IsNear(After, window, arrived) ? After
            : null;
    }

    private static bool IsNear(EarlierCall? call, int window, Instant arrived) =>
        call is not null && Math.Abs(arrived.UnixMilliseconds - call.At.UnixMilliseconds) < window * 1000L;
}

/// <summary>What the database knows of the caller's earlier calls: paid ones of the publisher and of all, converted ones by buyer.</summary>
/// <param name="ByBuyer">By the keys of <see cref="LegRecord.BuyerKey"/>.</param>
internal sealed record DedupeFacts(
    Instant ArrivedAt,
    EarlierCalls OfPublisher,
    EarlierCalls OfAll,
    IReadOnlyDictionary<string, EarlierCalls> ByBuyer
)
{
    /// <summary>Nobody asked yet: every window is open.</summary>
    public static readonly DedupeFacts Unasked = new(default, EarlierCalls.None, EarlierCalls.None, new Dictionary<string, EarlierCalls>());

    public EarlierCall? Paid(PayoutTerm term) => (term.AllPublishers ? OfAll : OfPublisher).Within(term.Dedupe, ArrivedAt);

    public EarlierCall? Converted(LegCase leg) => ByBuyer.GetValueOrDefault(leg.BuyerKey)?.Within(leg.Terms.DedupeSeconds, ArrivedAt);
}
