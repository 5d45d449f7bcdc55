using Ringpost.Attribution.Postbacks;

namespace Ringpost.Attribution.AffiliatePostbacks;

/// <summary>What the configuration says of telling a conversion, taken when it was decided on. Null where no level has a pixel.</summary>
internal sealed record FirePlan(
    PixelsInReach Pixels,
    bool IsDefaultEvent,
    bool Published,
    bool CampaignActive,
    string EventName,
    TimeZoneInfo Zone,
    PublicIds PublicIds
)
{
    /// <summary>A conversion waits where it may turn out otherwise; what is pending for another reason is told (cake.md 14.9).</summary>
    public static FireReason? Held(PendingReason? pending) =>
        pending is { } reason
            ? reason switch
            {
                PendingReason.UnverifiedSender => FireReason.UnverifiedSender,
                PendingReason.AmountNotSent => FireReason.AmountNotSent,
                PendingReason.NoRate => FireReason.NoRate,
                PendingReason.Review => null,
            }
            : null;
}
