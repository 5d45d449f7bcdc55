using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.Reconciliation.CallTraces;
using Ringpost.Reconciliation.PixelSetUp;

namespace Ringpost.Reconciliation;

/// <summary>What the module adds and maps, in order. It alone looks at both halves.</summary>
public static class ReconciliationModule
{
    public static IServiceCollection AddReconciliation(this IServiceCollection services)
    {
        services.AddSingleton<CheckPixelSetUp>();
        services.AddSingleton<TraceCall>();
        return services;
    }

    public static void MapReconciliation(this IEndpointRouteBuilder api)
    {
        CheckPixelSetUp.Map(api);
        TraceCall.Map(api);
    }
}
