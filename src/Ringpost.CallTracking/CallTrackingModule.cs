using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.CallTracking.Adjustments;
using Ringpost.CallTracking.Blocks;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Earnings;
using Ringpost.CallTracking.Enrichment;
using Ringpost.CallTracking.Erasure;
using Ringpost.CallTracking.Guards;
using Ringpost.CallTracking.Hooks;
using Ringpost.CallTracking.Import;
using Ringpost.CallTracking.Recordings;
using Ringpost.CallTracking.SavedViews;
using Ringpost.CallTracking.Search;
using Ringpost.CallTracking.Tags;
using Ringpost.CallTracking.TestCalls;
using Ringpost.CallTracking.Watch;
using Ringpost.Storage.Migrations;

namespace Ringpost.CallTracking;

/// <summary>What the module adds and maps, in order.</summary>
public static class CallTrackingModule
{
    public static readonly SchemaModule Schema = new("calltracking", 20, typeof(CallTrackingModule).Assembly);

    public static IServiceCollection AddCallTracking(this IServiceCollection services)
    {
        services.AddSingleton(Schema);
        ConfigurationFeature.Add(services);
        CallsFeature.Add(services);
        CapsFeature.Add(services);
        CallListsFeature.Add(services);
        SearchFeature.Add(services);
        EarningsFeature.Add(services);
        SavedViewsFeature.Add(services);
        TagsFeature.Add(services);
        HooksFeature.Add(services);
        AdjustmentsFeature.Add(services);
        BlocksFeature.Add(services);
        GuardsFeature.Add(services);
        TestCallsFeature.Add(services);
        RecordingsFeature.Add(services);
        ErasureFeature.Add(services);
        WatchFeature.Add(services);
        ImportFeature.Add(services);
        return services;
    }

    public static void MapCallTracking(this IEndpointRouteBuilder api)
    {
        ConfigurationFeature.Map(api);
        CapsFeature.Map(api);
        CallListsFeature.Map(api);
        SavedViewsFeature.Map(api);
        TagsFeature.Map(api);
        HooksFeature.Map(api);
        AdjustmentsFeature.Map(api);
        BlocksFeature.Map(api);
        GuardsFeature.Map(api);
        TestCallsFeature.Map(api);
        RecordingsFeature.Map(api);
        ErasureFeature.Map(api);
        WatchFeature.Map(api);
        ImportFeature.Map(api);
    }

    /// <summary>The open path by which others say what they know of a caller (ringba.md 12.2).</summary>
    public static void MapEnrichment(this IEndpointRouteBuilder routes) => EnrichmentEndpoint.Map(routes);

    /// <summary>The open path by which buyers say that a call was sold (ringba.md 12.1).</summary>
    public static void MapConversionHooks(this IEndpointRouteBuilder routes) => HookEndpoint.Map(routes);
}
