using Ringpost.Attribution.Clickless;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Reconciliation.PixelSetUp;

namespace Ringpost.Reconciliation.SetUpGuide;

/// <summary>What joins both systems: the pixel with the clickless URL, and the whitelist. Without I/O.</summary>
internal static class WireSteps
{
    private const string CakeOrigin = "https://YOUR-CAKE-DOMAIN";
    private const string FireOn = "Fire Pixel On";

    /// <summary>Our pixel, our tracker.</summary>
    public static SetUpStep Pixel(SetUpFacts facts)
    {
        var step = PixelStep(
            "Sends each payable call to the tracker. One pixel serves every campaign and publisher: its tokens name them."
        );
        if (facts.Picks.Offer is not { } offer)
            return step.Later("The offer");
        if (facts.Picks.Campaign is not { } campaign)
            return step.Later("The campaign of calls");
        step = step with { Copies = Urls(facts, offer, ClicklessCaller.Ringpost, fixedIds: false) };
        var report = PixelSetUpCheck.Run(facts.Calls, facts.Offers, campaign, facts.IsOwn);
        var attached = facts
            .Calls.Pixels.GetValueOrDefault(campaign.Id, [])
            .Where(p => report.Rows.Any(r => r.PixelId == p.Id) || GoesToTracker(facts, p.Url.Source))
            .Select(p => SetUpFound.Of(p))
            .ToArray();
        if (report.OwnPixels > 0)
            return report.Rows.Count == 0 || report.Rows.Any(r => r.IsReady)
                ? step.Done($"{campaign.Name} fires it, and the tracker will understand it.", attached)
                : step.Open(report.Rows[0].Findings[0].Message, new(SetUpAction.OpenPixel, report.Rows[0].PixelId.Value), attached);
        return facts.Pixels.FirstOrDefault(p => p.Enabled && GoesToTracker(facts, p.Url)) is { } made
            ? step.Open(
                $"{made.Name} is there, but {campaign.Name} does not fire it. Add it there under Tracking Pixels.",
                new(SetUpAction.OpenCallCampaign, campaign.Id.Value),
                SetUpFound.Of(made)
            )
            : step.Open(
                "No pixel to the tracker yet. Create it with the URL below, then add it to the campaign.",
                new(SetUpAction.CreatePixel)
            );
    }

    /// <summary>Our pixel, their CAKE.</summary>
    public static SetUpStep PixelToCake(SetUpFacts facts)
    {
        var step = PixelStep("Sends each payable call to CAKE. One pixel serves every campaign and publisher: its tokens name them.") with
        {
            Copies =
            [
                new(FireOn, "Payout"),
                new(
                    "URL, with the domain of your CAKE instance",
                    ClicklessUrl.Write(CakeOrigin, new(null, null, null, ClicklessAmounts.Both, ClicklessCaller.Ringba, "", ""))
                ),
                new(
                    "URL for an event with a third party name, as incoming",
                    ClicklessUrl.Write(
                        CakeOrigin,
                        new(null, null, (default, "incoming"), ClicklessAmounts.None, ClicklessCaller.Ringba, "", "")
                    )
                ),
            ],
        };
        if (facts.Picks.Campaign is not { } campaign)
            return step.Later("The campaign of calls");
        var attached = facts
            .Calls.Pixels.GetValueOrDefault(campaign.Id, [])
            .Where(p => RenderedPixel.Of(p, campaign, facts.Picks.Publisher) is { } sent && !facts.IsOwn(sent.Url) && IsForCake(sent))
            .Select(p => SetUpFound.Of(p))
            .ToArray();
        if (attached.Length > 0)
            return step.Done($"{campaign.Name} fires it.", attached);
        return facts.Pixels.FirstOrDefault(p => p.Enabled && IsForCake(facts, p.Url)) is { } made
            ? step.Open(
                $"{made.Name} is there, but {campaign.Name} does not fire it. Add it there under Tracking Pixels.",
                new(SetUpAction.OpenCallCampaign, campaign.Id.Value),
                SetUpFound.Of(made)
            )
            : step.Open(
                "No pixel to a CAKE instance yet. Create it with the URL below, then add it to the campaign.",
                new(SetUpAction.CreatePixel)
            );
    }

    /// <summary>Their pixel, our tracker.</summary>
    public static SetUpStep PixelInRingba(SetUpFacts facts, SetUpVariant variant)
    {
        var theirs = variant == SetUpVariant.AdvertiserHasRingba;
        var step = PixelStep(
            theirs
                ? "Hand these to the advertiser: in their Ringba, Integrations, Pixels, Create Pixel; then the campaign's Tracking Pixels, Add Pixel."
                : "In Ringba: Integrations, Pixels, Create Pixel; then the campaign's Tracking Pixels, Add Pixel."
        );
        if (facts.Picks.Offer is not { } offer)
            return step.Later("The offer");
        step = step with { Copies = Urls(facts, offer, ClicklessCaller.Ringba, theirs) };
        return Arrived(facts, step)
            ?? step.Elsewhere("Ringba can't be looked into from here: the first postback will show that it stands.");
    }

    public static SetUpStep WhitelistHere(SetUpFacts facts) =>
        WhitelistStep("Only a known sender's amounts are believed.")
            .Done(
                facts.ShowsSecrets
                    ? "Nothing to do: pixels of this instance are known by their signature. A call tracker elsewhere would be whitelisted by its addresses."
                    : "Nothing to do: pixels of this instance are known by their signature."
            );

    public static SetUpStep WhitelistInCake() =>
        WhitelistStep("CAKE believes senders by their address.")
            .Elsewhere("Whitelist our sending addresses in CAKE; they are listed under Receivers.") with
        {
            Task = new(SetUpAction.SeeOurAddresses),
        };

    public static SetUpStep WhitelistRingba(SetUpFacts facts, SetUpVariant variant)
    {
        var step = WhitelistStep(
            variant == SetUpVariant.AdvertiserHasRingba
                ? "Ringba sends pixels from three addresses. Ask the advertiser, or Ringba, for them."
                : "Ringba sends pixels from three addresses, which it names to you."
        );
        if (facts.Picks.Offer is not { } offer)
            return step.Later("The offer");
        var rows = facts.Offers.Whitelist.Count(w =>
            w.Active && w.AdvertiserId == offer.AdvertiserId && (w.OfferId is null || w.OfferId == offer.Id)
        );
        return rows > 0
            ? step.Done($"{rows} {(rows == 1 ? "range is" : "ranges are")} believed for {offer.Name}.")
            : step.Open(
                "No address is whitelisted. The token k= in the URL vouches for what it sends; whitelisted addresses are believed without it, and may send more per second.",
                new(SetUpAction.AddRingbaAddresses)
            ) with
            {
                State = SetUpState.Optional,
            };
    }

    /// <summary>Done, where a foreign call tracker has already sent a conversion; else null.</summary>
    public static SetUpStep? Arrived(SetUpFacts facts, SetUpStep step) =>
        facts.Proof.FromOutside is { } conversion ? step.Done("A postback of it has arrived.", SetUpFound.Of(conversion)) : null;

    private static SetUpStep PixelStep(Phrase purpose) =>
        SetUpStep.Of(SetUpStepName.Pixel, SetUpPart.Wire, "Pixel with the clickless URL", purpose);

    private static SetUpStep WhitelistStep(Phrase purpose) =>
        SetUpStep.Of(SetUpStepName.Whitelist, SetUpPart.Wire, "Whitelist of the sender", purpose);

    /// <summary>For the default event, and for each event with a third party name.</summary>
    private static IReadOnlyList<SetUpCopy> Urls(SetUpFacts facts, Offer offer, ClicklessCaller caller, bool fixedIds)
    {
        if (!facts.ShowsSecrets)
            return [new(FireOn, "Payout")];
        // In one account of our own a pixel serves every offer; in foreign hands it vouches for this one alone.
        var token = fixedIds || caller == ClicklessCaller.Ringpost ? offer.Token : facts.Offers.InstanceToken;

        string Url(OfferEvent? of) =>
            ClicklessUrl.Write(
                facts.TrackingOrigin,
                new(
                    fixedIds ? offer.Id : null,
                    null,
                    of is null ? null : (of.Id, of.ThirdPartyName),
                    of is { Type: OfferEventType.Micro } ? ClicklessAmounts.None : ClicklessAmounts.Both,
                    caller,
                    offer.Currency.Code,
                    token
                )
            );
        return
        [
            new(FireOn, "Payout"),
            new("URL", Url(null)),
            .. TrackerSteps
                .NamedEvents(facts.Offers, offer.AdvertiserId)
                .Select(e => new SetUpCopy($"URL for the event {e.ThirdPartyName}, in a pixel of its own", Url(e))),
        ];
    }

    private static bool GoesToTracker(SetUpFacts facts, string template) =>
        Bare(template) is { } url && facts.IsOwn(url) && RenderedPixel.Of(url).IsClickless;

    private static bool IsForCake(SetUpFacts facts, string template) =>
        Bare(template) is { } url && !facts.IsOwn(url) && IsForCake(RenderedPixel.Of(url));

    private static bool IsForCake(RenderedPixel sent) => sent.Has("o") && sent.HasAffiliate && sent.Has("t");

    private static Uri? Bare(string template) => Uri.TryCreate(template, UriKind.Absolute, out var url) ? url : null;
}
