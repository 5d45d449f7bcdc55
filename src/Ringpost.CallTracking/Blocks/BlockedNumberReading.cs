using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Blocks;

/// <summary>Reads rows of a file against what is blocked already, loaded once whatever the number of rows.</summary>
internal sealed class BlockedNumberReading(
    IReadOnlyList<BlockedNumber> blocks,
    IReadOnlyList<CallCampaign> campaigns,
    TimeZoneInfo zone,
    string by,
    Instant now
)
{
    private readonly Dictionary<(string, CallCampaignId?), BlockedNumber> _known = blocks.ToDictionary(b => (b.Number, b.CampaignId));
    private readonly HashSet<(string, CallCampaignId?)> _seen = [];

    /// <summary>The row and what it makes; null where it makes nothing.</summary>
    public (PlannedBlock Row, BlockedNumber? After) Read(CsvRow row, Func<string> newId)
    {
        var found = Find(row["Campaign"]);
        var campaign = found is [var only] ? only : null;
        var number = BlockPattern.Read(row["Number"], campaign?.Country ?? "US", out var wrong);
        var expires = Expiry(row["Expires"]);
        var note = row["Note"];
        var error =
            number is null ? wrong
            : row.Has("Campaign") && found.Count == 0
                ? Phrase.Of($"There is no campaign “{row["Campaign"]}”: give its id or its exact name.")
            : found.Count > 1 ? Phrase.Of($"{found.Count} campaigns are called “{row["Campaign"]}”: give the id.")
            : row.Has("Expires") && expires is null ? "A day as 2026-01-31, or a time as 2026-01-31T09:30:00Z."
            : expires <= now ? "The expiry lies in the past."
            : note.Length > 200 ? "A note has at most 200 characters."
            : !_seen.Add((number, campaign?.Id)) ? Phrase.Of($"{number} stands in an earlier row too.")
            : null;
        if (error is not null)
            return (Plan(BlockedNumberVerdict.Error, error), null);
        var before = _known.GetValueOrDefault((number!, campaign?.Id));
        if (before is not null && before.ExpiresAt == expires && before.Note == note)
            return (Plan(BlockedNumberVerdict.Same), null);
        var id = before?.Id ?? new BlockedNumberId("BL" + newId());
        return (
            Plan(before is null ? BlockedNumberVerdict.Add : BlockedNumberVerdict.Change),
            new BlockedNumber(id, number!, campaign?.Id, note, expires, by, before?.CallId, now)
        );

        PlannedBlock Plan(BlockedNumberVerdict verdict, Phrase? message = null) =>
            new(row.No, number ?? row["Number"], campaign?.Name ?? (row.Has("Campaign") ? row["Campaign"] : null), verdict, message);
    }

    /// <summary>A day counts whole, in the instance's zone.</summary>
    private Instant? Expiry(string text)
    {
        if (text.Length == 0)
            return null;
        var validation = new Validation();
        var range = TimeRange.Read(validation, null, text, zone, TimeRange.All);
        return validation.HasErrors ? null : range.To;
    }

    /// <summary>By id, else by name whatever its capitals.</summary>
    private List<CallCampaign> Find(string text)
    {
        if (text.Length == 0)
            return [];
        var byId = campaigns.Where(c => c.Id.Value == text).ToList();
        return byId.Count > 0 ? byId : [.. campaigns.Where(c => c.Name.Equals(text, StringComparison.OrdinalIgnoreCase))];
    }
}
