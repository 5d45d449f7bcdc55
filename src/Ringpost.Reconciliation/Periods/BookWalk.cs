using System.Globalization;
using Ringpost.Attribution.Conversions;
using Ringpost.CallTracking.Earnings;
using Ringpost.Primitives;

namespace Ringpost.Reconciliation.Periods;

/// <summary>
/// Every amount of both books that a document may hold, piece by piece, each read short (architecture 4.13): calls' first amounts and changes,
/// conversions as far as they are approved. Always from the beginning: only so is what committed late never passed over (decision 0018).
/// </summary>
internal sealed class BookWalk(ListCallEntries calls, ListConversionEntries conversions)
{
    /// <summary>Records of one read, and amounts of one write: on SQLite others wait for as long.</summary>
    public const int Piece = 1000;

    /// <param name="range">By the day on which an amount counts.</param>
    /// <param name="recordedUntil">Changes recorded later are left out.</param>
    public async IAsyncEnumerable<IReadOnlyList<BookEntry>> ReadAsync(
        Actor actor,
        TimeRange range,
        TimeZoneInfo zone,
        Instant recordedUntil,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        for (var place = CallEntryPlace.Start; place is not null; )
        {
            (var entries, place) = (await calls.RunAsync(actor, range, zone, recordedUntil, place, Piece, cancellation)).Value;
            if (entries.Count > 0)
                yield return [.. entries.Select(e => Of(e, zone))];
        }

        for (var place = ConversionEntryPlace.Start; place is not null; )
        {
            (var entries, place) = (await conversions.RunAsync(actor, range, recordedUntil, place, Piece, cancellation)).Value;
            BookEntry[] both = [.. entries.SelectMany(e => Of(e, zone)).Where(e => e.Amount != 0)];
            if (both.Length > 0)
                yield return both;
        }
    }

    private static BookEntry Of(CallEntry entry, TimeZoneInfo zone) =>
        new(
            entry.Kind switch
            {
                CallEntryKind.Leg => BookSource.CallLeg,
                CallEntryKind.Payout => BookSource.CallPayout,
                CallEntryKind.Change => BookSource.CallChange,
            },
            entry.Key,
            new Account(entry.IsPayout ? DocumentKind.PublisherStatement : DocumentKind.BuyerBill, entry.Party ?? "", entry.Currency),
            entry.Amount,
            entry.Kind == CallEntryKind.Change ? 0 : 1,
            entry.CampaignId.Value,
            "",
            entry.IsPayout ? BookSource.CallPayout : BookSource.CallLeg,
            entry.FirstKey,
            entry.CallId.Value,
            entry.CallAt,
            entry.EffectiveDay ?? Day(entry.CallAt, zone),
            entry.RecordedAt,
            entry.By,
            entry.Reason
        );

    private static IEnumerable<BookEntry> Of(ConversionEntry entry, TimeZoneInfo zone)
    {
        var source = entry.Kind switch
        {
            ConversionEntryKind.First => BookSource.Conversion,
            ConversionEntryKind.Change => BookSource.ConversionChange,
            ConversionEntryKind.Move => BookSource.ConversionMove,
        };
        BookEntry Side(DocumentKind kind, long party, long amount) =>
            new(
                source,
                entry.Id.ToString(CultureInfo.InvariantCulture),
                new Account(kind, party.ToString(CultureInfo.InvariantCulture), entry.Currency),
                amount,
                entry.Count,
                $"{entry.OfferId}",
                $"{entry.EventId}",
                BookSource.Conversion,
                $"{entry.ConversionId}",
                $"{entry.ConversionId}",
                entry.ConversionAt,
                Day(entry.EffectiveAt, zone),
                entry.RecordedAt,
                entry.By,
                entry.Reason
            );
        yield return Side(DocumentKind.AdvertiserBill, entry.AdvertiserId.Value, entry.Received);
        yield return Side(DocumentKind.AffiliateStatement, entry.AffiliateId.Value, entry.Paid);
    }

    internal static string Day(Instant at, TimeZoneInfo zone) =>
        TimeZones.InZone(at, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
