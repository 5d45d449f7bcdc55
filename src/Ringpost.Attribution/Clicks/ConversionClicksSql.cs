using System.Data.Common;
using Dapper;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Postbacks;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Clicks;

/// <summary>The click behind a conversion, and the one place that a click has for an event.</summary>
internal static class ConversionClicksSql
{
    private const string Insert =
        "INSERT INTO conversion_clicks (click_id, event_id, dedup_no, conversion_id, session_id, click_at, click_ip, click_referrer, click_user_agent, udid, html_shown) "
        + "VALUES (@Click, @Event, @dedupNo, @conversion, @Session, @ClickAt, @Ip, @Referrer, @UserAgent, @Udid, 0)";

    /// <summary>False where another conversion has the place; waits for one that is being written.</summary>
    public static async Task<bool> ClaimAsync(WriteUnit unit, ConversionDraft draft) =>
        await unit.Connection.ExecuteAsync(Insert + " ON CONFLICT DO NOTHING", Row(draft, 0, null)) == 1;

    public static Task InsertAsync(WriteUnit unit, ConversionDraft draft, ConversionId conversion) =>
        unit.Connection.ExecuteAsync(Insert, Row(draft, conversion.Value, conversion.Value));

    public static Task AttachAsync(WriteUnit unit, ConversionDraft draft, ConversionId conversion) =>
        unit.Connection.ExecuteAsync(
            "UPDATE conversion_clicks SET conversion_id = @conversion WHERE click_id = @Click AND event_id = @Event AND dedup_no = 0",
            Row(draft, 0, conversion.Value)
        );

    public static Task ReleaseAsync(WriteUnit unit, ConversionDraft draft) =>
        unit.Connection.ExecuteAsync(
            "DELETE FROM conversion_clicks WHERE click_id = @Click AND event_id = @Event AND dedup_no = 0",
            Row(draft, 0, null)
        );

    public static Task<long?> FindAsync(WriteUnit unit, ConversionDraft draft) =>
        unit.Connection.ExecuteScalarAsync<long?>(
            "SELECT conversion_id FROM conversion_clicks WHERE click_id = @Click AND event_id = @Event AND dedup_no = 0",
            Row(draft, 0, null)
        );

    /// <summary>So that a refused pixel of a browser can be run again.</summary>
    public static Task KeepSessionAsync(WriteUnit unit, long pixelLogId, PostbackArrival arrival) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO pixel_log_sessions (pixel_log_id, session_id, at) VALUES (@pixelLogId, @Session, @At)",
            new
            {
                pixelLogId,
                arrival.Session,
                arrival.At,
            }
        );

    /// <summary>0 where the request had no cookie.</summary>
    public static Task<long> FindSessionAsync(DbConnection connection, long pixelLogId) =>
        connection.ExecuteScalarAsync<long>(
            "SELECT COALESCE((SELECT session_id FROM pixel_log_sessions WHERE pixel_log_id = @pixelLogId), 0)",
            new { pixelLogId }
        );

    /// <summary>True for the first that shows the conversion's HTML pixels.</summary>
    public static async Task<bool> ShowAsync(WriteUnit unit, ConversionId conversion) =>
        await unit.Connection.ExecuteAsync(
            "UPDATE conversion_clicks SET html_shown = 1 WHERE conversion_id = @conversion AND html_shown = 0",
            new { conversion }
        ) == 1;

    /// <summary>What decides whether a stored conversion is told, now that a browser came for it; null where it is not approved.</summary>
    public static async Task<FireCase?> FindFireCaseAsync(WriteUnit unit, ConversionId conversion, ConversionDraft draft)
    {
        var stored = await unit.Connection.QuerySingleOrDefaultAsync<StoredFire>(
            "SELECT paid AS Paid, test AS Test FROM conversions WHERE id = @conversion AND disposition = 'approved'",
            new { conversion }
        );
        return stored is null
            ? null
            : new FireCase(
                draft.Plan!.IsDefaultEvent,
                stored.Test,
                draft.Plan.Published,
                draft.Plan.CampaignActive,
                stored.Paid,
                null,
                HasBrowser: true
            );
    }

    private static object Row(ConversionDraft draft, long dedupNo, long? conversion) =>
        new
        {
            Click = draft.Click!.Id,
            Event = draft.Event.Value,
            dedupNo,
            conversion,
            Session = draft.Click.SessionId,
            ClickAt = draft.Click.At,
            draft.Click.Ip,
            draft.Click.Referrer,
            draft.Click.UserAgent,
            draft.Click.Udid,
        };

    private sealed class StoredFire
    {
        public long Paid { get; init; }

        public bool Test { get; init; }
    }
}
