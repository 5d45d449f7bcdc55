using System.Data.Common;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Alerts;

public enum MailSecurity
{
    /// <summary>Encrypted after STARTTLS, which the server must offer. Port 587 as a rule.</summary>
    StartTls,

    /// <summary>Encrypted from the first byte. Port 465 as a rule.</summary>
    Tls,

    /// <summary>Not encrypted: for a server on the same machine or network. No password goes over it.</summary>
    None,
}

/// <summary>The mail server that takes our e-mails, by SMTP.</summary>
/// <param name="From">Who they come from, as <c>ringpost@example.com</c>.</param>
/// <param name="UserName">Empty signs in nowhere.</param>
/// <param name="Password">Sealed under the master key; empty without one.</param>
internal sealed record MailSettings(string Host, int Port, MailSecurity Security, string From, string UserName, string Password)
{
    internal const string Purpose = "mail-password";

    private const string Setting = "delivery.mail";

    /// <summary>Null where no mail server is set: e-mails wait.</summary>
    public static Task<MailSettings?> ReadAsync(DbConnection connection) => SettingsSql.ReadJsonAsync<MailSettings>(connection, Setting);

    public static Task WriteAsync(WriteUnit unit, MailSettings? settings) => SettingsSql.WriteJsonAsync(unit, Setting, settings);
}
