using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Targets;

namespace Ringpost.CallTracking.Import;

/// <summary>Targets, and groups of them that ring together (ringba.md 8.2).</summary>
internal static class RingbaTargets
{
    public static void ReadTarget(RingbaNode node, RingbaBook book)
    {
        if (book.Begin(RingbaKind.Target, node) is not { } it)
            return;
        var instructions = node.Child("instructions");
        var seconds = instructions.Whole("connectionTimeOut") is > 0 and var given ? given : TargetCheck.RingSeconds;
        var destination = TargetCheck.Destination(it.Validation, DestinationOf(instructions));
        var target = Limited(it, node, book, destination) with
        {
            RingSeconds = it.Within("connectionTimeOut", seconds, 1, TargetCheck.MostRingSeconds),
            Caps = RingbaTerms.Caps(it, node.Child("schedule"), CapOwnerKind.Target, node.Text("targetCallIncrement")),
        };
        it.NotBuilt(instructions.Has("sendDigits"), "Digits that are sent after the answer.");
        it.NotBuilt(
            instructions.Child("sip").Has("userName", "password") || instructions.Child("sip").Has("headers"),
            "The name, password or headers of a SIP destination."
        );
        it.NotBuilt(node.Flag("blockRecordings") == true, "Recordings kept from a target's buyer.");
        it.NotBuilt(
            node.Children("callConcurrencyMatrix").Count > 0 || node.Child("schedule").Has("callConcurrencyMatrix", "callCapMatrix"),
            "Caps by hour of the week."
        );
        it.NotBuilt(!string.IsNullOrEmpty(node.Text("subId")), $"The sub id of a target, “{node.Text("subId")}”; buyers have one.");
        node.Has("targetGroupId", "isHighRateTarget", "highRateCost", "ringbaNumberId", "_SearchNumer", "capsMigrated");
        if (it.Holds())
            book.Targets.Add(new(it, target));
    }

    public static void ReadGroup(RingbaNode node, RingbaBook book)
    {
        if (book.Begin(RingbaKind.TargetGroup, node) is not { } it)
            return;
        var members = node.Ids("targets").Select(t => new TargetId(t)).ToList();
        if (node.Flag("isSimalDial") != true)
        {
            it.LeaveOut(RingbaReason.NotBuilt, "Its targets are tried one after the other: give each a route of its own.");
            return;
        }

        var destination = TargetCheck.Destination(it.Validation, new DestinationRequest("group", Members: members));
        var group = Limited(it, node, book, destination);
        RingbaTerms.NotCaps(it, node.Child("schedule"), "Caps of a group; those of its targets count", concurrency: false);
        it.NotBuilt(node.Flag("blockRecordings") == true, "Recordings kept from a target's buyer.");
        it.NotBuilt(node.Flag("disableTargets") == true, "A group that disables its targets elsewhere.");
        node.Has("oRouteSettings", "oCapacity", "oConcurrency", "oSchedule");
        if (it.Holds())
            book.Targets.Add(new(it, group));
    }

    private static Target Limited(RingbaSubject it, RingbaNode node, RingbaBook book, Destination destination)
    {
        var schedule = node.Child("schedule");
        var filters = RingbaTerms.Filters(node, out var filterFault);
        var hours = RingbaTerms.Hours(schedule, "hoursOfOperation", out var hoursFault);
        it.NotBuilt(node.Whole("conversionTimerOffset") is not (null or 0), "A delay of its conversion timer.");
        it.NotBuilt(!node.Child("rpcSetting").IsEmpty, "A profile for predictive routing.");
        it.NotBuilt(node.Has("shareableTagSetting"), "Shareable tags.");
        it.NotBuilt(node.Whole("priorityBump") is not (null or 0), "A bump of its priority.");
        return new Target(
            new(it.Id),
            it.Validation.Name("name", it.Name),
            node.Child("owner").Text("id") is { } buyer ? new BuyerId(buyer) : null,
            destination,
            TargetCheck.RingSeconds,
            RingbaTerms.Concurrency(it, schedule),
            it.MayRun(filterFault, hoursFault) && (node.Flag("enabled") ?? true),
            book.Now
        )
        {
            Filters = filters,
            Hours = hours,
        };
    }

    private static DestinationRequest DestinationOf(RingbaNode instructions)
    {
        var sip = instructions.Child("sip").Text("number", "address", "uri");
        if (!string.Equals(instructions.Text("callType"), "sip", StringComparison.OrdinalIgnoreCase) && sip is null)
            return new DestinationRequest("number", instructions.Text("number"));
        var uri = sip ?? instructions.Text("number") ?? "";
        return new DestinationRequest("sip", uri.StartsWith("sip", StringComparison.OrdinalIgnoreCase) ? uri : "sip:" + uri);
    }
}
