using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Postbacks;
using Ringpost.Attribution.Reports;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Import;

/// <summary>A click of CAKE's, stored so that a late conversion finds it by its request id.</summary>
internal sealed record ImportedClick(
    long Row,
    long Session,
    Instant At,
    ReportCell Cell,
    string Ip,
    string? UserAgent,
    string? Referrer,
    string?[] SubIds,
    string? Udid,
    long? DeviceHash
)
{
    /// <summary>Made of moment, session and offer: a second run makes the same.</summary>
    public long Id => Identifiers.FirstNumber(At) | (PostbackHash.OfTransaction($"{Session} {Cell.Offer} {Row}") & ((1L << 22) - 1));
}

/// <summary>Clicks of the cookie window (cake.md 2.8, 10.4): the first one of each request id and offer.</summary>
internal static class CakeClicks
{
    public static ImportedClick? Read(CakeRow row, OfferConfiguration picture)
    {
        string[] request = ["request_session_id", "click_request_session_id", "request_id", "reqid"];
        var session = row.NeededId(request);
        var offer = CakeConversions.Find(row, picture.Offers, CakeOffers.Offer, "Offer");
        var affiliate = CakeConversions.Find(row, picture.Affiliates, CakeAccounts.Affiliate, "Affiliate");
        var campaign = offer is null || affiliate is null ? null : CakeConversions.FindCampaign(row, picture, offer, affiliate);
        var creative = CakeConversions.Creative(row, picture, offer);
        var at = row.Moment("click_date", "date");
        if (at is null && !row.IsWrong)
            row.Error(["click_date"], "A date is needed.");
        var subIds = Enumerable
            .Range(1, 5)
            .Select(n =>
                n == 1 ? row.Text(255, "sub_id_1", "sub_id", "subid_1", "s1") : row.Text(255, $"sub_id_{n}", $"subid_{n}", $"s{n}")
            )
            .ToArray();
        var (ip, agent, referrer) = (
            row.Text(60, "ip_address", "click_ip_address", "ip"),
            row.Text("user_agent", "click_user_agent"),
            row.Text("referrer_url", "click_referrer_url", "referrer")
        );
        var udid = row.Text(255, "udid");
        return row.IsWrong || offer is null || campaign is null || at is null
            ? null
            : new ImportedClick(
                row.Number,
                session,
                at.Value,
                new ReportCell(offer.AdvertiserId, offer.Id, campaign.AffiliateId, campaign.Id, creative, default, offer.Currency),
                ip ?? "",
                Cut(agent),
                Cut(referrer),
                subIds,
                udid,
                Clicks.ClickHash.OfDevice(offer.Id, udid)
            );
    }

    private static string? Cut(string? text) => PostbackArrival.Storable(text, PostbackArrival.LongestHeader);
}
