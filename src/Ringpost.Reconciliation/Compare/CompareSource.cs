using System.IO.Compression;

namespace Ringpost.Reconciliation.Compare;

/// <summary>A file of one side, by its name.</summary>
/// <param name="Open">Opens it from its beginning, as often as it is asked.</param>
public sealed record CompareSource(string Name, Func<Stream> Open)
{
    /// <summary>The text of the file, unpacked where it is gzip.</summary>
    internal StreamReader OpenText()
    {
        var stream = new BufferedStream(Open(), 128 * 1024);
        Span<byte> magic = stackalloc byte[2];
        var packed = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic[0] == 0x1f && magic[1] == 0x8b;
        stream.Dispose();
        var again = Open();
        return new StreamReader(
            packed ? new GZipStream(again, CompressionMode.Decompress) : again,
            detectEncodingFromByteOrderMarks: true,
            bufferSize: 128 * 1024
        );
    }
}
