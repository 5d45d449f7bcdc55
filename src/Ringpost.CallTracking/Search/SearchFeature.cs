using Microsoft.Extensions.DependencyInjection;

namespace Ringpost.CallTracking.Search;

/// <summary>What the folder adds; the search over everything asks it (Reconciliation).</summary>
internal static class SearchFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<SearchCalls>();
        services.AddSingleton<SearchCallConfiguration>();
    }
}
