using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Postbacks;
using Ringpost.Delivery.Log;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.TestConsole;

/// <summary>
/// What would become of a postback if it arrived now: each step, the conversion, duplicates and caps as stored, and what affiliates would be
/// told. It takes the real road to the end and is rolled back there: nothing is stored, counted or sent.
/// </summary>
public sealed class TestPostback
{
    private readonly Database _database;
    private readonly PostbackReplay _replay;

    internal TestPostback(Database database, PostbackReplay replay) => (_database, _replay) = (database, replay);

    /// <param name="Url">A URL, a path with its query, a request line, or a whole request with headers and form.</param>
    /// <param name="Address">Who sends it; none is an address on no whitelist.</param>
    /// <param name="Believe"><c>token</c>: as if it carried a valid <c>k</c>; <c>ownWorker</c>: as if our own delivery worker had signed it.</param>
    public sealed record Request(string? Url, string? Address = null, string? Believe = null);

    /// <param name="Code">With <paramref name="Message"/>, what the sender would be answered.</param>
    /// <param name="Conversion">The conversion that would be stored, or the one that stands after a repeat, duplicate or completion.</param>
    /// <param name="Existing">The stored conversion that the postback runs into.</param>
    /// <param name="Postbacks">What affiliates would be told, as it would be sent.</param>
    /// <param name="Caps">The offer's caps on conversions as they would stand after it.</param>
    /// <param name="NotTold">Why the affiliate would not be told, as the end of "because …"; null where it would, or nothing would be stored.</param>
    /// <param name="Html">The HTML pixels that the browser would be handed, filled in; null where no browser asks, or nothing would be stored.</param>
    public sealed record Response(
        string Method,
        string Url,
        PostbackOutcome Outcome,
        int Code,
        string Message,
        IReadOnlyList<ExplanationLine> Steps,
        TestedConversion? Conversion,
        ConversionId? Existing,
        IReadOnlyList<TestedDelivery> Postbacks,
        Phrase? NotTold,
        IReadOnlyList<string>? Html,
        IReadOnlyList<CapAnswer> Caps,
        IReadOnlyList<Phrase> Notes
    );

    public async Task<Result<Response>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        var validation = new Validation();
        var (pasted, error) = PastedRequest.Read(request.Url);
        if (error is not null)
            validation.Add("url", error);
        var address = IPAddress.Any;
        if (!string.IsNullOrWhiteSpace(request.Address) && !IPAddress.TryParse(request.Address.Trim(), out address))
            validation.Add("address", "This is not an IPv4 or IPv6 address.");
        if (request.Believe is not (null or "" or "token" or "ownWorker"))
            validation.Add("believe", "Name token, ownWorker or nothing.");
        if (validation.HasErrors)
            return validation.ToRefusal();

        var picture = await _replay.PictureAsync(cancellation);
        var row = new StoredLogRow
        {
            At = _database.Now.UnixMilliseconds,
            Method = pasted!.Method,
            Ip = IpRange.Unmap(address!).ToString(),
            Url = pasted.Target,
            UrlLength = pasted.Target.Length,
            Form = pasted.Form,
            Referrer = pasted.Referrer,
            UserAgent = pasted.UserAgent,
            IdempotencyKey = pasted.IdempotencyKey,
            OwnWorker = request.Believe == "ownWorker",
        };
        var item = await _database.ReadAsync(
            c => _replay.DecideAsync(c, row, picture, "Not asked: this is a test.", request.Believe == "token"),
            cancellation
        );
        return await _database.ForeseeAsync(WriteKeys.None, unit => WriteAsync(unit, actor, item, pasted, picture), cancellation);
    }

    private async Task<Response> WriteAsync(WriteUnit unit, Actor actor, PostbackItem item, PastedRequest pasted, ReplayPicture picture)
    {
        var written = (await _replay.WriteAsync(unit, [item]))[0];
        await unit.SendWaitingAsync();
        var row = PixelLogView.Of((await PixelLogSql.FindAsync(unit.Connection, written.PixelLogId))!, actor);
        var isNew = written.Outcome == PostbackOutcome.Stored;
        var conversion = written.Conversion is { } id
            ? (await ConversionsSql.FindAsync(unit.Connection, id))?.ToAnswer(picture.PublicIds, actor)
            : null;
        var queued = written.Conversion is { } source
            ? await DeliveriesOf.ReadAsync(unit.Connection, actor, "conversion", $"{source}")
            : [];
        var (code, message) = written.Outcome.Envelope();
        return new Response(
            row.Method,
            row.Url,
            written.Outcome,
            code,
            message,
            isNew ? [.. row.Explanation.SkipLast(1), WouldStore] : row.Explanation,
            conversion is null ? null : TestedConversion.Of(conversion),
            isNew ? null : written.Conversion,
            // What an existing conversion has queued before is not this postback's.
            [.. queued.Where(d => isNew || d.CreatedAt >= unit.Now).Select(TestedDelivery.Of)],
            isNew ? item.Conversion?.Fire.NotTold?.Because() : null,
            item.Conversion is { HasBrowser: true } ? [.. (written.Html ?? []).Select(h => SeenUrls.Seen(h, actor)!)] : null,
            item.Offer is { } offer ? await CapsAsync(unit, offer) : [],
            pasted.Notes
        );
    }

    private static async Task<IReadOnlyList<CapAnswer>> CapsAsync(WriteUnit unit, OfferId offer)
    {
        var caps = new List<CapAnswer>();
        foreach (var cap in await CapsSql.ListAsync(unit.Connection, offer, 0, 100))
            if (cap.Type == CapType.Conversion)
                caps.Add(await CapNow.ReadAsync(unit.Connection, cap, unit.Now));
        return caps;
    }

    private static readonly ExplanationLine WouldStore = new("write", "pass", "Would be stored as a new conversion.");

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/postbacks/test",
            async (HttpContext http, Request request, TestPostback operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}
