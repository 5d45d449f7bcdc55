using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.Api.Bulk;
using Ringpost.Api.History;
using Ringpost.Primitives;

namespace Ringpost.Api;

/// <summary>The conventions that every route of our own API keeps (api-v1.md).</summary>
public static class ApiModule
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.Configure<JsonOptions>(o => RingpostJson.Configure(o.SerializerOptions).Converters.Add(new AmountJson()));
        services.Configure<Microsoft.AspNetCore.Routing.RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddProblemDetails();
        services.AddExceptionHandler<FaultAnswers>();
        services.AddSingleton<ListChanges>();
        services.AddSingleton<BulkRun>();
        return services;
    }

    /// <summary>Before the routes: what they need of a request beside what they read themselves.</summary>
    public static IApplicationBuilder UseApi(this IApplicationBuilder app) => app.Use(BodyErrors.KeepAsync);

    /// <summary>What belongs to no module.</summary>
    public static void MapHistory(this IEndpointRouteBuilder api) => ListChanges.Map(api);

    /// <summary>The group that all routes of the API are mapped on; sign-in or a key is needed.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder routes) =>
        routes
            .MapGroup("/api/v1")
            .RequireAuthorization()
            .AddEndpointFilter(QueryErrors.TellAsync)
            .AddEndpointFilter(ForeignOrigin.RefuseAsync)
            .AddEndpointFilter(NullCharacters.RefuseAsync);
}
