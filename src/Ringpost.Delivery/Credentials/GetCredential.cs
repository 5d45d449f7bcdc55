using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;

namespace Ringpost.Delivery.Credentials;

/// <summary>One credential without its secret.</summary>
public sealed class GetCredential(Snapshot<CredentialBook> book)
{
    public async Task<Result<Credential>> RunAsync(Actor actor, CredentialId id, CancellationToken cancellation = default) =>
        !actor.May(Permission.Read) ? new Forbidden(Permission.Read)
        : (await book.GetAsync(cancellation)).Find(id) is { } found ? found
        : new Missing($"Credential {id}");

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/credentials/{id}",
            async (HttpContext http, CredentialId id, GetCredential operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
