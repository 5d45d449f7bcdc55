using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.Reconciliation.BookCheck;
using Ringpost.Reconciliation.CallTraces;
using Ringpost.Reconciliation.Documents;
using Ringpost.Reconciliation.ForeignBooks;
using Ringpost.Reconciliation.OwnBooks;
using Ringpost.Reconciliation.Periods;
using Ringpost.Reconciliation.PixelSetUp;
using Ringpost.Reconciliation.Search;
using Ringpost.Reconciliation.SetUpGuide;
using Ringpost.Storage;
using Ringpost.Storage.Migrations;
using Ringpost.Storage.Settings;

namespace Ringpost.Reconciliation;

/// <summary>What the module adds and maps, in order. It alone looks at both halves.</summary>
public static class ReconciliationModule
{
    public static readonly SchemaModule Schema = new("reconciliation", 50, typeof(ReconciliationModule).Assembly);

    public static IServiceCollection AddReconciliation(this IServiceCollection services)
    {
        services.AddSingleton(Schema);
        services.AddSingleton<CheckPixelSetUp>();
        services.AddSingleton<TryPixel>();
        services.AddSingleton<SetUpAdjustedPixel>();
        services.AddSingleton<TraceCall>();
        services.AddSingleton<SearchDocuments>();
        services.AddSingleton<SearchEverywhere>();
        services.AddSingleton<SetUpProofReader>();
        services.AddSingleton<GetSetUpGuide>();
        services.AddSingleton<ChangeSetUpGuide>();
        services.AddSingleton<OwnBooksReader>();
        services.AddSingleton(s => new GetAgreement(
            s.GetRequiredService<Database>(),
            s.GetRequiredService<Snapshot<Instance>>(),
            s.GetRequiredService<OwnBooksReader>()
        ));
        services.AddSingleton(s => new ListAgreementRows(
            s.GetRequiredService<Database>(),
            s.GetRequiredService<Snapshot<Instance>>(),
            s.GetRequiredService<OwnBooksReader>()
        ));
        services.AddSingleton<CompareWithOurs>();
        PeriodsFeature.Add(services);
        DocumentsFeature.Add(services);
        BookCheckFeature.Add(services);
        return services;
    }

    public static void MapReconciliation(this IEndpointRouteBuilder api)
    {
        CheckPixelSetUp.Map(api);
        TryPixel.Map(api);
        SetUpAdjustedPixel.Map(api);
        TraceCall.Map(api);
        SearchEverywhere.Map(api);
        GetSetUpGuide.Map(api);
        ChangeSetUpGuide.Map(api);
        GetAgreement.Map(api);
        ListAgreementRows.Map(api);
        CompareWithOurs.Map(api);
        PeriodsFeature.Map(api);
        DocumentsFeature.Map(api);
        BookCheckFeature.Map(api);
    }
}
