using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.CallTracking.CallFilters;
using Ringpost.CallTracking.CallTables;
using Ringpost.CallTracking.Dashboard;
using Ringpost.CallTracking.Reports;

namespace Ringpost.CallTracking.CallLists;

/// <summary>Reading calls: lists, details, reports and their files.</summary>
internal static class CallListsFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ListCalls>();
        services.AddSingleton<ListCallColumns>();
        services.AddSingleton<GetCall>();
        services.AddSingleton<ListDetailColumns>();
        services.AddSingleton<ListCallTable>();
        services.AddSingleton<ExportCalls>();
        services.AddSingleton<CallReport>();
        services.AddSingleton<ExportCallReport>();
        services.AddSingleton<CallTimeline>();
        services.AddSingleton<GetCallDashboard>();
        services.AddSingleton<SumReportHours>();
        services.AddSingleton<RebuildCallReport>();
        services.AddHostedService<SumReportHoursWorker>();
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        ListCalls.Map(api);
        ListCallColumns.Map(api);
        GetCall.Map(api);
        ListDetailColumns.Map(api);
        ListCallTable.Map(api);
        ExportCalls.Map(api);
        CallReport.Map(api);
        RebuildCallReport.Map(api);
        ExportCallReport.Map(api);
        CallTimeline.Map(api);
        GetCallDashboard.Map(api);
    }
}
