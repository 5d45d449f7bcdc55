using System.Data.Common;
using System.Globalization;
using Ringpost.CallTracking.Publishers;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Numbers;

/// <summary>Holds a number back from another publisher while it rests, unless a person says otherwise.</summary>
internal static class NumberRestCheck
{
    /// <summary>True where a rest was cut short by <paramref name="overridden"/>; adds the error where there is a rest and nobody did.</summary>
    public static async Task<bool> CutsShortAsync(
        WriteUnit unit,
        Validation validation,
        PhoneNumber number,
        PublisherId? publisher,
        TimeSpan rest,
        bool overridden
    )
    {
        var last = await NumberAssignmentsSql.LastOfPublisherAsync(unit.Connection, number);
        if (NumberRest.Until(last, publisher, unit.Now, rest) is not { } until)
            return false;
        if (!overridden)
            validation.Add("publisherId", await SentenceAsync(unit.Connection, last!, until));
        return overridden;
    }

    public static async Task<Phrase> SentenceAsync(DbConnection connection, NumberAssignment last, Instant until)
    {
        var name = (await PublishersSql.FindEvenArchivedAsync(connection, last.PublisherId!.Value))?.Name is { } known
            ? Phrase.Of($"{known}")
            : "a publisher that is gone";
        var zone = (await Instance.ReadAsync(connection)).Zone;
        var when = TimeZones.InZone(until, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return last.To is null
            ? Phrase.Of(
                $"{last.Number} belongs to {name} and rests until {when} ({zone.Id}): late calls from earlier advertising would be credited to the wrong publisher. It can be given now by an explicit override."
            )
            : Phrase.Of(
                $"{last.Number} belonged to {name} and rests until {when} ({zone.Id}): late calls from earlier advertising would be credited to the wrong publisher. It can be given now by an explicit override."
            );
    }
}
