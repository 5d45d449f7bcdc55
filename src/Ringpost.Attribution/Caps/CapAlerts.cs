using Ringpost.Delivery.Alerts;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Caps;

/// <summary>People are told of each cap that is met, once a period.</summary>
internal static class CapAlerts
{
    public static async Task RaiseAsync(WriteUnit unit, IReadOnlyList<CapSlot> met)
    {
        foreach (var slot in met)
            await Alerting.RaiseAsync(
                unit,
                new AlertDraft(
                    AlertKind.ConversionCapMet,
                    $"cap:{slot.Cap.Id}",
                    slot.Cap.AlertOnly
                        ? Phrase.Of($"Met: {CapWords.Name(slot.Cap, slot.Period)}. It only alerts.")
                        : Phrase.Of($"Met: {CapWords.Name(slot.Cap, slot.Period)}.")
                )
            );
    }
}
