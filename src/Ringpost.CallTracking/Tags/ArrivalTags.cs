using System.Data.Common;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Enrichment;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Tags;

/// <summary>
/// The tags that a call brings along: its number's own, and what was sent about the caller for that number (ringba.md 4.3, 12.2). They are
/// kept with the call, so that a later change of the number leaves it as it was.
/// </summary>
internal static class ArrivalTags
{
    public static async Task<IReadOnlyList<StoredTag>> CollectAsync(
        DbConnection connection,
        Instant now,
        TrackingNumber number,
        string caller
    )
    {
        var sent = number.Enriched && caller.Length > 0 ? await EnrichmentsSql.FindAsync(connection, now, number.Id, caller) : [];
        if (number.Tags.Values.Count == 0)
            return sent;
        return
        [
            .. number
                .Tags.Values.Select(tag => new StoredTag("DialedNumber", tag.Key, tag.Value, TagSource.Number))
                .Concat(sent)
                .DistinctBy(tag => tag.Key),
        ];
    }
}
