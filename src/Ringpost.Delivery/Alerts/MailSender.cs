using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Ringpost.Storage.Secrets;

namespace Ringpost.Delivery.Alerts;

/// <summary>One e-mail over SMTP, within a time.</summary>
internal sealed class MailSender(SecretBox secrets)
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);

    /// <summary>Null where the server took it, else what went wrong, as a sentence.</summary>
    public async Task<string?> SendAsync(MailSettings settings, string to, string subject, string text, CancellationToken cancellation)
    {
        using var message = new MimeMessage();
        message.From.Add(new MailboxAddress("Ringpost", settings.From));
        message.To.Add(MailboxAddress.Parse(to));
        message.Subject = subject;
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Body = new TextPart("plain") { Text = text };
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        over.CancelAfter(Most);
        try
        {
            using var client = new SmtpClient();
            await client.ConnectAsync(settings.Host, settings.Port, Options(settings.Security), over.Token);
            if (settings.UserName.Length > 0)
                await client.AuthenticateAsync(
                    settings.UserName,
                    settings.Password.Length == 0 ? "" : secrets.Open(settings.Password, MailSettings.Purpose),
                    over.Token
                );
            await client.SendAsync(message, over.Token);
            await client.DisconnectAsync(true, over.Token);
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"{settings.Host} did not take it within {Most.TotalSeconds:0} seconds.";
        }
        catch (Exception e)
            when (e
                    is IOException
                        or System.Net.Sockets.SocketException
                        or ProtocolException
                        or CommandException
                        or SslHandshakeException
                        or AuthenticationException
                        or NotSupportedException
                        or System.Security.Cryptography.CryptographicException
            )
        {
            return StorableText.Cut($"{settings.Host}: {e.Message}", 500);
        }
    }

    private static SecureSocketOptions Options(MailSecurity security) =>
        security switch
        {
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            MailSecurity.None => SecureSocketOptions.None,
        };
}
