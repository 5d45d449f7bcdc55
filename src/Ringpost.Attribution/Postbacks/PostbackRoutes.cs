using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.TestConsole;
using Ringpost.Storage;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Settings;

namespace Ringpost.Attribution.Postbacks;

/// <summary>What postback ingest adds and maps. Its paths are open: a postback proves itself by address, token or signature (cake.md 2.3a).</summary>
public static class PostbackRoutes
{
    /// <summary>16 KB of target with method and version around it (cake.md 2.3a); a longer line gets the server's own 4xx.</summary>
    private const int LongestRequestLine = (16 * 1024) + 256;

    internal static void Add(IServiceCollection services)
    {
        services.AddMetrics();
        services.AddOptions<PostbackOptions>().BindConfiguration("Postback").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ClicklessOptions>().BindConfiguration("Clickless");
        services.AddOptions<RateLimitOptions>().BindConfiguration("RateLimit").ValidateDataAnnotations().ValidateOnStart();
        services.Configure<KestrelServerOptions>(o =>
            o.Limits.MaxRequestLineSize = Math.Max(o.Limits.MaxRequestLineSize, LongestRequestLine)
        );
        services.AddSingleton(s => new Snapshot<PublicIds>(
            s.GetRequiredService<Database>(),
            s.GetRequiredService<ConfigurationVersion>(),
            PublicIds.LoadAsync
        ));
        services.AddSingleton(s => new PostbackDecision(s.GetRequiredService<IOptions<ClicklessOptions>>().Value));
        services.AddSingleton(s => new PostbackWriter(s.GetRequiredService<Firing>()));
        services.AddSingleton(s => new BatchLane<PostbackItem, WrittenPostback>(
            s.GetRequiredService<Database>(),
            s.GetRequiredService<PostbackWriter>(),
            s.GetRequiredService<IOptions<StorageOptions>>().Value,
            s.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<RateLimit>();
        services.AddSingleton<RefusalCounts>();
        services.AddHostedService(s => s.GetRequiredService<RefusalCounts>());
        services.AddSingleton<PostbackEndpoint>();
        services.AddOptions<PixelLogOptions>().BindConfiguration("PixelLog").ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<PixelLogCountWorker>();
        services.AddHostedService<PixelLogRetention>();
        services.AddSingleton<ListPixelLogCounts>();
        services.AddSingleton<ListPixelLog>();
        services.AddSingleton<GetPixelLogRow>();
        services.AddSingleton(s => new PostbackReplay(
            s.GetRequiredService<Snapshot<Configuration.OfferConfiguration>>(),
            s.GetRequiredService<Snapshot<PublicIds>>(),
            s.GetRequiredService<PostbackWriter>(),
            s.GetRequiredService<PostbackDecision>()
        ));
        services.AddSingleton(s => new RunAgain(s.GetRequiredService<Database>(), s.GetRequiredService<PostbackReplay>()));
        services.AddSingleton(s => new RunAgainMatching(
            s.GetRequiredService<Database>(),
            s.GetRequiredService<PostbackReplay>(),
            s.GetRequiredService<RunAgain>()
        ));
        services.AddSingleton(s => new TestPostback(s.GetRequiredService<Database>(), s.GetRequiredService<PostbackReplay>()));
    }

    /// <summary>
    /// Answers postbacks before routing, fault pages and sign-in, none of which they need: on the hot path each costs more than reading the
    /// postback does. What is neither GET nor POST, or spells a path otherwise, comes to <see cref="MapPostbacks"/> in the end.
    /// </summary>
    public static void UsePostbacks(this IApplicationBuilder app)
    {
        var endpoint = app.ApplicationServices.GetRequiredService<PostbackEndpoint>();
        app.Use(next => http => FindPath(http.Request) is { } path ? endpoint.RunAsync(http, path) : next(http));
    }

    private static PostbackPath? FindPath(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsPost(request.Method) ? null
        : "/m.ashx".Equals(request.Path.Value, StringComparison.OrdinalIgnoreCase) ? PostbackPath.M
        : "/p.ashx".Equals(request.Path.Value, StringComparison.OrdinalIgnoreCase) ? PostbackPath.P
        : null;

    /// <summary>Maps the tracking paths on the root, outside the API: GET and POST, in any case of letters.</summary>
    public static void MapPostbacks(this IEndpointRouteBuilder root)
    {
        var endpoint = root.ServiceProvider.GetRequiredService<PostbackEndpoint>();
        string[] methods = [HttpMethods.Get, HttpMethods.Post];
        string[] others = [HttpMethods.Head, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete, HttpMethods.Options];
        // Nobody is signed in here: routing answers at once, without the sign-in and what else follows it.
        root.MapMethods("/p.ashx", methods, http => endpoint.RunAsync(http, PostbackPath.P))
            .AllowAnonymous()
            .ExcludeFromDescription()
            .ShortCircuit();
        root.MapMethods("/m.ashx", methods, http => endpoint.RunAsync(http, PostbackPath.M))
            .AllowAnonymous()
            .ExcludeFromDescription()
            .ShortCircuit();
        foreach (var path in (string[])["/p.ashx", "/m.ashx"])
            root.MapMethods(path, others, NotAllowed).AllowAnonymous().ExcludeFromDescription().ShortCircuit();
    }

    /// <summary>Routing's own answer would ask for a sign-in first.</summary>
    private static StatusCodeHttpResult NotAllowed(HttpContext http)
    {
        http.Response.Headers.Allow = "GET, POST";
        return TypedResults.StatusCode(StatusCodes.Status405MethodNotAllowed);
    }
}
