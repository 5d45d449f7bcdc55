using System.Data.Common;
using System.Text.Json;
using Ringpost.CallTracking.Calls;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Routing;

/// <summary>What holds for the routing of every campaign.</summary>
/// <param name="WeightDirection">Null: as <see cref="CallOptions.WeightDirection"/> says.</param>
/// <param name="Fallback">For campaigns that have none of their own.</param>
public sealed record RoutingSettings(WeightDirection? WeightDirection = null, Fallback? Fallback = null)
{
    private const string Name = "calls.routing";

    public static RoutingSettings None { get; } = new();

    internal static async Task<RoutingSettings> ReadAsync(DbConnection connection) =>
        await SettingsSql.ReadAsync(connection, Name) is { } json
            ? JsonSerializer.Deserialize<RoutingSettings>(json, RingpostJson.Options)!
            : None;

    internal Task WriteAsync(WriteUnit unit) => SettingsSql.WriteAsync(unit, Name, JsonSerializer.Serialize(this, RingpostJson.Options));
}
