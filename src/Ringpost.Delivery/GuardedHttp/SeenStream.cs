using System.Net;
using System.Net.Sockets;

namespace Ringpost.Delivery.GuardedHttp;

/// <summary>Where one request went: filled in by the connection that carries it.</summary>
internal sealed class SeenAddress
{
    // A pooled connection serves many requests: what is written on it belongs to the one whose flow writes.
    private static readonly AsyncLocal<SeenAddress?> Writing = new();

    public IPAddress? Address { get; set; }

    /// <summary>From here on, in this flow.</summary>
    public static SeenAddress Begin() => Writing.Value = new SeenAddress();

    public static SeenAddress? Current => Writing.Value;
}

/// <summary>A connection that tells each request that is written on it where it leads.</summary>
internal sealed class SeenStream(Socket socket, IPAddress address) : NetworkStream(socket, ownsSocket: true)
{
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (SeenAddress.Current is { } seen)
            seen.Address = address;
        return base.WriteAsync(buffer, cancellationToken);
    }
}
