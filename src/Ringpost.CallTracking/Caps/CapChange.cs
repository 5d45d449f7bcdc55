using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Caps;

/// <summary>
/// What a change of caps does to their counters, in the change's own transaction. A new limit keeps them; what is counted otherwise, or was not
/// counted until now, begins with what is stored, so that no call has to wait for it.
/// </summary>
internal static class CapChange
{
    public static async Task ApplyAsync(WriteUnit unit, CapOwner before, CapOwner after)
    {
        if (before.Caps == after.Caps)
            return;
        foreach (var line in before.Caps.Lines())
            if (!KeepsItsNumber(line, before.Caps, after.Caps))
                await CapCountersSql.DeleteAsync(unit, before.Id, line.Period, line.Measure);
        if (after.Caps.IsNone)
            return;
        var instance = await Instance.ReadAsync(unit.Connection);
        await CapStand.ReadAsync(unit, [after], instance.Zone, unit.Now, instance.Currency.Code, locked: true);
    }

    /// <summary>Nobody counts on for a cap that is taken away: its number would be wrong if it came back.</summary>
    private static bool KeepsItsNumber(CapLine line, CallCaps before, CallCaps after) =>
        after.Limit(line.Period, line.Measure) is not null
        && before.TimeZone == after.TimeZone
        && (line.Measure == CapMeasure.Money || before.CountOn == after.CountOn);
}
