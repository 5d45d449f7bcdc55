using System.Data.Common;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Storage.Settings;

/// <summary>What the first start asks for: one instance is one network with one zone and one base currency (architecture 3).</summary>
public sealed record Instance(TimeZoneInfo Zone, Currency Currency, bool IsDemo, bool IsSetUp)
{
    public static async Task<Instance> ReadAsync(DbConnection connection)
    {
        TimeZones.TryFind(await SettingsSql.ReadAsync(connection, "instance.zone"), out var zone);
        var hasCurrency = Currency.TryParse(await SettingsSql.ReadAsync(connection, "instance.currency"), out var currency);
        return new Instance(zone, currency, await SettingsSql.ReadAsync(connection, "instance.demo") == "1", hasCurrency);
    }

    public async Task WriteAsync(WriteUnit unit)
    {
        await SettingsSql.WriteAsync(unit, "instance.zone", Zone.Id);
        await SettingsSql.WriteAsync(unit, "instance.currency", Currency.Code);
        await SettingsSql.WriteAsync(unit, "instance.demo", IsDemo ? "1" : "0");
    }
}
