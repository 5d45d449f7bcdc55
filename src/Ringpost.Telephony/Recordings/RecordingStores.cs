using Microsoft.Extensions.Options;
using Ringpost.CallTracking;
using Ringpost.CallTracking.Recordings;
using Ringpost.Storage;

namespace Ringpost.Telephony.Recordings;

/// <summary>Finds the store of a kind. The bucket's client is kept until bucket or secret are others.</summary>
internal sealed class RecordingStores(RecordingCopies copies, IOptions<StorageOptions> storage, IOptions<RecordingOptions> options)
    : IDisposable
{
    private readonly Lock _lock = new();
    private (S3Place Place, string Secret, S3Store Store)? _bucket;

    /// <summary>Where copies lie on this machine, and what is on its way to a store.</summary>
    public string Folder => Path.Combine(storage.Value.Data, "recordings");

    /// <summary>Where a recording lies while it is fetched: by the call's id, so that what a killed node left is written over.</summary>
    public string PartOf(CallId call) => Path.Combine(Folder, "on-the-way", call.Value);

    /// <summary>Deletes what a killed node left of it.</summary>
    public void DropPart(CallId call)
    {
        if (File.Exists(PartOf(call)))
            File.Delete(PartOf(call));
    }

    /// <summary>Null where there is none: no bucket was set up.</summary>
    public async Task<IRecordingStore?> FindAsync(RecordingStoreKind kind, CancellationToken cancellation) =>
        kind switch
        {
            RecordingStoreKind.Link => null,
            RecordingStoreKind.Folder => new FolderStore(Folder),
            RecordingStoreKind.S3 => await copies.BucketAsync(cancellation) is { } bucket ? Bucket(bucket.Place, bucket.Secret) : null,
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    private S3Store Bucket(S3Place place, string secret)
    {
        lock (_lock)
        {
            if (_bucket is { } known && known.Place == place && known.Secret == secret)
                return known.Store;
            // The old client may still be in use by an answer; it holds no connection of its own and is left to be collected.
            var store = new S3Store(place, secret, options.Value.CopyTimeout);
            _bucket = (place, secret, store);
            return store;
        }
    }

    public void Dispose() => _bucket?.Store.Dispose();
}
