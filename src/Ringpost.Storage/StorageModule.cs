using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ringpost.Primitives;
using Ringpost.Storage.Erasure;
using Ringpost.Storage.Migrations;
using Ringpost.Storage.Once;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Timers;
using Ringpost.Storage.Waking;
using Ringpost.Storage.Writing;

namespace Ringpost.Storage;

/// <summary>What the module adds, in order.</summary>
public static class StorageModule
{
    public static readonly SchemaModule Schema = new("storage", 0, typeof(StorageModule).Assembly);

    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(s => s.GetRequiredService<IOptions<StorageOptions>>().Value);
        services.AddSingleton(Schema);
        services.AddSingleton<Identifiers>();
        services.AddSingleton<SecretBox>();
        services.AddSingleton(Open);
        services.AddSingleton<Migrator>();
        services.AddSingleton<ConfigurationVersion>();
        services.AddSingleton(s => new Snapshot<Instance>(
            s.GetRequiredService<Database>(),
            s.GetRequiredService<ConfigurationVersion>(),
            Instance.ReadAsync
        ));
        services.AddSingleton<Wake>();
        services.AddSingleton<Leases.Leases>();
        services.AddSingleton<RewriteTexts>();
        services.AddSingleton(new ErasableTexts("change_log", "id", "before", "after"));
        services.AddSingleton(new ErasableTexts("once", ["scope", "key"], "key", "answer"));
        services.AddHostedService<ConfigurationVersionWorker>();
        services.AddHostedService<WakeWorker>();
        services.AddHostedService<TimerWorker>();
        services.AddHostedService<OncePurgeWorker>();
        return services;
    }

    private static Database Open(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<StorageOptions>>().Value;
        var time = services.GetRequiredService<TimeProvider>();
        return options.Database.Length > 0
            ? new PostgresDatabase(options, time, services.GetRequiredService<ILogger<PostgresDatabase>>())
            : new SqliteDatabase(options, time, services.GetRequiredService<ILogger<SqliteDatabase>>());
    }
}
