using Ringpost.Api;
using Ringpost.CallTracking;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Telephony.Rest;

namespace Ringpost.Telephony.Numbers;

/// <summary>A number of the carrier's account: whose it is here, and whether it points here.</summary>
/// <param name="Sid">The carrier's id of the number.</param>
/// <param name="NumberId">Null where it is not assigned here.</param>
/// <param name="Drift">What at the carrier differs from what it should be.</param>
public sealed record CarrierNumberLine(
    string Sid,
    PhoneNumber Number,
    string FriendlyName,
    bool Voice,
    NumberId? NumberId,
    CallCampaignId? CallCampaignId,
    string? CallCampaignName,
    PublisherId? PublisherId,
    string? PublisherName,
    IReadOnlyList<NumberDrift> Drift
)
{
    /// <summary>An assigned number whose calls do not come here as they should. One that nobody has here may serve another system.</summary>
    public bool HasDrifted => NumberId is not null && Drift.Count > 0;

    internal static CarrierNumberLine Of(CarrierNumber number, TwilioAccount account, CallConfiguration calls, PublicUrls urls)
    {
        var mine = calls.Numbers.GetValueOrDefault(number.Number.E164);
        return new(
            number.Sid,
            number.Number,
            number.FriendlyName,
            number.Voice,
            mine?.Id,
            mine?.CampaignId,
            mine is null ? null : calls.Campaigns.GetValueOrDefault(mine.CampaignId)?.Name,
            mine?.PublisherId,
            mine?.PublisherId is { } publisher ? calls.Publishers.GetValueOrDefault(publisher)?.Name : null,
            NumberDrift.Of(number, NumberUrls.Of(account.Account, urls, number.Number))
        );
    }
}
