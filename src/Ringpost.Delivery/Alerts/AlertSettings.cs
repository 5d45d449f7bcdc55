using System.Data.Common;
using System.Text.Json.Serialization;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Alerts;

/// <summary>Where alerts go beside the Console, and what is not told at all.</summary>
/// <param name="Url">Gets a POST of JSON with <c>text</c>, as chat programs take it. Empty sends none.</param>
/// <param name="SignatureId">A credential that signs it.</param>
/// <param name="Recipients">E-mail addresses. They get mail once a mail server is set (<see cref="MailSettings"/>).</param>
/// <param name="Silent">Kinds that nobody is told of.</param>
public sealed record AlertSettings(
    string Url,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SignatureId,
    IReadOnlyList<string> Recipients,
    IReadOnlyList<AlertKind> Silent
)
{
    private const string Setting = "delivery.alerts";

    public static readonly AlertSettings None = new("", null, [], []);

    internal static async Task<AlertSettings> ReadAsync(DbConnection connection) =>
        await SettingsSql.ReadJsonAsync<AlertSettings>(connection, Setting) is { } read
            // What was written by an earlier version knows neither.
            ? read with
            {
                Recipients = read.Recipients ?? [],
                Silent = read.Silent ?? [],
            }
            : None;

    internal Task WriteAsync(WriteUnit unit) => SettingsSql.WriteJsonAsync(unit, Setting, this);
}
