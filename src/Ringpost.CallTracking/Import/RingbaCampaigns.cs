using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Guards;

namespace Ringpost.CallTracking.Import;

/// <summary>Campaigns with what hangs on them: routes, payouts, numbers, pixels, URL parameters (ringba.md 6).</summary>
internal static class RingbaCampaigns
{
    /// <param name="node">The campaign's own answer, or its line in the list.</param>
    public static void Read(RingbaNode node, RingbaBook book)
    {
        if (book.Begin(RingbaKind.Campaign, node) is not { } it)
            return;
        var attempts = node.Child("dialSettings").Whole("dialAttempts") ?? CampaignCheck.DialAttempts;
        var campaign = new CallCampaign(
            new(it.Id),
            it.Validation.Name("name", it.Name),
            CampaignCheck.Country(it.Validation, node.Text("countryCode") ?? "US"),
            it.Validation.Text("userCampaignId", node.Text("userCampaignId")),
            book.Currency,
            node.Flag("enabled") ?? true,
            it.Within("dialAttempts", attempts, 1, CampaignCheck.MostDialAttempts),
            false,
            book.Now
        )
        {
            OnePayoutPerCaller = node.Flag("payoutDupesGlobal") ?? false,
            Guards = CampaignGuards.New with { Duplicates = Duplicates(it, node), Spam = Spam(it, node) },
        };
        Tell(it, node);
        if (!it.Holds())
            return;
        book.Campaigns.Add(new(it, campaign));
        RingbaRoutes.Read(node, campaign.Id, book);
        RingbaPayouts.Read(node, campaign.Id, book);
        foreach (var pixel in node.Children(RingbaKind.Pixel, "eventCallBacks").Where(p => p.Has("pixelUrl")))
            RingbaPixels.ReadOnce(pixel, book);
        book.Attachments.AddRange(node.Ids("eventCallBacks").Select(id => (it, new PixelId(id))));
        foreach (var parameter in node.Children(RingbaKind.UrlParameter, "qPathMaps", "queryPathMaps"))
            RingbaPixels.ReadParameter(parameter, book);
        foreach (var number in node.Children("affiliateNumbers").Append(node.Child("defaultNumber")))
            if (number.Text("id") is { } id)
                book.Assigned.TryAdd(id, (campaign.Id, number.Child("affiliate").Text("id") is { } by ? new PublisherId(by) : null));
    }

    private static void Tell(RingbaSubject it, RingbaNode node)
    {
        if (node.Child("recordSetting").Flag("record") == true)
            it.Note(RingbaReason.RecordingOff, "It records. Turn recording on here, and say what callers hear of it.");
        it.NotBuilt(node.Flag("ivrEnabled") == true || !node.Child("callIvrTree").IsEmpty, "Its call flow; routes are taken.");
        it.NotBuilt(!node.Child("pool").IsEmpty, "Its number pool.");
        it.NotBuilt(node.Children("jsTags").Count > 0, "Its call tracking tags.");
        it.NotBuilt(node.Child("rtb").Flag("enabled") == true, "Its real-time bidding.");
        it.NotBuilt(node.Has("offerId", "offerDraftId"), "Its offer to other accounts.");
        it.NotBuilt(!node.Child("defaultTarget").IsEmpty, "Its default target: set a fallback.");
        it.NotBuilt(node.Text("distributionSetting") is "BY_CAMPAIGN", "Its distribution BY_CAMPAIGN; calls are spread by weight.");
        node.Has(
            "numberDisplayFormat",
            "completed",
            "affiliates",
            "defaultPayout",
            "defaultPayoutSetting",
            "payoutSettings",
            "payoutOverride"
        );
        node.Has("campaignType");
    }

    private static DuplicateSetting Duplicates(RingbaSubject it, RingbaNode node)
    {
        var (mark, route) = (node.Child("duplicateSettings"), node.Child("deDupeSettings"));
        var on = DuplicateOn.Connected;
        switch (mark.Text("duplicateSetting")?.ToUpperInvariant())
        {
            case null or "ON_CONNECT":
                break;
            // Both spellings are Ringba's.
            case "ON_INCOMING" or "ON_INCOMMING":
                on = DuplicateOn.Incoming;
                break;
            case "ON_CALL_LENGTH":
                on = DuplicateOn.CallLength;
                break;
            default:
                it.Note(RingbaReason.NotKnown, $"Duplicates on “{mark.Text("duplicateSetting")}”: taken as on connect.");
                break;
        }

        return new DuplicateSetting(
            on,
            on == DuplicateOn.CallLength
                ? it.Within("callLengthInSeconds", mark.Whole("callLengthInSeconds") ?? 0, 0, CallSeconds.Most)
                : 0,
            node.Flag("evalAnonymDuplication") ?? true,
            route.Flag("routeToOriginal") == true ? DuplicateRouting.Original
                : route.Flag("routeToDifferent") == true ? DuplicateRouting.Different
                : DuplicateRouting.Normal,
            route.Flag("strict") ?? true
        );
    }

    private static SpamSetting Spam(RingbaSubject it, RingbaNode node)
    {
        var spam = node.Child("spamDetection");
        var seconds = spam.Whole("blockDuplicatesForSeconds") ?? CampaignGuards.New.Spam.Seconds;
        return new SpamSetting(
            it.Within("blockDuplicatesForSeconds", Math.Max(seconds, 0), 0, GuardCheck.MostSpamSeconds),
            spam.Flag("trackAnonymous") ?? false
        );
    }
}
