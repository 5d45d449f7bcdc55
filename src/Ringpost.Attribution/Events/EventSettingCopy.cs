using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Events;

/// <summary>What a duplicated offer or campaign changes of events.</summary>
internal static class EventSettingCopy
{
    /// <param name="settings">Of the duplicate already.</param>
    public static async Task WriteAsync(WriteUnit unit, Actor actor, IEnumerable<EventSetting> settings, CardOf card)
    {
        foreach (var setting in settings)
        {
            var offerEvent = (await OfferEventsSql.FindAsync(unit.Connection, setting.EventId))!;
            await EventSettingsSql.ReplaceAsync(unit, setting);
            await ChangeLogSql.AppendAsync(
                unit,
                actor,
                "event-setting",
                $"{setting.EventId}",
                "create",
                null,
                EventWords.Logged(setting, offerEvent),
                card
            );
        }
    }
}
