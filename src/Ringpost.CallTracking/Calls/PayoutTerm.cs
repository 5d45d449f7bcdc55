using System.Text.Json.Serialization;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.CallTracking.Pixels;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Calls;

/// <summary>
/// A payout rule as it stood when the call arrived; kept with the call, so that a later word settles it by the same terms. What the rule asks
/// of the arrival is answered then.
/// </summary>
internal sealed record PayoutTerm(PayoutRuleId Rule, PayoutOn On, int Seconds, TimerStart TimerStart, long Amount)
{
    /// <summary>Paid instead of <see cref="Amount"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public RevenueShare? Share { get; init; }

    /// <inheritdoc cref="PayoutRule.DedupeSeconds"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Dedupe { get; init; }

    /// <summary>The window looks at calls of every publisher.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AllPublishers { get; init; }

    /// <summary>The call came outside the rule's hours.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Closed { get; init; }

    /// <summary>The call did not pass the rule's filter when it arrived.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool FilterNotMet { get; init; }

    /// <summary>A filter that asks what only the end of the call tells; null where it was answered at arrival.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TagFilter? Filters { get; init; }

    /// <summary>The rules that a call is asked by: its own publisher's before those for all, each in order of position.</summary>
    public static IReadOnlyList<PayoutTerm> Of(
        IEnumerable<PayoutRule> rules,
        PublisherId? publisher,
        Instant arrivedAt = default,
        Func<string, string?>? valueOf = null,
        bool onePayoutPerCaller = false
    ) =>
        [
            .. rules
                .Where(r => r.PublisherId is null || r.PublisherId == publisher)
                .OrderBy(r => r.PublisherId is null)
                .ThenBy(r => r.Position)
                .Select(r =>
                {
                    var isLate = r.Filters.Rules.SelectMany(rule => rule.AnyOf).Any(c => IsLate(c.Key));
                    return new PayoutTerm(r.Id, r.On, r.Seconds, r.TimerStart, r.Amount)
                    {
                        Share = r.RevenueShare,
                        // Who is paid for once is not paid for "always".
                        Dedupe = onePayoutPerCaller && r.DedupeSeconds == 0 ? -1 : r.DedupeSeconds,
                        AllPublishers = onePayoutPerCaller,
                        Closed = !(r.Hours?.IsOpen(arrivedAt) ?? true),
                        FilterNotMet = !isLate && !r.Filters.Passes(valueOf ?? (_ => null)),
                        Filters = isLate ? r.Filters : null,
                    };
                }),
        ];

    /// <summary>Whether a tag may be known later than at arrival: of the target, of the end, or written during the call.</summary>
    private static bool IsLate(string key) =>
        TokenCatalogue.Find(key) is { } token
            ? !token.KnownAt.Contains(PixelEvent.Incoming)
            : key.StartsWith("annotations:", StringComparison.Ordinal) || key.StartsWith("conversion:", StringComparison.Ordinal);
}
