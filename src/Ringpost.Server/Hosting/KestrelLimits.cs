using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Ringpost.Server.Hosting;

/// <summary>What one client may ask of the server.</summary>
internal static class KestrelLimits
{
    public static void Set(KestrelServerLimits limits)
    {
        // A postback URL of 16 KB is answered in the dialect (cake.md 2.9); method and version need room beside it.
        limits.MaxRequestLineSize = (16 * 1024) + 256;
        limits.MaxRequestHeadersTotalSize = 64 * 1024;
        // The request line is read through this buffer.
        limits.MaxRequestBufferSize = 1024 * 1024;
        limits.MaxRequestBodySize = 2 * 1024 * 1024;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
    }
}
