using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Ringpost.Api;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.Delivery.Credentials;
using Ringpost.Delivery.GuardedHttp;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.Import;

/// <summary>
/// Brings an account over from Ringba's API with its ids: 1 ask for the configuration, 2 store it in one transaction, 3 the call log page by page,
/// in slices. A second run changes nothing; one after a run that was cut off adds what is missing.
/// </summary>
public sealed class ImportRingba(
    Database database,
    ConfigurationVersion configuration,
    Identifiers identifiers,
    GuardedDownload http,
    IOptions<CallOptions> options,
    AdoptCredential credentials,
    TimeProvider time
)
{
    /// <param name="Token">An API token of Ringba's; it is used and not kept.</param>
    /// <param name="Account">The account's id; may be absent where the token sees one only.</param>
    /// <param name="Url">Of the API; Ringba's where absent.</param>
    /// <param name="CallsSince">From when on the call log is brought, as <c>2026-01-31</c> in the instance's zone; absent leaves it there.</param>
    /// <param name="DryRun">Find everything, store nothing.</param>
    /// <param name="Update">Overwrite what is here with another value; otherwise it is told and left.</param>
    public sealed record Request(
        string? Token,
        string? Account = null,
        string? Url = null,
        string? CallsSince = null,
        bool DryRun = false,
        bool Update = false
    );

    public async Task<Result<RingbaReport>> RunAsync(
        Actor actor,
        Request request,
        Action<string, long>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var validation = new Validation();
        var token = Token(validation, request.Token);
        var url = Address(validation, request.Url);
        var instance = await database.ReadAsync(Instance.ReadAsync, cancellation);
        var since = Since(validation, request.CallsSince, instance.Zone);
        if (validation.HasErrors)
            return validation.ToRefusal();

        var log = new RingbaLog();
        var book = new RingbaBook(log, instance.Currency, database.Now, actor.Name);
        var api = new RingbaApi(http, time, url, token);
        try
        {
            var account = new RingbaAccount(api, book, progress);
            var id = await account.FindAsync(request.Account, cancellation);
            await account.ReadAsync(id, cancellation);
            var picture = await RingbaWrite.StoreAsync(
                database,
                book,
                actor,
                request.DryRun,
                request.Update,
                configuration,
                identifiers,
                options.Value.NumberRest,
                credentials,
                cancellation
            );
            if (since is { } from)
                await CallsAsync(new RingbaCallLog(api, log, id), from, picture, log, !request.DryRun, progress, cancellation);
        }
        catch (RingbaUnreachableException e)
        {
            return new Clash("ringba-unreachable", $"{e.Message}");
        }

        return log.ToReport(request.DryRun);
    }

    private async Task CallsAsync(
        RingbaCallLog calls,
        Instant from,
        CallConfiguration picture,
        RingbaLog log,
        bool store,
        Action<string, long>? progress,
        CancellationToken cancellation
    )
    {
        var history = new RingbaHistory(database, picture, log, store);
        var reading = new RingbaCalls(picture, log, picture.Zone);
        await foreach (var record in calls.ReadAsync(from, database.Now, cancellation))
        {
            if (reading.Read(RingbaCallLog.Fields(record), "") is { } call)
                await history.AddAsync(call, cancellation);
            if (log[RingbaKind.Call].Read % 1000 == 0)
                progress?.Invoke("calls", log[RingbaKind.Call].Read);
        }

        await history.FlushAsync(cancellation);
    }

    private Instant? Since(Validation validation, string? text, TimeZoneInfo zone)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var own = new Validation();
        var range = TimeRange.Read(own, text, null, zone, TimeRange.All);
        if (own.HasErrors)
            validation.Add("callsSince", "A day as 2026-01-31, or a time as 2026-01-31T09:30:00Z.");
        else if (range.From >= database.Now)
            validation.Add("callsSince", "This lies in the future.");
        return range.From;
    }

    private static string Token(Validation validation, string? token)
    {
        var text = token?.Trim() ?? "";
        if (text.Length == 0)
            validation.Add("token", "An API token is needed: Ringba makes one under Security › API Access Tokens.");
        else if (text.Length > 4000 || text.Any(c => c is <= ' ' or > '~'))
            validation.Add("token", "This is no token: letters, digits and signs, without blanks.");
        return text;
    }

    private static Uri Address(Validation validation, string? url)
    {
        if (
            Uri.TryCreate(string.IsNullOrWhiteSpace(url) ? RingbaApi.Standard : url.Trim(), UriKind.Absolute, out var address)
            && address.Scheme is "https" or "http"
            && address is { Query: "", UserInfo: "" }
        )
            return address;
        validation.Add("url", $"The address of the API, as {RingbaApi.Standard}.");
        return new Uri(RingbaApi.Standard);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/imports/ringba",
            async (HttpContext http, Request request, ImportRingba operation) =>
                (await operation.RunAsync(http.Actor(), request, null, http.RequestAborted)).ToOk()
        );
}
