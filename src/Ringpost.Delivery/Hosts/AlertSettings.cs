using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Hosts;

/// <summary>Where alerts are sent beside the Console: a POST of JSON with <c>text</c>, as chat programs take it.</summary>
/// <param name="Url">Empty sends none.</param>
/// <param name="SignatureId">A credential that signs it.</param>
public sealed record AlertSettings(
    string Url,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SignatureId = null
)
{
    private const string Setting = "delivery.alerts";

    internal static async Task<AlertSettings> ReadAsync(DbConnection connection) =>
        await SettingsSql.ReadAsync(connection, Setting) is { } json
            ? JsonSerializer.Deserialize<AlertSettings>(json, JsonSerializerOptions.Web)!
            : new AlertSettings("");

    internal Task WriteAsync(WriteUnit unit) =>
        SettingsSql.WriteAsync(unit, Setting, JsonSerializer.Serialize(this, JsonSerializerOptions.Web));
}
