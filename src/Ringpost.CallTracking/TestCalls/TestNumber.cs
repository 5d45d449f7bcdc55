using Ringpost.Delivery.Log;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.TestCalls;

/// <summary>A caller whose calls are tests.</summary>
/// <param name="Number">E.164; masked for who may not see full numbers.</param>
/// <param name="AddedBy">Who put it on the list, by name.</param>
public sealed record TestNumber(TestNumberId Id, string Number, string Note, string AddedBy, Instant CreatedAt)
{
    internal TestNumber SeenBy(Actor actor) =>
        actor.May(Permission.SeeFullNumbers) ? this : this with { Number = PhoneNumber.Mask(Number), Note = MaskNumbers.In(Note) };
}
