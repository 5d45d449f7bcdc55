using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Adjustments;

/// <summary>What the operations on one conversion share: one unit, done once per Idempotency-Key, answered with before and after.</summary>
public sealed class ChangeOneConversion(Database database, Snapshot<OfferConfiguration> configuration, ConversionChanges changes)
{
    /// <param name="sequence">Numbers the changes of a sender: the highest one stands, and one that comes to nothing is no refusal.</param>
    internal async Task<Result<AdjustmentAnswer>> RunAsync(
        Actor actor,
        WriteKeys keys,
        Func<WriteUnit, Task<Result<ConversionId>>> find,
        ConversionChange change,
        CancellationToken cancellation,
        long? sequence = null
    )
    {
        var picture = await configuration.GetAsync(cancellation);
        return await database.WriteOnceAsync<AdjustmentAnswer>(
            actor,
            keys,
            async unit =>
            {
                var found = await find(unit);
                if (!found.IsOk)
                    return found.Refusal;
                if (change.DispositionId is { } named && await DispositionsSql.FindAsync(unit.Connection, named) is null)
                    return new Invalid("dispositionId", $"There is no disposition {named}.");
                if (sequence is { } number && !await AdjustmentsSql.CountSequenceAsync(unit, found.Value, number))
                    return await AsItIsAsync(unit, actor, found.Value, superseded: true);
                var outcomes = await changes.RunAsync(
                    unit,
                    actor,
                    picture,
                    new Dictionary<long, ConversionChange> { [found.Value.Value] = change }
                );
                if (outcomes.Count == 0)
                    return new Missing($"Conversion {found.Value}");
                var outcome = outcomes[0];
                if (sequence is not null && outcome.Fault == ChangeFault.Nothing)
                    return await AsItIsAsync(unit, actor, found.Value, superseded: false);
                if (outcome.Fault is not null)
                    return outcome.ToRefusal();
                var row = (await ConversionsSql.FindAsync(unit.Connection, found.Value))!;
                return new AdjustmentAnswer(
                    row.ToAnswer(await PublicIds.LoadAsync(unit.Connection), actor),
                    outcome.Before,
                    outcome.After,
                    outcome.EffectiveDay,
                    outcome.Entries
                );
            },
            cancellation
        );
    }

    private static async Task<AdjustmentAnswer> AsItIsAsync(WriteUnit unit, Actor actor, ConversionId id, bool superseded)
    {
        var conversion = (await ConversionsSql.FindAsync(unit.Connection, id))!.ToAnswer(await PublicIds.LoadAsync(unit.Connection), actor);
        var amounts = new ConversionAmounts(conversion.Received, conversion.Paid, conversion.Disposition, conversion.Reason);
        return new AdjustmentAnswer(conversion, amounts, amounts, "", [], superseded);
    }
}
