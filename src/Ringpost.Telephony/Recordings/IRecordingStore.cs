using Amazon.Runtime;

namespace Ringpost.Telephony.Recordings;

/// <summary>Holds copies of recordings by name. The same name again replaces what it held, whole or not at all.</summary>
internal interface IRecordingStore
{
    Task PutAsync(string name, string contentType, Stream content, CancellationToken cancellation);

    /// <summary>The copy as a stream that can be read from any place; null where it is gone.</summary>
    Task<Stream?> OpenAsync(string name, long bytes, CancellationToken cancellation);

    /// <summary>One that is gone already is as good as deleted.</summary>
    Task DeleteAsync(string name, CancellationToken cancellation);
}

internal static class StoreFault
{
    /// <summary>Whether a disk or a bucket said no, as they do: not a bug.</summary>
    public static bool Is(Exception exception) =>
        exception
            is IOException
                or UnauthorizedAccessException
                or HttpRequestException
                or AmazonClientException
                or AmazonServiceException
                or TimeoutException;
}
