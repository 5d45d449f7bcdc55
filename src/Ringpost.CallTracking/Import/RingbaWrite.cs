using Dapper;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Numbers;
using Ringpost.Delivery.Credentials;
using Ringpost.Primitives;
using Ringpost.Storage;
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
    TimeSpan numberRest,
    AdoptCredential credentials
)
{
    private static readonly IReadOnlySet<string> Nothing = new HashSet<string>();

    /// <summary>Stores the book, or finds out what would become of it; answers the configuration as it is then.</summary>
    public static Task<CallConfiguration> StoreAsync(
        Database database,
        RingbaBook book,
        Actor actor,
        bool dryRun,
        bool update,
        ConfigurationVersion configuration,
        Identifiers identifiers,
        TimeSpan numberRest,
        AdoptCredential credentials,
        CancellationToken cancellation
    )
    {
        // The keys of those who give numbers away and block them; ids are Ringba's, so that nobody else makes the same.
        var keys = WriteKeys.Of("import", NumberHoldsSql.Key, "blocked-numbers");
        book.Log.Mark();
        async Task<CallConfiguration> WriteAsync(WriteUnit unit)
        {
            book.Log.Restart();
            await new RingbaWrite(book, unit, actor, update, configuration, identifiers, numberRest, credentials).RunAsync();
            return await CallConfigurationSql.LoadAsync(unit.Connection);
        }

        return dryRun ? database.ForeseeAsync(keys, WriteAsync, cancellation) : database.WriteAsync(keys, WriteAsync, cancellation);
    }

    private async Task RunAsync()
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
        await NumbersAsync(campaigns, publishers);
        await BlocksAsync(campaigns);
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

    /// <summary>True where the thing names none or one that is here; else false, and the thing is left out.</summary>
    private static bool Finds<T>(RingbaSubject it, string what, RingbaPlace<T> place, string? key)
        where T : notnull
    {
        if (key is null || place.Has(key))
            return true;
        it.LeaveOut(RingbaReason.ReferenceMissing, $"Its {what} {key} is not here.");
        return false;
    }

    private async Task<IReadOnlySet<string>> ArchivedAsync(string table) =>
        (await unit.Connection.QueryAsync<string>($"SELECT id FROM {table} WHERE archived_at IS NOT NULL")).ToHashSet();

    private static Dictionary<string, T> Living<T>(IEnumerable<T> all, Func<T, string> id, IReadOnlySet<string> archived) =>
        all.Where(t => !archived.Contains(id(t))).ToDictionary(id);
}
