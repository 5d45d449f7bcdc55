using System.Data.Common;
using System.Text.Json;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Guards;

/// <summary>The instance's requirement, which a campaign may replace by its own.</summary>
internal static class AttestationSettingSql
{
    private const string Name = "calltracking.attestation";

    public static async Task<AttestationRequirement> ReadAsync(DbConnection connection) =>
        await SettingsSql.ReadAsync(connection, Name) is { } json
            ? JsonSerializer.Deserialize<AttestationRequirement>(json, RingpostJson.Options)!
            : AttestationRequirement.None;

    public static Task WriteAsync(WriteUnit unit, AttestationRequirement requirement) =>
        SettingsSql.WriteAsync(unit, Name, JsonSerializer.Serialize(requirement, RingpostJson.Options));
}
