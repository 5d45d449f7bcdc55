using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.Reports;
using Ringpost.CallTracking.Earnings;
using Ringpost.Reconciliation.Periods;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.Reconciliation.BookCheck;

/// <summary>The double-entry check and its nightly run.</summary>
internal static class BookCheckFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(s => new CheckBooks(
            s.GetRequiredService<Database>(),
            s.GetRequiredService<Snapshot<Instance>>(),
            s.GetRequiredService<BookWalk>(),
            s.GetRequiredService<CheckCallBook>(),
            s.GetRequiredService<CheckCallReport>(),
            s.GetRequiredService<CheckConversionBook>(),
            s.GetRequiredService<CheckReports>(),
            s.GetRequiredService<GetReport>()
        ));
        services.AddSingleton<FindBookCheck>();
        services.AddHostedService<BookCheckWorker>();
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        CheckBooks.Map(api);
        FindBookCheck.Map(api);
    }
}
