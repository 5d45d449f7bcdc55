using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Delivery.Alerts;

/// <summary>Sends an e-mail now, to see whether the mail server takes it.</summary>
public sealed class SendTestMail
{
    private readonly Database _database;
    private readonly MailSender _sender;

    internal SendTestMail(Database database, MailSender sender) => (_database, _sender) = (database, sender);

    public sealed record Request(string? To);

    /// <param name="Error">What went wrong; null where the server took it.</param>
    public sealed record Response(bool Sent, string? Error);

    public async Task<Result<Response>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        if (request.To?.Trim() is not { Length: > 0 } to || !SetAlertSettings.IsAddress(to))
            return new Invalid("to", "The e-mail address that gets it.");
        if (await _database.ReadAsync(MailSettings.ReadAsync, cancellation) is not { } settings)
            return new Clash("no-mail-server", "No mail server is set: name it first.");
        var error = await _sender.SendAsync(
            settings,
            to,
            "Ringpost: a test",
            "Somebody tried whether alerts of Ringpost reach you. They do.",
            cancellation
        );
        return new Response(error is null, error);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/settings/mail/test",
            async (HttpContext http, Request request, SendTestMail operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}
