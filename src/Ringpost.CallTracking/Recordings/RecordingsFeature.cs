using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ringpost.CallTracking.Recordings;

/// <summary>What the folder adds. Copying and purging, which speak to carriers and stores, are Telephony's.</summary>
internal static class RecordingsFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddOptions<RecordingOptions>().BindConfiguration("Recordings");
        services.AddSingleton<RecordingLinks>();
        services.AddSingleton<RecordingCopies>();
        services.AddSingleton<FinishRecordingCopy>();
        services.AddSingleton<RetryRecordingCopy>();
        services.AddSingleton<GetRecordingLink>();
        services.AddSingleton<ListRecordings>();
        services.AddSingleton<CheckRecordings>();
        services.AddSingleton<GetRecordingSettings>();
        services.AddSingleton<SetRecordingSettings>();
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        RetryRecordingCopy.Map(api);
        GetRecordingLink.Map(api);
        ListRecordings.Map(api);
        GetRecordingSettings.Map(api);
        SetRecordingSettings.Map(api);
    }
}
