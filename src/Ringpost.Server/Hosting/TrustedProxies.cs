using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Ringpost.Server.Hosting;

/// <summary>X-Forwarded headers are believed from listed addresses and networks only (setting <c>TrustedProxies</c>), else from nobody.</summary>
internal static class TrustedProxies
{
    private static readonly char[] Separators = [',', ';', ' '];

    public static void UseTrustedProxies(this IApplicationBuilder app, IConfiguration configuration)
    {
        var listed = (configuration["TrustedProxies"] ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        if (listed.Length == 0)
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var text in listed)
        {
            if (IPAddress.TryParse(text, out var address))
                options.KnownProxies.Add(address);
            else if (System.Net.IPNetwork.TryParse(text, out var network))
                options.KnownIPNetworks.Add(network);
            else
                throw new InvalidOperationException(
                    $"TrustedProxies holds {text}, which is neither an address nor a network as 10.0.0.0/8."
                );
        }

        app.UseForwardedHeaders(options);
    }
}
