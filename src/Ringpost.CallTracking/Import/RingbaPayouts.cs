using Ringpost.CallTracking.Payouts;

namespace Ringpost.CallTracking.Import;

/// <summary>The campaign's payouts and what publishers have instead (ringba.md 7).</summary>
internal static class RingbaPayouts
{
    public static void Read(RingbaNode campaign, CallCampaignId campaignId, RingbaBook book)
    {
        foreach (var node in Ordered(campaign.Children(RingbaKind.Payout, "defaultPayouts")))
            ReadOne(node, campaign, campaignId, null, book);
        foreach (var publisher in campaign.Children("affiliates"))
            if (publisher.Text("id") is { } id)
                foreach (var node in Ordered(publisher.Children(RingbaKind.Payout, "payoutConversionSettings", "payouts")))
                    ReadOne(node, campaign, campaignId, publisher, book);
    }

    private static IEnumerable<RingbaNode> Ordered(IReadOnlyList<RingbaNode> payouts) =>
        payouts.OrderBy(p => p.Whole("priority") ?? int.MaxValue);

    private static void ReadOne(RingbaNode node, RingbaNode campaign, CallCampaignId campaignId, RingbaNode? publisher, RingbaBook book)
    {
        var name = campaign.Text("name") + (publisher is null ? "" : $", {publisher.Text("name")}");
        if (book.Begin(RingbaKind.Payout, node, name) is not { } it)
            return;
        var isShare = node.Flag("isRevShare") ?? false;
        if (publisher is not null && node.Flag("isGlobal") == true)
        {
            it.LeaveOut(RingbaReason.NotKnown, "A publisher's payout marked isGlobal, which Ringba does not document.");
            return;
        }

        if (publisher is not null && !isShare && node.Amount("payoutAmount") is < 0)
        {
            it.LeaveOut(RingbaReason.NotKnown, "Its amount is the campaign's; of which of its payouts is not documented.");
            return;
        }

        var arguments = node.Has("payoutConversionArgs") ? node.Child("payoutConversionArgs") : node.Child("conversionArgs");
        var request = new CreatePayoutRule.Request(
            publisher?.Text("id") is { } id ? new PublisherId(id) : null,
            On(node),
            arguments.Whole("callLengthInSeconds"),
            RingbaRoutes.Timer(it, arguments.Text("startTimerEvent")),
            isShare ? null : node.Amount("payoutAmount"),
            isShare
                ? new RevenueShareRequest(
                    node.Amount("revSharePercentage"),
                    Limit(node.Amount("revShareMinPayoutAmount")),
                    Limit(node.Amount("revShareMaxPayoutAmount"))
                )
                : null,
            DedupeSeconds: node.Child("deDupeSetting").Whole("secondsFromLastCall")
        );
        var filters = RingbaTerms.Filters(node, out var filterFault);
        var hours = RingbaTerms.Hours(node, "payoutHours", out var hoursFault);
        RingbaTerms.NotCaps(it, node, "Caps of a payout; publishers have caps");
        node.Has("notUsedPayout", "sendNotifications", "isGlobal", "timeZoneId");
        if ((filterFault ?? hoursFault) is { } fault)
        {
            // A payout can't be paused, and without its limits it would pay what it must not.
            it.LeaveOut(RingbaReason.NotKnown, $"It is limited by {fault}. Add it here.");
            return;
        }

        var rule = PayoutCheck.Rule(it.Validation, new PayoutRuleId(it.Id), campaignId, request, book.Now) with
        {
            Filters = filters,
            Hours = hours,
        };
        if (it.Holds())
            book.Payouts.Add(new(it, rule));
    }

    private static decimal? Limit(decimal? amount) => amount is >= 0 ? amount : null;

    private static string? On(RingbaNode node) =>
        node.Text("payoutConversionType")?.ToUpperInvariant() switch
        {
            "INCOMINGCALL" => "incoming",
            "CONNECTEDCALL" => "connected",
            "CONVERTEDCALL" => "converted",
            "CALLLENGTH" => "callLength",
            _ => node.Text("payoutConversionType"),
        };
}
