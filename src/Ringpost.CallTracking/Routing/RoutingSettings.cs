using System.Data.Common;
using Ringpost.CallTracking.Calls;
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
        await SettingsSql.ReadJsonAsync<RoutingSettings>(connection, Name) ?? None;

    internal Task WriteAsync(WriteUnit unit) => SettingsSql.WriteJsonAsync(unit, Name, this);
}
