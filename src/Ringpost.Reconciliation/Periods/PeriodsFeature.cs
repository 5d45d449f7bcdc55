using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.Attribution.Configuration;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.Reconciliation.Periods;

/// <summary>Closing days, and what comes of it.</summary>
internal static class PeriodsFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<BookWalk>();
        services.AddSingleton<PeriodClosing>();
        services.AddSingleton<PeriodWarnings>();
        services.AddSingleton(s => new ClosePeriod(
            s.GetRequiredService<Database>(),
            s.GetRequiredService<Snapshot<Instance>>(),
            s.GetRequiredService<PeriodClosing>(),
            s.GetRequiredService<Identifiers>()
        ));
        services.AddSingleton(s => new PreviewPeriod(
            s.GetRequiredService<Database>(),
            s.GetRequiredService<Snapshot<Instance>>(),
            s.GetRequiredService<BookWalk>(),
            s.GetRequiredService<Snapshot<CallConfiguration>>(),
            s.GetRequiredService<Snapshot<OfferConfiguration>>(),
            s.GetRequiredService<PeriodWarnings>()
        ));
        services.AddSingleton<ListPeriods>();
        services.AddSingleton<SetIssuer>();
        services.AddHostedService<ClosingWorker>();
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        ListPeriods.Map(api);
        PreviewPeriod.Map(api);
        ClosePeriod.Map(api);
        SetIssuer.Map(api);
    }
}
