using System.Data.Common;
using Dapper;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Conversions;

/// <summary>The parts of a report of what is approved (<c>Reports/ReportRowsSql</c>), each row with what it is of.</summary>
internal static class ConversionEntriesSql
{
    private const string Approved = "approved";

    private const string Columns =
        "c.id AS ConversionId, c.at AS ConversionAt, c.advertiser_id AS AdvertiserId, c.affiliate_id AS AffiliateId, c.offer_id AS OfferId, "
        + "c.event_id AS EventId, c.currency AS Currency, c.test AS Test, ";

    /// <summary>Before the oldest move it was what that one moved it from.</summary>
    private const string First =
        "COALESCE((SELECT h.from_disposition FROM conversion_dispositions h WHERE h.conversion_id = c.id ORDER BY h.id LIMIT 1), c.disposition)";

    // What counts is chosen in memory, so that a read ends after so many rows however few of them count.
    public static async Task<(IReadOnlyList<ConversionEntry> Entries, ConversionEntryPlace? Next)> ListFirstAsync(
        DbConnection connection,
        TimeRange range,
        Instant recordedUntil,
        ConversionEntryPlace place,
        int limit
    )
    {
        var rows = await ListAsync(
            connection,
            $"SELECT {Columns}c.id AS Id, {First} AS Disposition, c.received AS Received, c.paid AS Paid, c.at AS EffectiveAt, c.arrived_at AS RecordedAt "
                + "FROM conversions c WHERE c.at >= @from AND c.at < @To AND (c.at, c.id) > (@At, @Id) ORDER BY c.at, c.id LIMIT @limit",
            new
            {
                from = place.At > range.From ? place.At : range.From,
                range.To,
                place.At,
                place.Id,
                limit,
            }
        );
        return (
            [
                .. rows.Where(r => !r.Test && r.Disposition == Approved && r.RecordedAt <= recordedUntil)
                    .Select(r => r.ToEntry(ConversionEntryKind.First, 1) with { RecordedAt = null, By = null }),
            ],
            rows.Count < limit
                ? ConversionEntryPlace.Of(ConversionEntryKind.Change)
                : new ConversionEntryPlace(place.Part, rows[^1].ConversionAt, rows[^1].Id)
        );
    }

    public static async Task<(IReadOnlyList<ConversionEntry> Entries, ConversionEntryPlace? Next)> ListChangesAsync(
        DbConnection connection,
        TimeRange range,
        Instant recordedUntil,
        ConversionEntryPlace place,
        int limit
    )
    {
        var rows = await ListAsync(
            connection,
            $"SELECT {Columns}l.id AS Id, COALESCE(l.disposition, {First}) AS Disposition, CASE WHEN l.side = 'received' THEN l.amount ELSE 0 END AS Received, "
                + "CASE WHEN l.side = 'paid' THEN l.amount ELSE 0 END AS Paid, COALESCE(l.effective_at, c.at) AS EffectiveAt, l.recorded_at AS RecordedAt, "
                + "l.actor_id AS Who, l.reason AS Reason FROM conversion_ledger l JOIN conversions c ON c.id = l.conversion_id "
                + "WHERE l.id > @Id ORDER BY l.id LIMIT @limit",
            new { place.Id, limit }
        );
        return (
            [
                .. rows.Where(r => r.Disposition == Approved && r.IsIn(range, recordedUntil))
                    .Select(r => r.ToEntry(ConversionEntryKind.Change, 0)),
            ],
            rows.Count < limit ? ConversionEntryPlace.Of(ConversionEntryKind.Move) : place with { Id = rows[^1].Id }
        );
    }

    public static async Task<(IReadOnlyList<ConversionEntry> Entries, ConversionEntryPlace? Next)> ListMovesAsync(
        DbConnection connection,
        TimeRange range,
        Instant recordedUntil,
        ConversionEntryPlace place,
        int limit
    )
    {
        var rows = await ListAsync(
            connection,
            $"SELECT {Columns}d.id AS Id, d.to_disposition AS Disposition, d.from_disposition AS Before, d.received AS Received, d.paid AS Paid, "
                + "d.effective_at AS EffectiveAt, d.recorded_at AS RecordedAt, d.actor_id AS Who, d.reason AS Reason "
                + "FROM conversion_dispositions d JOIN conversions c ON c.id = d.conversion_id WHERE d.id > @Id ORDER BY d.id LIMIT @limit",
            new { place.Id, limit }
        );
        return (
            [
                .. rows.Where(r => r.Disposition == Approved != (r.Before == Approved) && r.IsIn(range, recordedUntil))
                    .Select(r => r.ToEntry(ConversionEntryKind.Move, r.Disposition == Approved ? 1 : -1)),
            ],
            rows.Count < limit ? null : place with { Id = rows[^1].Id }
        );
    }

    private static async Task<List<Row>> ListAsync(DbConnection connection, string sql, object parameters) =>
        (await connection.QueryAsync<Row>(sql, parameters)).AsList();

    // Properties, not a constructor: SQLite knows no type of a computed column before it has a row.
    private sealed record Row
    {
        public ConversionId ConversionId { get; init; }
        public Instant ConversionAt { get; init; }
        public AdvertiserId AdvertiserId { get; init; }
        public AffiliateId AffiliateId { get; init; }
        public OfferId OfferId { get; init; }
        public OfferEventId EventId { get; init; }
        public string Currency { get; init; } = "";
        public bool Test { get; init; }
        public long Id { get; init; }
        public string Disposition { get; init; } = "";
        public string Before { get; init; } = "";
        public long Received { get; init; }
        public long Paid { get; init; }
        public Instant EffectiveAt { get; init; }
        public Instant RecordedAt { get; init; }
        public string? Who { get; init; }
        public string? Reason { get; init; }

        public bool IsIn(TimeRange range, Instant recordedUntil) =>
            !Test && EffectiveAt >= range.From && EffectiveAt < range.To && RecordedAt <= recordedUntil;

        /// <param name="count">Of a move out of what is approved -1: its amounts go.</param>
        public ConversionEntry ToEntry(ConversionEntryKind kind, int count) =>
            new(
                kind,
                Id,
                ConversionId,
                ConversionAt,
                AdvertiserId,
                AffiliateId,
                OfferId,
                EventId,
                count,
                count < 0 ? -Received : Received,
                count < 0 ? -Paid : Paid,
                Primitives.Currency.TryParse(Currency, out var currency) ? currency : Primitives.Currency.Usd,
                EffectiveAt,
                RecordedAt,
                Who,
                Reason
            );
    }
}
