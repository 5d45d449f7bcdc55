using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.Delivery.Log;

namespace Ringpost.CallTracking.SavedViews;

/// <summary>States of pages under names, per person and for everybody.</summary>
internal static class SavedViewsFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ListViews>();
        services.AddSingleton<GetView>();
        services.AddSingleton<SaveView>();
        services.AddSingleton<ChangeView>();
        services.AddSingleton<DeleteView>();
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        ListViews.Map(api);
        GetView.Map(api);
        SaveView.Map(api);
        ChangeView.Map(api);
        DeleteView.Map(api);
    }

    /// <summary>Everybody reads the history: what a private view looks for is nobody else's business.</summary>
    internal static object ForHistory(SavedViewRow view) =>
        new
        {
            view.Page,
            Name = view.Shared ? view.Name : "(private)",
            Query = view.Shared ? MaskNumbers.In(view.Query) : "(private)",
            view.Shared,
        };
}
