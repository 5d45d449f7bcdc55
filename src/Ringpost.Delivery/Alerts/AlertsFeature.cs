using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.Storage;
using Ringpost.Storage.Erasure;

namespace Ringpost.Delivery.Alerts;

/// <summary>What people are told of, and how it reaches them.</summary>
internal static class AlertsFeature
{
    /// <param name="services">The host's services.</param>
    /// <param name="worker">Whether this node sends.</param>
    public static void Add(IServiceCollection services, bool worker)
    {
        services.AddSingleton<MailSender>();
        services.AddSingleton<ListAlerts>();
        services.AddSingleton<DismissAlerts>();
        services.AddSingleton<SetAlertSettings>();
        services.AddSingleton<SetMailSettings>();
        services.AddSingleton(s => new SendTestMail(s.GetRequiredService<Database>(), s.GetRequiredService<MailSender>()));
        services.AddSingleton(new ErasableTexts("alerts", "id", "note"));
        services.AddSingleton(new ErasableTexts("alert_mails", "id", "error"));
        if (worker)
            services.AddHostedService<AlertWorker>();
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        ListAlerts.Map(api);
        DismissAlerts.Map(api);
        SetAlertSettings.Map(api);
        SetMailSettings.Map(api);
        SendTestMail.Map(api);
    }
}
