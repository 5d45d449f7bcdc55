using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Telephony.Rest;

namespace Ringpost.Telephony.Carriers;

/// <summary>
/// Asks the carrier for one of the account's numbers, which every key that can do the rest may do (a standard key may not read the account
/// itself), and says whether the credentials hold.
/// </summary>
public sealed class CheckCarrierApi(CarrierAccounts accounts)
{
    /// <param name="Message">What to tell the person who asked.</param>
    public sealed record Answer(Phrase Message);

    public async Task<Result<Answer>> RunAsync(Actor actor, CarrierId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var opened = await accounts.OpenAsync(id, cancellation);
        if (!opened.IsOk)
            return opened.Refusal;
        var numbers = await opened.Value.ListNumbersAsync(cancellation, most: 1);
        if (!numbers.IsOk)
            return numbers.Refusal;
        return new Answer(
            numbers.Value.Count == 0
                ? Phrase.Of($"{opened.Value.Account.Name} accepts the credentials. The account has no number yet.")
                : Phrase.Of($"{opened.Value.Account.Name} accepts the credentials; {numbers.Value[0].Number} is one of its numbers.")
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/carriers/{id}/check",
            async (HttpContext http, CarrierId id, CheckCarrierApi operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
