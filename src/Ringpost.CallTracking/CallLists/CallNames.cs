using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.CallLists;

/// <summary>Turns stored calls into what is shown: names from the configuration, numbers as the actor may see them.</summary>
internal sealed class CallNames(CallConfiguration configuration, Actor actor)
{
    public CallSummary Summary(CallRow row)
    {
        PublisherId? publisher = row.PublisherId is null ? null : new PublisherId(row.PublisherId);
        TargetId? target = row.TargetId is null ? null : new TargetId(row.TargetId);
        BuyerId? buyer = row.BuyerId is null ? null : new BuyerId(row.BuyerId);
        return new CallSummary(
            row.Id,
            row.ArrivedAt,
            CallerMask.For(actor, row.Caller).Show(row.Caller),
            row.Dialed,
            row.NumberId,
            row.CampaignId,
            Campaign(row.CampaignId),
            publisher,
            publisher is null ? null : Publisher(publisher.Value),
            target,
            target is null ? null : Target(target.Value),
            buyer,
            buyer is null ? null : Buyer(buyer.Value),
            row.Live,
            row.Connected,
            row.Converted,
            row.Paid,
            row.Duplicate,
            row.Blocked,
            row.Incomplete,
            row.Test,
            row.CallSeconds,
            row.ConnectedSeconds,
            row.Revenue,
            row.Payout,
            Currency.TryParse(row.Currency, out var currency) ? currency : Currency.Usd,
            row.EndedBy,
            new CallReasons(row.ConversionReason, row.PayoutReason, row.BlockReason, row.IncompleteReason)
            {
                PayoutDuplicate = DuplicateOf.Read(row.PayoutEarlierId, row.PayoutEarlierAt, row.PayoutWindow),
            }
        )
        {
            RevenueAdjusted = row.RevenueEntries > 0,
            PayoutAdjusted = row.PayoutEntries > 0,
            Counted = !row.Uncounted && !row.History,
            History = row.History,
        };
    }

    public string Campaign(CallCampaignId id) => configuration.Campaigns.GetValueOrDefault(id)?.Name ?? id.Value;

    public string Publisher(PublisherId id) => configuration.Publishers.GetValueOrDefault(id)?.Name ?? id.Value;

    public string Target(TargetId id) => configuration.Targets.GetValueOrDefault(id)?.Name ?? id.Value;

    public string Buyer(BuyerId id) => configuration.Buyers.GetValueOrDefault(id)?.Name ?? id.Value;
}
