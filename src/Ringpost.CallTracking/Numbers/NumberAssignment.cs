using System.Text.Json.Serialization;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Numbers;

/// <summary>
/// Whom a number belonged to, from <paramref name="From"/> until before <paramref name="To"/> (null: still). A call is attributed by the
/// assignment at its arrival.
/// </summary>
/// <param name="RestOverridden">It went to another publisher before it had rested, by a person's word.</param>
public sealed record NumberAssignment(
    string Id,
    NumberId NumberId,
    PhoneNumber Number,
    [property: JsonPropertyName("callCampaignId")] CallCampaignId CampaignId,
    PublisherId? PublisherId,
    Instant From,
    Instant? To,
    string AssignedBy,
    bool RestOverridden
)
{
    public bool Holds(Instant at) => From <= at && (To is not { } end || at < end);
}

/// <summary>
/// A number rests before another publisher gets it: calls that the earlier one's advertising still brings would be credited to the wrong one.
/// </summary>
public static class NumberRest
{
    /// <summary>Until when the number rests for <paramref name="next"/>; null where it may be given now.</summary>
    /// <param name="last">The latest assignment that had a publisher.</param>
    public static Instant? Until(NumberAssignment? last, PublisherId? next, Instant now, TimeSpan rest)
    {
        if (last?.PublisherId is not { } earlier || next is not { } wanted || earlier == wanted)
            return null;
        var until = (last.To ?? now) + rest;
        return until > now ? until : null;
    }
}
