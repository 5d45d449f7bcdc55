using System.Globalization;
using OpenTelemetry.Metrics;

namespace Ringpost.Server.Hosting;

/// <summary><c>/metrics</c> for Prometheus: with an API key, or without one on a loopback port of its own (setting <c>MetricsPort</c>).</summary>
internal static class Metrics
{
    public static void AddMetrics(IServiceCollection services) =>
        services
            .AddOpenTelemetry()
            .WithMetrics(metrics =>
                metrics
                    // Named one by one: the instrumentation package would put a step of its own before every request.
                    .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Routing")
                    .AddMeter("Microsoft.AspNetCore.Diagnostics", "Microsoft.AspNetCore.Http.Connections")
                    .AddRuntimeInstrumentation()
                    .AddMeter("Ringpost.*")
                    .AddPrometheusExporter()
            );

    public static int? Port(IConfiguration configuration) =>
        configuration["MetricsPort"] is not { Length: > 0 } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 ? port
        : throw new InvalidOperationException("MetricsPort is a port number.");

    public static void UseMetricsPort(this IApplicationBuilder app, int? port)
    {
        if (port is null)
            return;
        app.MapWhen(http => http.Connection.LocalPort == port, branch => branch.UseOpenTelemetryPrometheusScrapingEndpoint());
    }
}
