using Ringpost.Api.History;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Contracts;
using Ringpost.Attribution.Creatives;
using Ringpost.Attribution.Events;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.History;

/// <summary>What is changed on a card stands in the card's history, whichever table it is kept in.</summary>
public sealed class PartsHistoryTests
{
    [Theory, EachDatabase]
    public async Task Contracts_creatives_caps_events_and_pixels_stand_in_the_history_of_offer_and_campaign(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var (offer, campaign) = (tracker.Offer.Id, tracker.Campaign.Id);
        var payable = await tracker.Network.EventAsync(tracker.Advertiser.Id, "Payable call", "PayableCall");
        var contract = (await tracker.Get<CreateContract>().RunAsync(Actor.System, offer, new("Gold", Payout: 5))).Value;
        await tracker.Get<UpdateContract>().RunAsync(Actor.System, offer, contract.Id, new(Payout: 6));
        await tracker.Get<DeleteContract>().RunAsync(Actor.System, offer, contract.Id);
        var creative = (await tracker.Get<CreateCreative>().RunAsync(Actor.System, new(offer, "Own"))).Value;
        await tracker.Get<UpdateCreative>().RunAsync(Actor.System, creative.Id, new(Status: "hidden"));
        var ofOffer = (await tracker.Get<CreateCap>().RunAsync(Actor.System, new(OfferId: offer, Limit: 10))).Value;
        await tracker.Get<UpdateCap>().RunAsync(Actor.System, ofOffer.Id, new(Limit: 20));
        var ofCampaign = (await tracker.Get<CreateCap>().RunAsync(Actor.System, new(CampaignId: campaign, Limit: 5))).Value;
        await tracker.Get<DeleteCap>().RunAsync(Actor.System, ofCampaign.Id);
        await tracker.Get<SetOfferEvent>().RunAsync(Actor.System, offer, payable.Id, new(Payout: 5));
        await tracker.Get<SetOfferEvent>().RunAsync(Actor.System, offer, payable.Id, new(Payout: 7));
        await tracker.Get<SetCampaignEvent>().RunAsync(Actor.System, campaign, payable.Id, new(Active: false));
        await tracker
            .Get<SetAffiliatePixel>()
            .RunAsync(Actor.System, PixelPlace.Of(campaign, payable.Id), new("https://x.example/?t=#tid#"));
        await tracker.Get<SetAffiliatePixel>().RunAsync(Actor.System, PixelPlace.Of(offer), new("https://y.example/?t=#tid#"));

        Assert.Equal(
            [
                $"affiliate-pixel offer:{offer} pixel postbackUrl - → https://y.example/?t=#tid#",
                "event-setting Payable call update payout 5 → 7",
                "event-setting Payable call create payout - → 5",
                "cap update limit 10 → 20",
                "cap create limit - → 10",
                "creative Own update status active → hidden",
                "creative Own create status - → active",
                "contract Gold delete payout 6 → -",
                "contract Gold update payout 5 → 6",
                "contract Gold create payout - → 5",
            ],
            await LinesAsync(tracker, "offer", $"{offer}")
        );
        Assert.Equal(
            [
                $"affiliate-pixel campaign:{campaign}:event:{payable.Id} pixel postbackUrl - → https://x.example/?t=#tid#",
                "event-setting Payable call create active - → false",
                "cap delete limit 5 → -",
                "cap create limit - → 5",
            ],
            await LinesAsync(tracker, "offer-campaign", $"{campaign}")
        );
        Assert.Contains(
            "event Payable call create",
            string.Join('|', await LinesAsync(tracker, "advertiser", $"{tracker.Advertiser.Id}")),
            StringComparison.Ordinal
        );
    }

    /// <summary>Of the parts alone: kind, name, verb, and the one field that each change is about.</summary>
    private static async Task<IReadOnlyList<string>> LinesAsync(Tracker tracker, string kind, string id)
    {
        var changes = (await new ListChanges(tracker.Database).RunAsync(Network.Reader, kind, id, new PageRequest(100))).Value.Items;
        return
        [
            .. changes
                .Where(c => c.Kind != kind)
                .Select(c =>
                {
                    var field = c.Changes.FirstOrDefault(f => f.Field is "limit" or "status" or "payout" or "postbackUrl" or "active");
                    var name = c.Kind switch
                    {
                        "cap" => "",
                        "affiliate-pixel" => $" {c.Of}",
                        _ => $" {c.Name}",
                    };
                    return $"{c.Kind}{name} {c.Action} {field?.Field} {field?.Before ?? "-"} → {field?.After ?? "-"}";
                }),
        ];
    }
}
