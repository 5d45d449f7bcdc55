using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Erasure;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.Erasure;

/// <summary>Erasing a caller, and which of this module's texts may name one.</summary>
internal static class ErasureFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddOptions<ErasureOptions>().BindConfiguration("Erasure");
        foreach (var texts in Texts)
            services.AddSingleton(texts);
        services.AddSingleton<ErasureWalk>();
        services.AddSingleton(s => new EraseCaller(
            s.GetRequiredService<Database>(),
            s.GetRequiredService<ConfigurationVersion>(),
            s.GetRequiredService<Identifiers>(),
            s.GetRequiredService<ErasureWalk>()
        ));
        services.AddSingleton<ListErasures>();
        services.AddHostedService<ErasureWorker>();
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        EraseCaller.Map(api);
        ListErasures.Map(api);
    }

    // The calls' own columns go by the caller, CallErasureSql. A ledger keeps its amounts; a reason is a text that somebody wrote.
    private static readonly ErasableTexts[] Texts =
    [
        new("call_events", ["call_id", "seq"], "fields"),
        new("call_tags", ["call_id", "type", "name"], "value"),
        new("call_ledger", "id", "reason"),
        new("call_adjustments", "id", "key", "reason", "told"),
        new("call_adjustment_requests", "id", "reason", "note"),
        new("conversion_hook_hits", "id", "parameters", "request_key"),
        new("call_recordings", "call_id", "source_url", "error"),
        new("enrichments", ["number_id", "caller"], "tags"),
        new("blocked_numbers", "id", "note"),
        new("test_numbers", "id", "note"),
        new("tracking_numbers", "id", "tags"),
        new("saved_views", "id", "name", "normalized_name", "query"),
    ];
}
