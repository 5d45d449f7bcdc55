using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Numbers;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Writing;
using Ringpost.Telephony.Rest;

namespace Ringpost.Telephony.Numbers;

/// <summary>Gives a number back to the carrier; refused while it is in use here. It is held meanwhile, so that nobody adds it.</summary>
public sealed class ReleaseCarrierNumber(CarrierAccounts accounts, HoldNumber hold, Database database)
{
    /// <param name="Number">What was given back.</param>
    public sealed record Answer(PhoneNumber Number);

    public async Task<Result<Answer>> RunAsync(Actor actor, CarrierId id, string sid, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var opened = await accounts.OpenAsync(id, cancellation);
        if (!opened.IsOk)
            return opened.Refusal;
        var found = await opened.Value.GetNumberAsync(sid, cancellation);
        if (!found.IsOk)
            return found.Refusal;
        if (found.Value is not { } number)
            return new Missing($"Number {sid} of {opened.Value.Account.Name}");
        var held = await hold.RunAsync(actor, number.Number, cancellation);
        if (!held.IsOk)
            return held.Refusal;
        try
        {
            if (await opened.Value.ReleaseAsync(sid, cancellation) is { } refusal)
                return refusal;
            await database.WriteAsync(
                WriteKeys.None,
                unit => ChangeLogSql.AppendAsync(unit, actor, "carrier", $"{id}", "release-number", new { number.Number, sid }, null),
                cancellation
            );
            return new Answer(number.Number);
        }
        finally
        {
            await hold.EndAsync(number.Number, CancellationToken.None);
        }
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete(
            "/carriers/{id}/numbers/{sid}",
            async (HttpContext http, CarrierId id, string sid, ReleaseCarrierNumber operation) =>
                (await operation.RunAsync(http.Actor(), id, sid, http.RequestAborted)).ToNoContent()
        );
}
