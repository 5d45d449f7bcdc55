using Microsoft.Extensions.DependencyInjection;

namespace Ringpost.CallTracking.Earnings;

/// <summary>What calls earned, for whoever compares it with another book.</summary>
internal static class EarningsFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ListPaidCalls>();
        services.AddSingleton<FindEarnings>();
        services.AddSingleton<ListCallEntries>();
        services.AddSingleton<CheckCallBook>();
        services.AddSingleton<CheckCallReport>();
    }
}
