using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Configuration;

namespace Ringpost.CallTracking.Import;

/// <summary>Publishers and buyers (ringba.md 8.2, 9.1).</summary>
internal static class RingbaParties
{
    public static void ReadPublisher(RingbaNode node, RingbaBook book)
    {
        if (book.Begin(RingbaKind.Publisher, node) is not { } it)
            return;
        var publisher = new Publisher(
            new(it.Id),
            it.Validation.Name("name", it.Name),
            it.Validation.Text("subId", node.Text("subId")),
            node.Flag("enabled") ?? true,
            book.Now
        )
        {
            Company = it.Validation.Text("company", node.Text("company")),
            BlockCallsIfCapped = node.Flag("blockCallsIfCapped") ?? false,
        };
        it.NotBuilt(node.Children("criteria").Count > 0, "Tag filters of a publisher; set them on its payouts or on the targets.");
        it.NotBuilt(node.Ids("users", "userIds").Count > 0, "Its users: invite them here.");
        node.Has("createNumbers", "accessToRecordings", "isSelf", "payoutConversionSettings", "payoutConversionSetting");
        if (it.Holds())
            book.Publishers.Add(new(it, publisher));
    }

    public static void ReadBuyer(RingbaNode node, RingbaBook book)
    {
        if (book.Begin(RingbaKind.Buyer, node) is not { } it)
            return;
        var capacity = node.Child("capacity");
        var buyer = new Buyer(
            new(it.Id),
            it.Validation.Name("name", it.Name),
            it.Validation.Text("subId", node.Text("subId")),
            node.Flag("enabled") ?? true,
            book.Now
        )
        {
            Caps = RingbaTerms.Caps(it, capacity, CapOwnerKind.Buyer),
            ConcurrencyCap = RingbaTerms.Concurrency(it, capacity.Has("concurrencyCap") ? capacity : node),
        };
        it.NotBuilt(node.Ids("users", "userIds").Count > 0, "Its users: invite them here.");
        node.Has("canPauseTargets", "canSetConcurrencyCaps", "canDisputeConversions");
        if (it.Holds())
            book.Buyers.Add(new(it, buyer));
    }
}
