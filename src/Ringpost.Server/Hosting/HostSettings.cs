using Ringpost.Api;

namespace Ringpost.Server.Hosting;

/// <summary>
/// Settings, later ones winning: appsettings.json beside the program, appsettings.json in the working folder, <c>RINGPOST_*</c>, flags
/// (architecture 6).
/// </summary>
internal static class HostSettings
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    public static IConfiguration Read(IReadOnlyDictionary<string, string?> flags)
    {
        var builder = new ConfigurationBuilder();
        Add(builder, flags);
        return builder.Build();
    }

    public static void Add(IConfigurationBuilder builder, IReadOnlyDictionary<string, string?> flags)
    {
        builder.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true, reloadOnChange: false);
        builder.AddJsonFile(Path.Combine(Environment.CurrentDirectory, "appsettings.json"), optional: true, reloadOnChange: false);
        builder.AddEnvironmentVariables("RINGPOST_");
        builder.AddInMemoryCollection(flags);
    }

    public static string[] ListenOn(IConfiguration configuration) =>
        configuration["Urls"] is { Length: > 0 } urls
            ? urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : [DefaultUrl];

    /// <summary>Whether the public address had to be guessed: only loopback can reach it then.</summary>
    public static (PublicUrls Urls, bool Guessed) FindUrls(IConfiguration configuration)
    {
        var (fallback, guessed) = FromListening(ListenOn(configuration));
        var @public = Parse(configuration["PublicUrl"], "PublicUrl") ?? fallback;
        var tracking = Parse(configuration["TrackingUrl"], "TrackingUrl") ?? @public;
        return (new PublicUrls(@public, tracking), guessed && string.IsNullOrEmpty(configuration["PublicUrl"]));
    }

    private static (Uri Url, bool Guessed) FromListening(string[] urls)
    {
        foreach (var url in urls)
            if (Uri.TryCreate(url, UriKind.Absolute, out var parsed) && !IsWildcard(parsed.Host))
                return (parsed, false);
        var any = BindingAddress.Parse(urls[0]);
        return (new Uri($"{any.Scheme}://127.0.0.1:{any.Port}"), true);
    }

    private static bool IsWildcard(string host) => host is "0.0.0.0" or "[::]" or "*" or "+";

    private static Uri? Parse(string? text, string setting)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        return
            Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https"
            && url is { PathAndQuery: "/" }
            ? url
            : throw new InvalidOperationException(
                $"{setting} must be an http or https address without a path, as https://calls.example.com; it is {text}."
            );
    }
}
