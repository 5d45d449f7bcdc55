namespace Ringpost.CallTracking.Geography;

/// <summary>Where web visitors' places are looked up. Bound from <c>Geography</c>.</summary>
public sealed class GeographyOptions
{
    /// <summary>A MaxMind city database (.mmdb: GeoLite2 City or GeoIP2 City). Empty: nothing is looked up.</summary>
    public string MaxMindFile { get; set; } = "";
}
