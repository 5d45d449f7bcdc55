using Microsoft.Data.Sqlite;
using Npgsql;
using Ringpost.Attribution.Adjustments;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Reports;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Postbacks;

/// <summary>
/// The last step of a postback: stores a list of them in one transaction, each step for the whole list before the next one begins. A step
/// costs no statement where nothing of its kind is configured.
/// </summary>
internal sealed class PostbackWriter(Firing firing) : BatchWriter<PostbackItem, WrittenPostback>
{
    private readonly ConversionInsert _conversions = new(new DuplicateResolver(firing));
    private readonly ConversionClicks _clicks = new(new DuplicateResolver(firing));
    private readonly AffiliatePostbackStep _affiliatePostbacks = new(firing);
    private readonly PixelLogInsert _pixelLog = new();

    public override Task<WrittenPostback[]> WriteSqliteAsync(
        IReadOnlyList<PostbackItem> items,
        SqliteConnection connection,
        WriteUnit unit
    ) => WriteAsync(items, unit);

    public override Task<WrittenPostback[]> WritePostgresAsync(
        IReadOnlyList<PostbackItem> items,
        NpgsqlConnection connection,
        WriteUnit unit
    ) => WriteAsync(items, unit);

    private async Task<WrittenPostback[]> WriteAsync(IReadOnlyList<PostbackItem> items, WriteUnit unit)
    {
        var batch = new PostbackBatch(items, unit);
        await _pixelLog.NumberAsync(batch);
        // 0: what a click's session may bring once.
        await _clicks.ClaimAsync(batch);
        // 1 and 2: the unique indexes decide what is new; what ran into a stored record is settled.
        await _conversions.RunAsync(batch);
        // 3: a place in the caps.
        await CapStep.RunAsync(batch);
        await _clicks.SettleAsync(batch);
        await OrderStep.RunAsync(batch);
        await AdvertiserValuesStep.RunAsync(batch);
        // What settles those that are pending.
        await OpenQuestionsStep.RunAsync(batch);
        // 4: what affiliates are told.
        await _affiliatePostbacks.RunAsync(batch);
        // 5: what the reports count.
        ReportStep.Run(batch);
        // 6: the log, with what came of each.
        await _pixelLog.RunAsync(batch);
        return batch.Written;
    }
}
