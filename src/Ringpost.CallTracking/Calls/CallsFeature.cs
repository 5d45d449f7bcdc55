using Microsoft.Extensions.DependencyInjection;
using Ringpost.Storage.Timers;

namespace Ringpost.CallTracking.Calls;

/// <summary>What the folder adds: the operations that a carrier's adapter calls, and the timer that ends waiting.</summary>
internal static class CallsFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddOptions<CallOptions>().BindConfiguration("Calls");
        services.AddSingleton<CallBook>();
        services.AddSingleton(_ => new WeightDraw());
        services.AddSingleton<ReceiveCall>();
        services.AddSingleton<RecordLegProgress>();
        services.AddSingleton<FinishLeg>();
        services.AddSingleton<EndCall>();
        services.AddSingleton<RecordRecording>();
        services.AddSingleton<TakeCarrierRecord>();
        services.AddSingleton<RecoverCall>();
        services.AddSingleton<FindCarrierCalls>();
        services.AddTimer(CallEndTimer.Kind, CallEndTimer.KeysOf, CallEndTimer.HandleAsync);
    }
}
