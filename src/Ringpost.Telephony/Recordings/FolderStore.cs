namespace Ringpost.Telephony.Recordings;

/// <summary>Copies below a folder. A copy appears under its name only once all of it is on the disk.</summary>
internal sealed class FolderStore(string root) : IRecordingStore
{
    private const string PartEnd = ".part";

    public async Task PutAsync(string name, string contentType, Stream content, CancellationToken cancellation)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var part = path + PartEnd;
        await using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await content.CopyToAsync(file, cancellation);
            file.Flush(flushToDisk: true);
        }

        File.Move(part, path, overwrite: true);
    }

    public Task<Stream?> OpenAsync(string name, long bytes, CancellationToken cancellation)
    {
        var path = PathOf(name);
        return Task.FromResult<Stream?>(
            File.Exists(path)
                ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024, useAsync: true)
                : null
        );
    }

    public Task DeleteAsync(string name, CancellationToken cancellation)
    {
        var path = PathOf(name);
        // With what a killed copier left of it.
        foreach (var file in new[] { path + PartEnd, path })
            if (File.Exists(file))
                File.Delete(file);
        return Task.CompletedTask;
    }

    /// <summary>Names are ours, of a day and a call's id; one that leads out of the folder is a bug.</summary>
    private string PathOf(string name)
    {
        var folder = Path.GetFullPath(root) + Path.DirectorySeparatorChar;
        var path = Path.GetFullPath(Path.Combine(folder, name));
        return path.StartsWith(folder, StringComparison.Ordinal)
            ? path
            : throw new InvalidOperationException("A recording's name leads out of its folder.");
    }
}
