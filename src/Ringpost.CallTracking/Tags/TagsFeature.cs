using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.CallTracking.Annotations;
using Ringpost.CallTracking.Enrichment;
using Ringpost.CallTracking.Geography;
using Ringpost.CallTracking.UrlParameters;

namespace Ringpost.CallTracking.Tags;

/// <summary>What calls are tagged with: declared URL parameters, enrichment, geography, annotations.</summary>
internal static class TagsFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<CreateUrlParameter>();
        services.AddSingleton<ChangeUrlParameter>();
        services.AddSingleton<DeleteUrlParameter>();
        services.AddSingleton<ListUrlParameters>();

        services.AddOptions<EnrichmentOptions>().BindConfiguration("Enrichment").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<GeographyOptions>().BindConfiguration("Geography");
        services.AddSingleton<MaxMindFile>();
        services.AddSingleton<EnrichmentRate>();
        services.AddSingleton<AcceptEnrichment>();
        services.AddHostedService<EnrichmentPurgeWorker>();
        services.AddSingleton<AnnotateCall>();
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        CreateUrlParameter.Map(api);
        ChangeUrlParameter.Map(api);
        DeleteUrlParameter.Map(api);
        ListUrlParameters.Map(api);
        AnnotateCall.Map(api);
    }
}
