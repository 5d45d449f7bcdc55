using System.Data.Common;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Reconciliation.SetUpGuide;

/// <summary>What people chose about the guide: which variant they are led through, and whether Home names it.</summary>
public sealed record SetUpChoice(SetUpVariant Variant, bool Hidden)
{
    private const string VariantName = "guide.variant",
        HiddenName = "guide.hidden";

    internal static async Task<SetUpChoice> ReadAsync(DbConnection connection) =>
        new(
            Enum.TryParse<SetUpVariant>(await SettingsSql.ReadAsync(connection, VariantName), out var variant)
                ? variant
                : SetUpVariant.BothHere,
            await SettingsSql.ReadAsync(connection, HiddenName) == "1"
        );

    internal async Task WriteAsync(WriteUnit unit)
    {
        await SettingsSql.WriteAsync(unit, VariantName, Variant.ToString());
        await SettingsSql.WriteAsync(unit, HiddenName, Hidden ? "1" : "0");
    }
}
