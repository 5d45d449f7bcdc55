using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;

namespace Ringpost.Attribution.Search;

/// <summary>Offers, their campaigns, affiliates, advertisers and events by a part of their name, or by an id.</summary>
public sealed class SearchOffers(Snapshot<OfferConfiguration> snapshot)
{
    public async Task<Result<IReadOnlyList<SearchHit>>> RunAsync(
        Actor actor,
        SearchTerm term,
        int most,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var mayAdvertisers = actor.May(Permission.SeeRevenue);
        var picture = await snapshot.GetAsync(cancellation);
        return (SearchHit[])
            [
                .. SearchHit.Best(
                    picture.Offers.Values.Select(o =>
                        (
                            term.RankOf(o.Name, $"{o.Id}"),
                            new SearchHit(
                                SearchKind.Offer,
                                $"{o.Id}",
                                o.Name,
                                mayAdvertisers ? Phrase.Of($"ID {o.Id} · {NameOf(picture, o.AdvertiserId)}") : Phrase.Of($"ID {o.Id}")
                            )
                        )
                    ),
                    most
                ),
                .. SearchHit.Best(picture.Campaigns.Values.Select(c => Campaign(picture, c, term)), most),
                .. SearchHit.Best(
                    picture.Affiliates.Values.Select(a =>
                        (term.RankOf(a.Name, $"{a.Id}"), new SearchHit(SearchKind.Affiliate, $"{a.Id}", a.Name, $"ID {a.Id}"))
                    ),
                    most
                ),
                .. SearchHit.Best(
                    picture
                        .Advertisers.Values.Where(_ => mayAdvertisers)
                        .Select(a =>
                            (term.RankOf(a.Name, $"{a.Id}"), new SearchHit(SearchKind.Advertiser, $"{a.Id}", a.Name, $"ID {a.Id}"))
                        ),
                    most
                ),
                .. SearchHit.Best(
                    picture
                        .Events.Values.Where(_ => mayAdvertisers)
                        .Select(e =>
                            (
                                term.RankOf(e.Name, e.ThirdPartyName ?? ""),
                                new SearchHit(
                                    SearchKind.OfferEvent,
                                    $"{e.Id}",
                                    e.Name,
                                    $"{NameOf(picture, e.AdvertiserId)}{(e.ThirdPartyName is { } name ? $" · {name}" : "")}"
                                )
                                {
                                    OwnerId = $"{e.AdvertiserId}",
                                }
                            )
                        ),
                    most
                ),
            ];
    }

    private static (int? Rank, SearchHit Hit) Campaign(OfferConfiguration picture, OfferCampaign campaign, SearchTerm term)
    {
        var name =
            $"{picture.Offers.GetValueOrDefault(campaign.OfferId.Value)?.Name} × {picture.Affiliates.GetValueOrDefault(campaign.AffiliateId.Value)?.Name}";
        return (term.RankOf(name, $"{campaign.Id}"), new SearchHit(SearchKind.OfferCampaign, $"{campaign.Id}", name, $"ID {campaign.Id}"));
    }

    private static string NameOf(OfferConfiguration picture, AdvertiserId id) => picture.Advertisers.GetValueOrDefault(id)?.Name ?? $"{id}";
}
