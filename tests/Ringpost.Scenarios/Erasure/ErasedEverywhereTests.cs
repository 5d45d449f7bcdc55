using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using Ringpost.Access;
using Ringpost.Attribution;
using Ringpost.CallTracking;
using Ringpost.CallTracking.Erasure;
using Ringpost.Delivery;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Erasure;
using Ringpost.Telephony;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Erasure;

/// <summary>The number of one caller in every text column of every table that can hold one, then erased: none is left, no other value changed.</summary>
public sealed class ErasedEverywhereTests
{
    private const string Caller = "+16615550106";
    private const string Text = "a +16615550106, b %2B16615550106, c (661) 555-0106 d";

    [Theory, EachDatabase]
    public async Task Every_text_column_is_walked_through_or_known_to_hold_no_callers_number(Dialect dialect)
    {
        await using var test = await OpenAsync(dialect);
        var walked = Tables().SelectMany(t => t.Columns, (t, column) => (t.Table, column)).ToHashSet();
        string[] unknown =
        [
            .. (await StoredTexts.ColumnsAsync(test.Database))
                .Where(c => c.Type == "text" && !walked.Contains((c.Table, c.Name)) && !ErasableColumns.HoldsNone(c.Table, c.Name))
                .Select(c => $"{c.Table}.{c.Name}"),
        ];
        Assert.True(unknown.Length == 0, string.Join('\n', unknown));
    }

    [Theory, EachDatabase]
    public async Task A_number_that_stands_everywhere_is_nowhere_afterwards(Dialect dialect)
    {
        await using var test = await OpenAsync(dialect);
        await using var services = Services(test).BuildServiceProvider();
        await FillAsync(test);
        Assert.NotEmpty(await StoredTexts.FindAsync(test.Database, "6615550106"));
        var before = await OthersAsync(test.Database);

        var erased = (await services.GetRequiredService<EraseCaller>().RunAsync(Actor.System, new(Caller))).Value;
        Assert.Equal(1, erased.Calls);
        await WalkAsync(services, erased.Id);

        Assert.Empty(await StoredTexts.FindAsync(test.Database, "555010"));
        Assert.Empty(await StoredTexts.FindAsync(test.Database, "555-010"));
        Assert.Equal(before, await OthersAsync(test.Database));
        var done = (await services.GetRequiredService<ListErasures>().FindAsync(Actor.System, erased.Id)).Value;
        Assert.True(done.RowsCleaned >= Tables().Count - 5, $"{done.RowsCleaned} rows");
    }

    /// <summary>The worker alone of all: the rows here are nothing that others could work with.</summary>
    private static async Task WalkAsync(ServiceProvider services, CallerErasureId id)
    {
        var type = Services(null).Select(s => s.ImplementationType).Single(t => t?.Name == "ErasureWorker")!;
        var worker = (IHostedService)ActivatorUtilities.CreateInstance(services, type);
        await worker.StartAsync(default);
        await Eventually.TrueAsync(
            async () => (await services.GetRequiredService<ListErasures>().FindAsync(Actor.System, id)).Value.RowsCleaned > 0,
            "the texts were walked through"
        );
        await worker.StopAsync(default);
    }

    /// <summary>All that is no text: amounts, counts, times.</summary>
    private static async Task<string> OthersAsync(Database database)
    {
        var lines = new List<string>();
        foreach (
            var table in (await StoredTexts.ColumnsAsync(database))
                .Where(c => c.Type != "text" && c.Table is not ("caller_erasures" or "call_recordings" or "change_log" or "schema_journal"))
                .GroupBy(c => c.Table)
        )
        {
            // What hashes a text changes with it.
            string[] columns = [.. table.Select(c => c.Name).Where(n => n is not "transaction_hash").Order(StringComparer.Ordinal)];
            if (columns.Length == 0 || table.Key is "enrichments" or "blocked_numbers" or "test_numbers" or "leases")
                continue;
            var rows = await database.ReadAsync(c =>
                c.QueryAsync($"SELECT {string.Join(", ", columns)} FROM {table.Key} ORDER BY {string.Join(", ", columns)}")
            );
            lines.AddRange(rows.Select(r => $"{table.Key}: {string.Join(", ", (IDictionary<string, object>)r)}"));
        }

        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    /// <summary>A row in each table, with the number in each of its texts that is walked through, and a call, a block and the like of the caller.</summary>
    private static async Task FillAsync(TestDatabase test)
    {
        var columns = (await StoredTexts.ColumnsAsync(test.Database)).ToLookup(c => c.Table);
        await using var connection = await OpenFreelyAsync(test);
        foreach (var table in Tables().Append(new ErasableTexts("calls", "id", "recording_url")))
        {
            var names = columns[table.Table]
                .Where(c => c.Required || table.Key.Contains(c.Name) || table.Columns.Contains(c.Name))
                .ToList();
            var parameters = new DynamicParameters();
            foreach (var column in names)
                parameters.Add(
                    column.Name,
                    (table.Table, column.Name) switch
                    {
                        ("calls", "caller") or ("enrichments", "caller") or ("blocked_numbers", "number") or ("test_numbers", "number") =>
                            Caller,
                        ("calls", "id") or (_, "call_id") => "one",
                        ("conversions", "transaction_id") => Caller,
                        _ when table.Columns.Contains(column.Name) => Text,
                        _ when column.Type == "text" => "x",
                        // Beyond what the database gives out by itself.
                        _ => 1000L,
                    }
                );
            await connection.ExecuteAsync(
                $"INSERT INTO {table.Table} ({string.Join(", ", names.Select(c => c.Name))}) "
                    + test.Database.Pick("", "OVERRIDING SYSTEM VALUE ")
                    + $"VALUES ({string.Join(", ", names.Select(c => "@" + c.Name))})",
                parameters
            );
        }
    }

    /// <summary>A connection that asks for no rows of other tables.</summary>
    private static async Task<DbConnection> OpenFreelyAsync(TestDatabase test)
    {
        if (test.Options.Database.Length == 0)
        {
            var sqlite = new SqliteConnection(
                $"Data Source={Path.Combine(test.Options.Data, "ringpost.db")};Pooling=False;Foreign Keys=False"
            );
            await sqlite.OpenAsync();
            return sqlite;
        }

        var postgres = new NpgsqlConnection(test.Options.Database);
        await postgres.OpenAsync();
        await postgres.ExecuteAsync("SET session_replication_role = replica");
        return postgres;
    }

    private static Task<TestDatabase> OpenAsync(Dialect dialect) =>
        TestDatabase.OpenAsync(
            dialect,
            TimeProvider.System,
            o => o.MasterKey = "01234567890123456789012345678901",
            AccessModule.Schema,
            DeliveryModule.Schema,
            CallTrackingModule.Schema,
            TelephonyModule.Schema,
            AttributionModule.Schema
        );

    private static List<ErasableTexts> Tables() => [.. Services(null).Select(s => s.ImplementationInstance).OfType<ErasableTexts>()];

    private static ServiceCollection Services(TestDatabase? test)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddStorage(new ConfigurationBuilder().Build());
        services.AddDelivery();
        services.AddCallTracking();
        services.AddTelephony();
        services.AddAttribution();
        if (test is not null)
        {
            services.AddSingleton(test.Database);
            services.AddSingleton<IOptions<StorageOptions>>(Options.Create(test.Options));
        }

        return services;
    }
}
