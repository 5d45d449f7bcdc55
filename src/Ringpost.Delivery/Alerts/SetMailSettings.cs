using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Waking;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Alerts;

/// <summary>Names the mail server. Its password is stored sealed and never shown again.</summary>
public sealed class SetMailSettings(Database database, SecretBox secrets, Wake wake)
{
    /// <param name="Host">Empty: no mail server, and e-mails wait.</param>
    /// <param name="Security">One of <see cref="MailSecurity"/>; absent is <c>startTls</c>.</param>
    /// <param name="Port">Absent is 587 with <c>startTls</c>, 465 with <c>tls</c>, 25 with <c>none</c>.</param>
    /// <param name="Password">Absent stays as it is while host and user name do; empty removes it.</param>
    public sealed record Request(
        string? Host,
        int? Port = null,
        string? Security = null,
        string? From = null,
        string? UserName = null,
        string? Password = null
    );

    /// <param name="HasPassword">Whether one is stored.</param>
    public sealed record Response(string Host, int Port, MailSecurity Security, string From, string UserName, bool HasPassword)
    {
        internal static Response Of(MailSettings? settings) =>
            settings is null
                ? new("", 587, MailSecurity.StartTls, "", "", false)
                : new(settings.Host, settings.Port, settings.Security, settings.From, settings.UserName, settings.Password.Length > 0);
    }

    public async Task<Result<Response>> ReadAsync(Actor actor, CancellationToken cancellation = default) =>
        actor.May(Permission.Administer)
            ? Response.Of(await database.ReadAsync(MailSettings.ReadAsync, cancellation))
            : new Forbidden(Permission.Administer);

    public async Task<Result<Response>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var validation = new Validation();
        var host = validation.Text("host", request.Host);
        var security = validation.Choice<MailSecurity>("security", request.Security, MailSecurity.StartTls);
        var port = validation.Whole("port", request.Port, 1, 65535, UsualPort(security));
        var from = validation.Text("from", request.From);
        var userName = validation.Text("userName", request.UserName);
        if (host.Length > 0 && Uri.CheckHostName(host) == UriHostNameType.Unknown)
            validation.Add("host", "A host name or address, as smtp.example.com, without a port.");
        if (host.Length > 0 && !SetAlertSettings.IsAddress(from))
            validation.Add("from", "An e-mail address that the server lets us send as, as ringpost@example.com.");
        if (security == MailSecurity.None && userName.Length > 0)
            validation.Add(
                "security",
                "A password would go over the network in the clear: choose startTls or tls, or leave the user name out."
            );
        if (validation.HasErrors)
            return validation.ToRefusal();
        return await database.WriteOnceAsync<Response>(
            actor,
            WriteKeys.Of("settings:mail"),
            async unit =>
            {
                var before = await MailSettings.ReadAsync(unit.Connection);
                // A password goes only to the server and the user that it was given for.
                var kept = before is not null && before.Host == host && before.UserName == userName ? before.Password : "";
                var password = request.Password switch
                {
                    null => kept,
                    "" => "",
                    var given => secrets.Seal(given, MailSettings.Purpose),
                };
                var after = host.Length == 0 ? null : new MailSettings(host, port, security, from, userName, password);
                await MailSettings.WriteAsync(unit, after);
                await ChangeLogSql.AppendAsync(unit, actor, "settings", "mail", "update", Response.Of(before), Response.Of(after));
                await AlertMailsSql.RetryAsync(unit);
                unit.AfterCommit(() => wake.Raise(AlertWorker.Topic));
                return Response.Of(after);
            },
            cancellation
        );
    }

    private static int UsualPort(MailSecurity security) =>
        security switch
        {
            MailSecurity.StartTls => 587,
            MailSecurity.Tls => 465,
            MailSecurity.None => 25,
        };

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/settings/mail",
            async (HttpContext http, SetMailSettings operation) => (await operation.ReadAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
        api.MapPut(
            "/settings/mail",
            async (HttpContext http, Request request, SetMailSettings operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
    }
}
