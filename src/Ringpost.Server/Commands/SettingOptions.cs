using System.CommandLine;

namespace Ringpost.Server.Commands;

/// <summary>Flags that every command takes. Each means the same as the setting of its name in appsettings.json or <c>RINGPOST_*</c>.</summary>
internal sealed class SettingOptions
{
    private readonly Dictionary<Option, string> _settings;

    public SettingOptions()
    {
        Data = new Option<string>("--data") { Description = "The data folder (setting Data; default: data).", HelpName = "DIR" };
        _settings = new Dictionary<Option, string>
        {
            [Data] = "Data",
            [Text("--database", "A PostgreSQL connection string (Database); without it SQLite in the data folder.", "TEXT")] = "Database",
            [Text("--urls", "Where to listen, separated by ; (Urls; default: http://127.0.0.1:5080).", "URLS")] = "Urls",
            [Text("--public-url", "The address that people and carriers see (PublicUrl; default: the first of --urls).", "URL")] =
                "PublicUrl",
            [Text("--tracking-url", "The address of pixels, postbacks and clicks (TrackingUrl; default: the public one).", "URL")] =
                "TrackingUrl",
            [Text("--roles", "What this node does: web, worker or both (Roles; default: web,worker).", "ROLES")] = "Roles",
            [Text("--trusted-proxies", "Addresses or networks whose X-Forwarded headers are believed (TrustedProxies).", "LIST")] =
                "TrustedProxies",
            [Text("--metrics-port", "A loopback port that serves /metrics without a key (MetricsPort).", "PORT")] = "MetricsPort",
        };
    }

    public Option<string> Data { get; }

    public void AddTo(RootCommand root)
    {
        foreach (var option in _settings.Keys)
        {
            option.Recursive = true;
            root.Add(option);
        }
    }

    /// <summary>The settings that were given as flags.</summary>
    public Dictionary<string, string?> Read(ParseResult parsed)
    {
        var given = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (option, setting) in _settings)
            if (parsed.GetValue((Option<string>)option) is { } value)
                given[setting] = value;
        return given;
    }

    private static Option<string> Text(string name, string description, string value) =>
        new(name) { Description = description, HelpName = value };
}
