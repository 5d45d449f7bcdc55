using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Ringpost.Testing;

/// <summary>
/// Ports for the servers of tests. They lie below those that the system gives to outgoing connections and to servers on port 0, so nobody takes one
/// between its choice and the listening, or while a server is down to be started again. A UDP socket of the same number, held as long as this process
/// lives, keeps other test processes away.
/// </summary>
internal static class FreePorts
{
    private const int First = 20_000;
    private const int Count = 12_000;

    private static readonly ConcurrentBag<Socket> Held = [];
    private static int _last = Environment.ProcessId * 97;

    public static int Take()
    {
        for (var attempt = 0; attempt < Count; attempt++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _last) % Count);
            var mark = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            if (IsBound(mark, port) && IsFree(port))
            {
                Held.Add(mark);
                return port;
            }

            mark.Dispose();
        }

        throw new InvalidOperationException($"No port from {First} to {First + Count - 1} is free.");
    }

    private static bool IsBound(Socket mark, int port)
    {
        try
        {
            mark.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
