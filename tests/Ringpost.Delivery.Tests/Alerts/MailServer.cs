using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using Ringpost.Testing;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Ringpost.Delivery.Tests.Alerts;

/// <summary>A mail server on loopback that keeps what it takes.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly Store _store = new();

    private MailServer(int port, X509Certificate2? certificate, string? password)
    {
        Port = port;
        var options = new SmtpServerOptionsBuilder()
            .ServerName("localhost")
            .Endpoint(e =>
            {
                e.Endpoint(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, port));
                e.AllowUnsecureAuthentication(false).AuthenticationRequired(password is not null);
                if (certificate is not null)
                    e.Certificate(certificate);
            })
            .Build();
        var services = new ServiceProvider();
        services.Add(_store);
        if (password is not null)
            services.Add(new Users(password));
        _running = new SmtpServer.SmtpServer(options, services).StartAsync(_stop.Token);
    }

    public int Port { get; }

    public IReadOnlyList<MimeMessage> Taken => _store.Taken;

    public static MailServer Start(int? port = null, X509Certificate2? certificate = null, string? password = null) =>
        new(port ?? PrivatePostgres.FreePort(), certificate, password);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private sealed class Store : MessageStore
    {
        private readonly Lock _lock = new();
        private readonly List<MimeMessage> _taken = [];

        public IReadOnlyList<MimeMessage> Taken
        {
            get
            {
                lock (_lock)
                    return [.. _taken];
            }
        }

        public override async Task<SmtpResponse> SaveAsync(
            ISessionContext context,
            IMessageTransaction transaction,
            ReadOnlySequence<byte> buffer,
            CancellationToken cancellationToken
        )
        {
            using var stream = new MemoryStream(buffer.ToArray());
            var message = await MimeMessage.LoadAsync(stream, cancellationToken);
            lock (_lock)
                _taken.Add(message);
            return SmtpResponse.Ok;
        }
    }

    private sealed class Users(string password) : UserAuthenticator
    {
        public override Task<bool> AuthenticateAsync(
            ISessionContext context,
            string user,
            string given,
            CancellationToken cancellationToken
        ) => Task.FromResult(given == password);
    }
}
