using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Routes;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Import;

/// <summary>Routes and what a leg to their target earns (ringba.md 8.1).</summary>
internal static class RingbaRoutes
{
    public static void Read(RingbaNode campaign, CallCampaignId campaignId, RingbaBook book)
    {
        foreach (var node in campaign.Children(RingbaKind.Route, "routes"))
        {
            var target = node.Child("callTarget").Text("id") ?? node.Child("callTargetGroup").Text("id") ?? node.Text("targetId");
            var tree = node.Child("callPingTree");
            var name = $"{campaign.Text("name")} → {NameOf(node) ?? target}";
            if (book.Begin(RingbaKind.Route, node, name) is not { } it)
                continue;
            if (target is null)
            {
                it.LeaveOut(
                    tree.IsEmpty ? RingbaReason.ReferenceMissing : RingbaReason.NotBuilt,
                    tree.IsEmpty ? "It names no target." : Phrase.Of($"It goes to the ring tree “{tree.Text("name") ?? tree.Text("id")}”.")
                );
                continue;
            }

            // Stored as an object with both, sent as one too.
            var order = node.Child("priority");
            var priority = order.Whole("priority") ?? node.Whole("priority") ?? 1;
            var route = new Route(
                new(it.Id),
                campaignId,
                new TargetId(target),
                it.Within("priority", priority, 1, RouteCheck.Most),
                it.Within("weight", order.Whole("weight") ?? node.Whole("weight") ?? 1, 1, RouteCheck.Most),
                Conversion(it, node),
                node.Flag("enabled") ?? true,
                book.Now
            );
            if (it.Holds())
                book.Routes.Add(new(it, route));
        }
    }

    private static string? NameOf(RingbaNode route) =>
        route.Child("callTarget").Text("name") ?? route.Child("callTargetGroup").Text("name") ?? route.Child("callPingTree").Text("name");

    private static ConversionSetting Conversion(RingbaSubject it, RingbaNode node)
    {
        var settings = node.Children("conversionSettings");
        var first = settings.Count > 0 ? settings[0] : node.Child("callConversion");
        var lengths = new List<LengthRequest?>();
        foreach (var further in settings.Skip(1))
            if (On(first) == "callLength" && On(further) == "callLength")
                lengths.Add(new LengthRequest(Arguments(further).Whole("callLengthInSeconds"), further.Amount("conversionValue")));
            else
                it.NotBuilt(true, $"A second conversion on {further.Text("conversionType")}; the first one counts.");
        it.NotBuilt(first.Amount("payoutValue") is > 0, "A payout on the route; payouts are the campaign's.");
        return RouteCheck.Conversion(
            it.Validation,
            new ConversionRequest(
                On(first) ?? first.Text("conversionType"),
                Arguments(first).Whole("callLengthInSeconds"),
                Timer(it, Arguments(first).Text("startTimerEvent")),
                first.Amount("conversionValue") ?? 0,
                lengths,
                first.Child("deDupeSetting").Whole("secondsFromLastCall")
            )
        );
    }

    private static RingbaNode Arguments(RingbaNode setting) => setting.Child("conversionArgs");

    private static string? On(RingbaNode setting) =>
        setting.Text("conversionType")?.ToUpperInvariant() switch
        {
            "DIALED" => "dialed",
            "CONNECTEDCALL" => "connected",
            "CALLLENGTH" => "callLength",
            "POSTBACK" or "WEBHOOK" => "postback",
            _ => null,
        };

    /// <summary>Ringba spells the connected one both ways.</summary>
    internal static string? Timer(RingbaSubject it, string? word)
    {
        switch (word?.ToUpperInvariant())
        {
            case null:
                return null;
            case "ONINCOMINGCALL":
                return "incoming";
            case "ONDIAL":
                return "dialed";
            case "ONCONNECTEDCALL" or "ONCALLCONNECTED":
                return "connected";
            default:
                it.Validation.Add("startTimerEvent", $"“{word}” is none of OnIncomingCall, OnDial, OnConnectedCall.");
                return null;
        }
    }
}
