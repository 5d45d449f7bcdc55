using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.Server.Hosting;

/// <summary>For whoever watches: <c>/healthz</c> says that the process answers, <c>/readyz</c> that it can do its work.</summary>
internal static class HealthRoutes
{
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => TypedResults.Text("ok")).AllowAnonymous().ExcludeFromDescription();
        routes
            .MapGet(
                "/readyz",
                async (HttpContext http, Database database) =>
                {
                    try
                    {
                        await database
                            .ReadAsync(ConfigurationVersion.ReadAsync, http.RequestAborted)
                            .WaitAsync(LongestRead, http.RequestAborted);
                        return Results.Text("ready");
                    }
                    catch (Exception e) when (e is StorageUnavailableException or TimeoutException)
                    {
                        http.Response.Headers.RetryAfter = "2";
                        return Results.Problem(
                            statusCode: StatusCodes.Status503ServiceUnavailable,
                            type: "storage-unavailable",
                            title: "The database is away."
                        );
                    }
                }
            )
            .AllowAnonymous()
            .ExcludeFromDescription();
    }
}
