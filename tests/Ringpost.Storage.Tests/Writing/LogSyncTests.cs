using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Ringpost.Storage.Writing;
using Xunit;

namespace Ringpost.Storage.Tests.Writing;

/// <summary>A write is answered when the disk keeps it (decision 0008); after a disk that did not, nothing is until the log is known to be whole.</summary>
public sealed class LogSyncTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ringpost-log-sync-").FullName;

    [Fact]
    public async Task After_a_sync_that_failed_nothing_counts_as_kept_before_the_log_is_begun_anew()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "a.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; CREATE TABLE things (id bigint)";
        command.ExecuteNonQuery();
        var log = SqliteFile.Log(connection);
        var (kept, lost) = (new ConcurrentQueue<List<QueuedWrite>>(), new ConcurrentQueue<List<QueuedWrite>>());
        await using var sync = new SqliteLogSync(kept.Enqueue, (group, _) => lost.Enqueue(group));
        List<QueuedWrite>[] groups =
        [
            [],
            [],
            [],
            [],
        ];

        Keep(groups[0], log);
        Assert.False(sync.HasFailed);
        // No file: as a disk that answers with an error.
        Keep(groups[1], default);
        Assert.True(sync.HasFailed);
        Keep(groups[2], log);
        Assert.True(sync.HasFailed);
        sync.BeginAnew();
        Keep(groups[3], log);

        Assert.Equal([groups[0], groups[3]], kept, ReferenceEqualityComparer.Instance.Equals);
        Assert.Equal([groups[1], groups[2]], lost, ReferenceEqualityComparer.Instance.Equals);

        void Keep(List<QueuedWrite> group, SqliteFile file)
        {
            sync.Keep(group, file);
            sync.WaitUntilIdle();
        }
    }

    public void Dispose() => Directory.Delete(_folder, true);
}
