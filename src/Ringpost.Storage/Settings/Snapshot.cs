using System.Data.Common;

namespace Ringpost.Storage.Settings;

/// <summary>
/// An immutable picture of configuration, replaced when the configuration's version changes: the hot path reads no database for it
/// (architecture 4.6). One per kind of picture, as a singleton.
/// </summary>
public sealed class Snapshot<T>(Database database, ConfigurationVersion version, Func<DbConnection, Task<T>> load) : IDisposable
    where T : class
{
    private readonly SemaphoreSlim _loading = new(1);
    private volatile Held? _held;

    /// <summary>The picture where it is at hand and not outdated, else null: for those who would not wait in vain.</summary>
    public T? Current => _held is { } held && held.Version >= version.Current ? held.Value : null;

    public ValueTask<T> GetAsync(CancellationToken cancellation = default) =>
        Current is { } current ? new ValueTask<T>(current) : new ValueTask<T>(LoadAsync(cancellation));

    private async Task<T> LoadAsync(CancellationToken cancellation)
    {
        await _loading.WaitAsync(cancellation);
        try
        {
            if (Current is { } current)
                return current;
            // The version is read before the rows: rows that are newer than their version only cause one more load.
            var loaded = await database.ReadAsync(
                async connection => new Held(await ConfigurationVersion.ReadAsync(connection), await load(connection)),
                cancellation
            );
            version.Observe(loaded.Version);
            _held = loaded;
            return loaded.Value;
        }
        finally
        {
            _loading.Release();
        }
    }

    public void Dispose() => _loading.Dispose();

    private sealed record Held(long Version, T Value);
}
