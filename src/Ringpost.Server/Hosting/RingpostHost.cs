using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Ringpost.Access;
using Ringpost.Access.Setup;
using Ringpost.Api;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Postbacks;
using Ringpost.Storage.Migrations;
using Ringpost.Storage.Secrets;

namespace Ringpost.Server.Hosting;

/// <summary>The web host: what listens, what every request passes, what is mapped.</summary>
public static partial class RingpostHost
{
    public static WebApplication Build(IReadOnlyDictionary<string, string?> flags, Action<WebApplicationBuilder>? change = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = "ringpost" }
        );
        HostSettings.Add(builder.Configuration, flags);
        AddLogging(builder);
        builder.WebHost.UseKestrel(
            (host, kestrel) =>
            {
                kestrel.Configure(host.Configuration.GetSection("Kestrel"));
                kestrel.AddServerHeader = false;
                KestrelLimits.Set(kestrel.Limits);
            }
        );
        builder.WebHost.UseUrls([.. HostSettings.ListenOn(builder.Configuration), .. MetricsUrl(builder.Configuration)]);
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);

        builder.Services.AddRouting();
        builder.Services.AddPooledContexts();
        builder.Services.AddSingleton(HostSettings.FindUrls(builder.Configuration).Urls);
        // Before the API's own handler: a person on a page gets a page.
        builder.Services.AddExceptionHandler<ErrorPages>();
        builder.Services.AddModules(builder.Configuration);
        builder.Services.Configure<ProblemDetailsOptions>(o => o.CustomizeProblemDetails = ErrorPages.NameTypes);
        Metrics.AddMetrics(builder.Services);
        ApiDocument.Add(builder.Services);
        var roles = NodeRoles.Read(builder.Configuration);
        roles.Trim(builder.Services);
        change?.Invoke(builder);

        var app = builder.Build();
        Use(app, roles);
        HealthRoutes.Map(app);
        if (roles.Web)
            MapWeb(app);
        // Named here, so that StartAsync can make the routes before the pipeline asks for them.
        app.UseEndpoints(_ => { });
        return app;
    }

    public static void Migrate(WebApplication app, CancellationToken cancellation)
    {
        app.Services.GetRequiredService<SecretBox>().Prepare();
        app.Services.GetRequiredService<Migrator>().Run(cancellation);
    }

    /// <summary>
    /// Brings the schema up to date, listens, and then tells a person what there is to know: where an address was guessed, and the set-up link. A
    /// server that can't listen ends before it shows a link that leads nowhere.
    /// </summary>
    public static async Task StartAsync(WebApplication app, CancellationToken cancellation)
    {
        ListenCheck.Run(app.Configuration);
        // Some 370 routes and pages take as long as all else in a start, and the database needs none of them.
        var routes = Task.Run(() => app.Services.GetRequiredService<EndpointDataSource>().Endpoints, cancellation);
        Migrate(app, cancellation);
        await routes;
        var (urls, guessed) = HostSettings.FindUrls(app.Configuration);
        if (guessed)
            LogGuessedUrl(app.Logger, urls.Public);
        await app.StartAsync(cancellation);
        if (
            NodeRoles.Read(app.Configuration).Web
            && await app.Services.GetRequiredService<SetupLink>().PrepareAsync(cancellation) is { } link
        )
        {
            // Not through the log: a log is kept and sent around, this link makes an administrator.
            System.Console.WriteLine($"First start: create the administrator at {link}");
            System.Console.WriteLine("The link works once. A new start prints a new one.");
        }
    }

    private static void Use(WebApplication app, NodeRoles roles)
    {
        app.UseTrustedProxies(app.Configuration);
        app.UseMetricsPort(Metrics.Port(app.Configuration));
        if (roles.Web)
            app.UseClicks();
        app.UseSecurityHeaders();
        if (roles.Web)
            app.UsePostbacks();
        app.UseContextAccessor();
        app.UseExceptionHandler();
        app.UseStatusCodePages(ErrorPages.ShowStatusAsync);
        app.UseRouting();
        app.UseAccess();
        app.UseApi();
        app.UseMiddleware<OnceMiddleware>();
    }

    private static void MapWeb(WebApplication app)
    {
        app.MapPrometheusScrapingEndpoint("/metrics");
        ApiDocument.Map(app);
        app.MapAccessPages();
        RootRoute.Map(app);
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, "ringpost.staticwebassets.endpoints.json")))
            app.MapStaticAssets().AllowAnonymous();
        app.MapModules();
    }

    private static string[] MetricsUrl(IConfiguration configuration) =>
        Metrics.Port(configuration) is { } port ? [$"http://127.0.0.1:{port}"] : [];

    private static void AddLogging(WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.Logging.AddFilter("Ringpost.Access.Keys", LogLevel.Warning);
        // It logs nothing above Information; while it is on, the host makes a trace and a log scope for each request.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // After our own choice, so that the setting wins.
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        // A person at a terminal reads lines; whatever collects logs reads JSON.
        if (System.Console.IsOutputRedirected)
            builder.Logging.AddJsonConsole(o => (o.UseUtcTimestamp, o.TimestampFormat) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ"));
        else
            builder.Logging.AddSimpleConsole(o => (o.SingleLine, o.TimestampFormat) = (true, "HH:mm:ss "));
    }

    [LoggerMessage(
        EventId = 6000,
        Level = LogLevel.Warning,
        Message = "PublicUrl is not set and only wildcard addresses are listened on: taking {Url}, which carriers can't reach"
    )]
    private static partial void LogGuessedUrl(ILogger log, Uri url);
}
