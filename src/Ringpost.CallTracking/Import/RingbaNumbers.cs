using System.Globalization;
using Ringpost.CallTracking.Blocks;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Tags;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Import;

/// <summary>Tracking numbers and blocked numbers (ringba.md 9.2, 9.6).</summary>
internal static class RingbaNumbers
{
    /// <summary>Ringba writes “for ever” as the year 9999.</summary>
    private const int ForEver = 9000;

    public static void Read(RingbaNode node, RingbaBook book)
    {
        if (book.Begin(RingbaKind.Number, node, node.Text("phoneNumber") ?? node.Text("displayNumber")) is not { } it)
            return;
        if (node.Has("numberPoolId"))
        {
            it.LeaveOut(RingbaReason.NotBuilt, "It belongs to a number pool.");
            return;
        }

        var assigned = book.Assigned.TryGetValue(it.Id, out var by) ? by : default;
        if (node.Text("campaignId") is { } own)
            assigned = (new CallCampaignId(own), assigned.Campaign.Value == own ? assigned.Publisher : null);
        if (node.Child("affiliate").Text("id") is { } publisher)
            assigned.Publisher = new PublisherId(publisher);
        if (string.IsNullOrEmpty(assigned.Campaign.Value))
        {
            it.LeaveOut(RingbaReason.Unassigned, "It belongs to no campaign.");
            return;
        }

        if (!PhoneNumber.TryParse(node.Text("phoneNumber"), "US", out var number))
            it.Validation.Add("phoneNumber", "This is no telephone number.");
        var tags = node.Children("tags")
            .GroupBy(t => t.Text("tagName", "name") ?? "", StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.First().Text("tagValue", "value"), StringComparer.OrdinalIgnoreCase);
        var tracking = new TrackingNumber(new(it.Id), number, assigned.Campaign, assigned.Publisher, node.Flag("enabled") ?? true, book.Now)
        {
            Tags = tags.Count == 0 ? TagValues.None : TagCheck.Values(it.Validation, "tags", "DialedNumber", tags),
        };
        if (it.Holds())
            book.Numbers.Add(new(it, tracking));
    }

    public static void ReadBlock(RingbaNode node, RingbaBook book)
    {
        if (book.Begin(RingbaKind.BlockedNumber, node, node.Text("phoneNumber")) is not { } it)
            return;
        if (node.Flag("enabled") == false)
        {
            it.LeaveOut(RingbaReason.Expired, "It is switched off.");
            return;
        }

        if (BlockPattern.Read(node.Text("phoneNumber"), "US", out var error) is not { } pattern)
        {
            it.LeaveOut(RingbaReason.NotValid, error);
            return;
        }

        var expires = Expiry(it, node);
        if (expires <= book.Now)
        {
            it.LeaveOut(RingbaReason.Expired, "It has expired.");
            return;
        }

        CallCampaignId? campaign = node.Text("campaignId") is { } id ? new CallCampaignId(id) : null;
        book.Blocks.Add(new(it, new BlockedNumber(new(it.Id), pattern, campaign, "From Ringba", expires, book.Actor, null, book.Now)));
    }

    private static Instant? Expiry(RingbaSubject it, RingbaNode node)
    {
        if (node.Text("expiration") is not { } text || node.Flag("timeLimited") == false)
            return null;
        if (
            DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var end
            )
        )
            return end.Year >= ForEver ? null : Instant.From(end);
        it.Note(RingbaReason.NotReadable, $"Its expiration “{text}” is no date; it is blocked for ever.");
        return null;
    }
}
