using Ringpost.Storage;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Recordings;

/// <summary>What the keepers of copies ask for: where one lies, what has expired, what opens the bucket. No person acts.</summary>
public sealed class RecordingCopies(Database database, SecretBox secrets)
{
    /// <summary>Null where there is no copy of the call's recording.</summary>
    public Task<StoredCopy?> FindAsync(CallId call, CancellationToken cancellation) =>
        database.ReadAsync(c => RecordingsSql.FindCopyAsync(c, call), cancellation);

    /// <summary>Those whose time is over, a batch at a time; one of 0 bytes is a link only.</summary>
    public async Task<IReadOnlyList<StoredCopy>> ExpiredAsync(int limit, CancellationToken cancellation) =>
        await database.ReadAsync(
            async c =>
                (await RecordingSettings.ReadAsync(c)).KeptDays is > 0 and var days
                    ? await RecordingsSql.ExpiredAsync(c, database.Now - TimeSpan.FromDays(days), limit)
                    : [],
            cancellation
        );

    public Task PurgedAsync(CallId call, CancellationToken cancellation) =>
        database.WriteAsync(WriteKeys.None, unit => RecordingsSql.PurgedAsync(unit, call), cancellation);

    /// <summary>What must be deleted as its caller was erased.</summary>
    public Task<IReadOnlyList<StoredCopy>> ErasingAsync(int limit, CancellationToken cancellation) =>
        database.ReadAsync(c => RecordingsSql.ErasingAsync(c, database.Now, limit), cancellation);

    public Task ErasedAsync(CallId call, CancellationToken cancellation) =>
        database.WriteAsync(WriteKeys.None, unit => RecordingsSql.ErasedAsync(unit, call), cancellation);

    public Task EraseLaterAsync(CallId call, TimeSpan wait, CancellationToken cancellation) =>
        database.WriteAsync(WriteKeys.None, unit => RecordingsSql.EraseLaterAsync(unit, call, unit.Now + wait), cancellation);

    /// <summary>Whether a copy that was just made must go again: its caller was erased meanwhile.</summary>
    public Task<bool> IsErasedAsync(CallId call, CancellationToken cancellation) =>
        database.ReadAsync(c => RecordingsSql.IsErasedAsync(c, call), cancellation);

    /// <summary>The bucket and its secret key; null where none was set up.</summary>
    public Task<(S3Place Place, string Secret)?> BucketAsync(CancellationToken cancellation) =>
        database.ReadAsync<(S3Place, string)?>(
            async c =>
                (await RecordingSettings.ReadAsync(c)).S3 is { } place && await RecordingSettings.ReadSecretAsync(c) is { } text
                    ? (place, secrets.Open(text, RecordingSettings.SecretPurpose))
                    : null,
            cancellation
        );
}
