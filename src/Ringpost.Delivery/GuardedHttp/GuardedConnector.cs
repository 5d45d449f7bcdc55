using System.Net;
using System.Net.Sockets;

namespace Ringpost.Delivery.GuardedHttp;

/// <summary>Finds a host's addresses; the system's resolver outside of tests.</summary>
internal delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellation);

/// <summary>
/// Opens the connections of the guarded client: resolves the name once, refuses if any of its addresses is not allowed, and connects to an
/// address that was checked, so that no second look-up can lead elsewhere (architecture 4.12).
/// </summary>
internal sealed class GuardedConnector(ResolveHost resolve, bool allowPrivate)
{
    public static readonly HttpRequestOptionsKey<SeenAddress> Seen = new("Ringpost.Seen");

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await ResolveAsync(context.DnsEndPoint.Host, cancellation);
        if (!Array.TrueForAll(addresses, IsAllowed))
            throw new SendRefusedException(SendError.AddressNotAllowed);
        SocketException? last = null;
        foreach (var address in addresses)
        {
            // A connection may be opened in another flow than the request's: which one it was for is told by its message.
            if (context.InitialRequestMessage.Options.TryGetValue(Seen, out var seen))
                seen.Address = address;
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), cancellation);
                return new SeenStream(socket, address);
            }
            catch (SocketException e)
            {
                last = e;
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw new SendRefusedException(last is null ? SendError.DnsFailed : SendError.ConnectFailed);
    }

    private bool IsAllowed(IPAddress address) =>
        AddressRule.Judge(address) switch
        {
            AddressKind.Public => true,
            AddressKind.Private => allowPrivate,
            AddressKind.Closed => false,
            _ => false,
        };

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation)
    {
        if (IPAddress.TryParse(host, out var literal))
            return [literal];
        try
        {
            return await resolve(host, cancellation);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new SendRefusedException(SendError.DnsFailed);
        }
    }
}

/// <summary>Carries the reason out of the HTTP handler; never leaves the guarded client.</summary>
internal sealed class SendRefusedException(SendError error) : Exception($"{error.Sentence()}")
{
    public SendError Error { get; } = error;
}
