using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Storage.Timers;

/// <summary>A timer whose moment has come.</summary>
/// <param name="DueAt">When it was due; after failures, when it was tried again.</param>
/// <param name="Attempts">How many times its handler has failed before.</param>
public sealed record DueTimer(string Kind, string Key, Instant DueAt, string Payload, long Attempts);

/// <summary>What happens when a timer of a kind is due. The handler runs in the unit that deletes the timer, and may run twice.</summary>
internal sealed record TimerHandler(
    string Kind,
    Func<DueTimer, WriteKeys> KeysOf,
    Func<IServiceProvider, DueTimer, WriteUnit, Task> Handle
);
