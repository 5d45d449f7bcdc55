using Ringpost.Primitives;

namespace Ringpost.CallTracking.Recordings;

/// <summary>Where a recording stands.</summary>
public enum RecordingState
{
    /// <summary>It is at the carrier, and meant to stay there.</summary>
    Link,

    /// <summary>It is being copied, or will be again.</summary>
    Waiting,

    /// <summary>The copy is here.</summary>
    Copied,

    /// <summary>Copying was given up; the carrier's link is all there is.</summary>
    Failed,

    /// <summary>Copy and link were deleted when their time was over.</summary>
    Purged,

    /// <summary>Its caller was erased; a copy is being deleted, or one under way will be.</summary>
    Erasing,

    /// <summary>Copy and link were deleted as the caller was erased.</summary>
    Erased,
}

/// <summary>A call's recording as it is told.</summary>
/// <param name="Error">Why the last attempt to copy it failed.</param>
public sealed record CallRecording(
    CallId CallId,
    Instant TakenAt,
    RecordingState State,
    RecordingStoreKind Store,
    string? ContentType,
    long? Bytes,
    int Attempts,
    Instant? NextAttemptAt,
    string? Error
);

/// <summary>A copy to be made, claimed by this node for a while.</summary>
public sealed record ClaimedRecording(
    CallId CallId,
    string CarrierId,
    string CarrierCallId,
    string SourceUrl,
    RecordingStoreKind Store,
    string Name,
    int Attempts
);

/// <summary>A copy where it lies.</summary>
public sealed record StoredCopy(CallId CallId, RecordingStoreKind Store, string Name, string ContentType, long Bytes);
