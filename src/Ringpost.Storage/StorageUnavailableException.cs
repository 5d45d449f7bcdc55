namespace Ringpost.Storage;

/// <summary>
/// The database could not take the work: locked, full, gone, or too much waits. Nothing was stored; the caller may repeat.
/// HTTP answers 503 with <c>Retry-After</c> (architecture 4.3).
/// </summary>
public sealed class StorageUnavailableException : Exception
{
    public StorageUnavailableException() { }

    public StorageUnavailableException(string message)
        : base(message) { }

    public StorageUnavailableException(string message, Exception inner)
        : base(message, inner) { }
}
