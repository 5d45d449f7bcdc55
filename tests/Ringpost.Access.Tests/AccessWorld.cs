using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Settings;
using Ringpost.Testing;

namespace Ringpost.Access.Tests;

/// <summary>The module as the host composes it, over a test database.</summary>
public sealed class AccessWorld : IAsyncDisposable
{
    private readonly TestDatabase _test;
    private readonly ServiceProvider _services;

    private AccessWorld(TestDatabase test)
    {
        _test = test;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(test.Database);
        services.AddSingleton(test.Configuration);
        services.AddSingleton(Options.Create(new StorageOptions { Data = test.Options.Data }));
        services.AddSingleton<Identifiers>();
        services.AddSingleton<SecretBox>();
        services.AddSingleton(new PublicUrls(new Uri("http://127.0.0.1:5080"), new Uri("http://127.0.0.1:5080")));
        services.AddAccess(
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["SignIn:FailuresToLock"] = "3" }).Build()
        );
        _services = services.BuildServiceProvider();
    }

    public static Actor Reader { get; } = new("user:999", "Reader", Role.ReadOnly, Rights: [Permission.SeeRevenue]);

    public Database Database => _test.Database;

    public static async Task<AccessWorld> OpenAsync(Dialect dialect) =>
        new(await TestDatabase.OpenAsync(dialect, TimeProvider.System, AccessModule.Schema));

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public IServiceScope Scope() => _services.CreateScope();

    public Task<Instance> InstanceAsync() => Database.ReadAsync(Instance.ReadAsync);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _test.DisposeAsync();
    }
}
