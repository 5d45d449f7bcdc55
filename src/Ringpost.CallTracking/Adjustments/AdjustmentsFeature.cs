using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>Changing a call's amounts after it was settled: one, many, and what buyers ask for.</summary>
internal static class AdjustmentsFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<CallAdjustments>();
        services.AddSingleton<AdjustCall>();
        services.AddSingleton<AdjustCalls>();
        services.AddSingleton<ListCallAdjustments>();
        services.AddSingleton<RequestAdjustment>();
        services.AddSingleton<ListAdjustmentRequests>();
        services.AddSingleton<DecideAdjustmentRequest>();
        services.AddSingleton<CountAdjustmentRequests>();
        services.AddSingleton<DisputeCall>();
        services.AddSingleton<BookChargebacks>();
        services.AddSingleton<SetDisputeSettings>();
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        AdjustCall.Map(api);
        AdjustCalls.Map(api);
        ListCallAdjustments.Map(api);
        RequestAdjustment.Map(api);
        ListAdjustmentRequests.Map(api);
        DecideAdjustmentRequest.Map(api);
        DisputeCall.Map(api);
        BookChargebacks.Map(api);
        SetDisputeSettings.Map(api);
    }
}
