using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Ringpost.CallTracking;
using Ringpost.CallTracking.Recordings;
using Ringpost.Primitives;

namespace Ringpost.Telephony.Recordings;

/// <summary><c>GET /recordings/{call}?expires=&amp;signature=</c>: the copy to whoever has a link that fits and is not over, whole or in parts.</summary>
internal sealed class RecordingEndpoint
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/recordings/{id}", Methods, AnswerAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> AnswerAsync(
        HttpContext http,
        CallId id,
        RecordingLinks links,
        RecordingCopies copies,
        RecordingStores stores,
        TimeProvider time,
        ILogger<RecordingEndpoint> log
    )
    {
        http.Response.Headers.CacheControl = "private, no-store";
        var query = http.Request.Query;
        switch (links.Check(id, query["expires"], query["signature"], Instant.Now(time)))
        {
            case LinkVerdict.NotOurs:
                return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
            case LinkVerdict.Expired:
                return TypedResults.StatusCode(StatusCodes.Status410Gone);
            case LinkVerdict.Opens:
                break;
        }

        if (await copies.FindAsync(id, http.RequestAborted) is not { } copy)
            return TypedResults.NotFound();
        try
        {
            var store = await stores.FindAsync(copy.Store, http.RequestAborted);
            var stream = store is null ? null : await store.OpenAsync(copy.Name, copy.Bytes, http.RequestAborted);
            if (stream is not null)
                return TypedResults.Stream(stream, copy.ContentType, enableRangeProcessing: true);
            TelephonyLog.CopyUnreadable(log, id.Value, "it is not in its store");
            return TypedResults.NotFound();
        }
        catch (Exception e) when (StoreFault.Is(e))
        {
            TelephonyLog.CopyUnreadable(log, id.Value, e.Message);
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
