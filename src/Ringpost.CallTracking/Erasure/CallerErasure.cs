using Ringpost.Primitives;

namespace Ringpost.CallTracking.Erasure;

/// <summary>A caller's number that was erased, and how far that is. The number itself is told nowhere.</summary>
/// <param name="Word">What stands in its place; its calls are found by it.</param>
/// <param name="Calls">Calls whose caller it was.</param>
/// <param name="Recordings">Recordings that were taken away.</param>
/// <param name="Deliveries">Deliveries of those calls that named it.</param>
/// <param name="RowsCleaned">Further rows that named it, as postbacks in the pixel log, conversions, history.</param>
/// <param name="FinishedAt">Null while the rest is walked through, a second time once nothing of it can be on its way any more.</param>
public sealed record CallerErasure(
    CallerErasureId Id,
    string Word,
    Instant AskedAt,
    string AskedBy,
    bool KeepBlocks,
    long Calls,
    long Recordings,
    long Deliveries,
    long RowsCleaned,
    Instant? FinishedAt
);

/// <summary>What an erasure would take away, counted now.</summary>
/// <param name="LiveCalls">Of the calls, those that still go on; they are settled as they would have been.</param>
/// <param name="BlockedNumbers">Entries of the list of blocked numbers that are this number.</param>
public sealed record ErasurePreview(
    long Calls,
    long LiveCalls,
    long Recordings,
    long Deliveries,
    long Enrichments,
    long BlockedNumbers,
    long TestNumbers
);
