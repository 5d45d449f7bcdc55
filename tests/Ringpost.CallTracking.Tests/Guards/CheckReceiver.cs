using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ringpost.Api;
using Ringpost.CallTracking.Guards;
using Ringpost.CallTracking.Tests.Calls;
using Ringpost.Delivery;
using Ringpost.Delivery.GuardedHttp;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Secrets;
using Ringpost.Testing;

namespace Ringpost.CallTracking.Tests.Guards;

/// <summary>A server that is asked about calls and answers as it is told, and the check that asks it through the guarded client.</summary>
internal sealed class CheckReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ServiceProvider _services;

    private CheckReceiver(WebApplication app, ServiceProvider services, Uri address) =>
        (_app, _services, Address) = (app, services, address);

    public Uri Address { get; }

    public ConcurrentQueue<string> Asked { get; } = new();

    public int Status { get; set; } = 200;

    public string Answer { get; set; } = "{}";

    /// <summary>Takes the request and never answers.</summary>
    public bool Hangs { get; set; }

    /// <summary>The world's calls are asked about from now on.</summary>
    public static async Task<CheckReceiver> StartAsync(CallWorld world, bool allowPrivate = true)
    {
        var address = new Uri($"http://127.0.0.1:{PrivatePostgres.FreePort()}");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel().UseUrls(address.GetLeftPart(UriPartial.Authority));
        var app = builder.Build();

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder()
                .AddInMemoryCollection([new("Delivery:AllowPrivateAddresses", $"{allowPrivate}"), new("Delivery:Timeout", "00:02:00")])
                .Build()
        );
        services.AddSingleton(world.Database).AddSingleton(TimeProvider.System).AddSingleton<Identifiers>();
        var own = new Uri("https://calls.example.com");
        services.AddSingleton(new PublicUrls(own, own));
        services.AddSingleton(new SecretBox(Options.Create(new StorageOptions { MasterKey = "01234567890123456789012345678901" })));
        services.AddLogging();
        services.AddDelivery(worker: false);
        var provider = services.BuildServiceProvider();
        var receiver = new CheckReceiver(app, provider, address);
        app.Run(receiver.TakeAsync);
        await app.StartAsync();
        world.Check = new AskCheck(world.Database, provider.GetRequiredService<AskUrl>());
        return receiver;
    }

    /// <summary>Patient beyond what a person may set: a busy machine is no slow receiver.</summary>
    public CheckSetting Setting(CheckFailure whenUnanswered = CheckFailure.Pass, int milliseconds = 100_000, string tail = "check") =>
        new(Address + tail, milliseconds, whenUnanswered);

    private async Task TakeAsync(HttpContext http)
    {
        Asked.Enqueue(http.Request.Path + http.Request.QueryString);
        if (Hangs)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted)
                .ContinueWith(_ => { }, TaskScheduler.Default);
        http.Response.StatusCode = Status;
        await http.Response.WriteAsync(Answer);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _services.DisposeAsync();
    }
}
