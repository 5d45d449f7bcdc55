using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Import;

/// <summary>Stores a book inside one transaction, in the order in which things name each other. Ids are Ringba's.</summary>
internal sealed partial class RingbaWrite(
    RingbaBook book,
    WriteUnit unit,
    Actor actor,
    bool update,
    ConfigurationVersion configuration,
    Identifiers identifiers,
    TimeSpan numberRest
)
{
    private static readonly IReadOnlySet<string> Nothing = new HashSet<string>();

    public async Task RunAsync()
    {
        var publishers = await PublishersAsync();
        var buyers = await BuyersAsync();
        var targets = await TargetsAsync(buyers);
        var pixels = await PixelsAsync();
        await UrlParametersAsync();
        var campaigns = await CampaignsAsync();
        await RoutesAsync(campaigns, targets);
        await PayoutsAsync(campaigns, publishers);
        await AttachAsync(campaigns, pixels);
        await new RingbaWriteNumbers(book, unit, actor, update, identifiers, numberRest).RunAsync(campaigns, publishers);
        if (!book.Log.HasChanges)
            return;
        await ChangeLogSql.AppendAsync(unit, actor, "import", "ringba", "import", null, new { source = "Ringba" });
        await configuration.RaiseAsync(unit);
    }

    private Task TakeAsync<T>(
        RingbaPlace<T> place,
        RingbaDraft<T> draft,
        Func<T, string> key,
        Func<T, Task> insert,
        Func<T, T, T> merge,
        Func<T, T, Task> store,
        CardOf? part = null
    )
        where T : notnull =>
        place.TakeAsync(
            unit,
            actor,
            draft,
            key(draft.Value),
            insert,
            update
                ? async (before, there) =>
                {
                    var after = merge(before, there);
                    await store(before, after);
                    return after;
                }
                : null,
            part
        );

    private async Task<IReadOnlySet<string>> ArchivedAsync(string table) =>
        (await unit.Connection.QueryAsync<string>($"SELECT id FROM {table} WHERE archived_at IS NOT NULL")).ToHashSet();

    private static Dictionary<string, T> Living<T>(IEnumerable<T> all, Func<T, string> id, IReadOnlySet<string> archived) =>
        all.Where(t => !archived.Contains(id(t))).ToDictionary(id);
}
