using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;

namespace Ringpost.Delivery.Credentials;

/// <summary>All credentials by name, without their secrets.</summary>
public sealed class ListCredentials(Snapshot<CredentialBook> book)
{
    public async Task<Result<Page<Credential>>> RunAsync(Actor actor, CancellationToken cancellation = default) =>
        actor.May(Permission.Read) ? new Page<Credential>((await book.GetAsync(cancellation)).All, null) : new Forbidden(Permission.Read);

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/credentials",
            async (HttpContext http, ListCredentials operation) => (await operation.RunAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
}
