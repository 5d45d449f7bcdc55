using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.Access.SignIn;
using Ringpost.Console.Languages;
using Ringpost.Console.Shell;
using Ringpost.Storage;

namespace Ringpost.Console;

/// <summary>What the module adds and maps, in order.</summary>
public static class ConsoleModule
{
    /// <summary>
    /// Every page lives in a circuit and none is prerendered: a page asks its operations once, and what it shows is what the circuit knows.
    /// </summary>
    internal static readonly InteractiveServerRenderMode Mode = new(prerender: false);

    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitSession>();
        services.AddSingleton(new LanguageFiles(LanguageFiles.Folder));
        services.AddSingleton(s => new PageLanguages(
            s.GetRequiredService<Database>(),
            wanted => s.GetRequiredService<LanguageFiles>().First(wanted).ForPages()
        ));
        services.AddScoped<PersonCulture>();
        services.AddScoped<CircuitHandler>(s => s.GetRequiredService<PersonCulture>());
        services.AddHttpContextAccessor();
        return services;
    }

    /// <summary>Maps the pages under <c>/console</c> and what they load. Call <c>MapStaticAssets</c> too.</summary>
    public static void MapConsole(this IEndpointRouteBuilder routes) =>
        routes.MapRazorComponents<App>().AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = "'none'");
}
