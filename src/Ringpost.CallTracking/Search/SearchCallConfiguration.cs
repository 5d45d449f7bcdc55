using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Pixels;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.Search;

/// <summary>Campaigns, publishers, buyers, targets, tracking numbers and pixels in use, by a part of their name, or by an id.</summary>
public sealed class SearchCallConfiguration(Snapshot<CallConfiguration> snapshot, ListPixels pixels)
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
        var picture = await snapshot.GetAsync(cancellation);
        // Not in the picture: it holds those alone that fire.
        var listed = await pixels.RunAsync(actor, term.Text, new PageRequest(most), cancellation: cancellation);
        if (!listed.IsOk)
            return listed.Refusal;
        var mayBuyers = actor.May(Permission.SeeRevenue);
        return (SearchHit[])
            [
                .. SearchHit.Best(picture.Numbers.Values.Select(n => (RankOf(n, term), Hit(n, picture))), most),
                .. SearchHit.Best(
                    picture
                        .Campaigns.Values.Where(c => c.ArchivedAt is null)
                        .Select(c =>
                            (
                                term.RankOf(c.Name, c.Id.Value, c.TrackingId),
                                new SearchHit(
                                    SearchKind.CallCampaign,
                                    c.Id.Value,
                                    c.Name,
                                    About(c.Enabled, c.TrackingId.Length == 0 ? null : Phrase.Of($"Tracking ID {c.TrackingId}"))
                                )
                            )
                        ),
                    most
                ),
                .. SearchHit.Best(
                    picture
                        .Publishers.Values.Where(p => p.ArchivedAt is null)
                        .Select(p =>
                            (
                                Least(term.RankOf(p.Name, p.Id.Value, p.SubId), p.Company.Length == 0 ? null : term.RankOf(p.Company)),
                                new SearchHit(
                                    SearchKind.Publisher,
                                    p.Id.Value,
                                    p.Name,
                                    About(p.Enabled, p.SubId.Length == 0 ? null : Phrase.Of($"Sub ID {p.SubId}"))
                                )
                            )
                        ),
                    most
                ),
                .. SearchHit.Best(
                    picture
                        .Buyers.Values.Where(b => mayBuyers && b.ArchivedAt is null)
                        .Select(b =>
                            (
                                term.RankOf(b.Name, b.Id.Value, b.SubId),
                                new SearchHit(
                                    SearchKind.Buyer,
                                    b.Id.Value,
                                    b.Name,
                                    About(b.Enabled, b.SubId.Length == 0 ? null : Phrase.Of($"Sub ID {b.SubId}"))
                                )
                            )
                        ),
                    most
                ),
                .. SearchHit.Best(
                    picture
                        .Targets.Values.Where(t => mayBuyers && t.ArchivedAt is null)
                        .Select(t =>
                            (
                                Least(term.RankOf(t.Name, t.Id.Value, t.Destination.Value), PartOf(t, term)),
                                new SearchHit(
                                    SearchKind.Target,
                                    t.Id.Value,
                                    t.Name,
                                    About(
                                        t.Enabled,
                                        t.BuyerId is { } id && picture.Buyers.TryGetValue(id, out var buyer) ? Named(buyer.Name) : null
                                    )
                                )
                            )
                        ),
                    most
                ),
                .. listed.Value.Items.Select(p => new SearchHit(
                    SearchKind.Pixel,
                    p.Id.Value,
                    p.Name,
                    About(p.Enabled, $"Fires on {p.FireOn}")
                )),
            ];
    }

    private static SearchHit Hit(TrackingNumber number, CallConfiguration picture) =>
        new(
            SearchKind.Number,
            number.Id.Value,
            number.Number.E164,
            About(
                number.Enabled,
                Named(picture.Campaigns.GetValueOrDefault(number.CampaignId)?.Name),
                number.PublisherId is { } id ? Named(picture.Publishers.GetValueOrDefault(id)?.Name) : null
            )
        );

    private static int? RankOf(TrackingNumber number, SearchTerm term) =>
        term.Phones.Contains(number.Number) || number.Id.Value.Equals(term.Text, StringComparison.OrdinalIgnoreCase) ? 0
        : term.Digits is { } digits && number.Number.E164.Contains(digits, StringComparison.Ordinal) ? 3
        : null;

    private static int? PartOf(Target target, SearchTerm term) =>
        target.Destination.Type == DestinationType.Number && term.Phones.Any(p => p.E164 == target.Destination.Value) ? 0
        : target.Destination.Type == DestinationType.Sip ? term.RankOf(target.Destination.Value)
        : null;

    private static int? Least(int? one, int? other) =>
        one is null ? other
        : other is null || one < other ? one
        : other;

    private static Phrase About(bool enabled, params Phrase?[] parts) =>
        Phrase.Joined(parts.Append(enabled ? null : "Paused").OfType<Phrase>(), " · ");

    private static Phrase? Named(string? name) => string.IsNullOrEmpty(name) ? null : Phrase.Of($"{name}");
}
