using System.Net;
using System.Net.Sockets;

namespace Ringpost.Server.Hosting;

/// <summary>Whether the addresses can be listened on, asked before anything is done: the host itself tells late and at length.</summary>
internal static class ListenCheck
{
    public static void Run(IConfiguration configuration)
    {
        // Endpoints of Kestrel's own section take the place of Urls.
        if (configuration.GetSection("Kestrel:Endpoints").Exists())
            return;
        foreach (var url in HostSettings.ListenOn(configuration))
        {
            var address = BindingAddress.Parse(url);
            if (!address.IsUnixPipe && !address.IsNamedPipe)
                Try(url, address);
        }
    }

    private static void Try(string url, BindingAddress address)
    {
        try
        {
            using var listener = new TcpListener(Find(address.Host), address.Port);
            listener.Start();
        }
        catch (SocketException e)
        {
            var why = e.SocketErrorCode == SocketError.AddressAlreadyInUse ? "another program listens there" : e.Message;
            throw new InvalidOperationException($"Can't listen on {url}: {why}. Choose another address with --urls.");
        }
    }

    private static IPAddress Find(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var given) ? given
        : host == "localhost" ? IPAddress.Loopback
        : IPAddress.Any;
}
