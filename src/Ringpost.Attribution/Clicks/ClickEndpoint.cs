using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Postbacks;
using Ringpost.Attribution.Reports;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Settings;

namespace Ringpost.Attribution.Clicks;

/// <summary>
/// <c>/?a=&amp;c=</c>: 1 read, 2 find the campaign or where else the click goes, 3 write and wait for the commit, 4 redirect. Only links from
/// configuration are redirected to (cake.md 2.10). No model binding: this is a hot path.
/// </summary>
internal sealed class ClickEndpoint(
    Snapshot<OfferConfiguration> configurations,
    BatchLane<ClickDraft, WrittenClick> lane,
    SessionCookie cookie,
    Identifiers identifiers,
    TimeProvider time,
    IMeterFactory meters
)
{
    public const int LongestHeader = 512;

    private static readonly string[] PurposeHeaders = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"];

    private readonly Counter<long> _counter = meters
        .Create("Ringpost.Attribution")
        .CreateCounter<long>("ringpost.clicks", description: "Clicks by what became of them");

    /// <summary>Whether <c>/</c> was asked for with both <c>a</c> and <c>c</c>.</summary>
    public static bool IsClick(HttpRequest request) =>
        request.Path.Value is "/"
        && request.QueryString.HasValue
        && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && ClickRequest.IsClick(request.QueryString.Value);

    public async Task RunAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (IsPrefetch(http.Request))
        {
            // Nobody has clicked yet; the browser asks again when somebody does.
            Answer(http, StatusCodes.Status503ServiceUnavailable, "prefetch");
            return;
        }

        try
        {
            var configuration = await configurations.GetAsync();
            var request = ClickRequest.Read(http.Request.QueryString.Value);
            var decision = ClickRule.Decide(request.Affiliate, request.Creative, configuration);
            HashSet<OfferCampaignId>? closed = null;
            while (decision is ClickDecision.Taken open && !await TakeAsync(http, request, open, configuration))
            {
                (closed ??= []).Add(open.Campaign.Id);
                decision = ClickRule.Decide(request.Affiliate, request.Creative, configuration, closed);
            }

            switch (decision)
            {
                case ClickDecision.Taken:
                    break;
                case ClickDecision.Elsewhere elsewhere:
                    Redirect(
                        http,
                        elsewhere.Link,
                        new LinkValues(
                            new AffiliateId(Math.Max(0, request.Affiliate)),
                            elsewhere.Offer,
                            default,
                            elsewhere.Creative,
                            0,
                            0,
                            request.SubIds,
                            request.Udid
                        ),
                        "redirected"
                    );
                    break;
                case ClickDecision.NotFound:
                    Answer(http, StatusCodes.Status404NotFound, "notFound");
                    break;
            }
        }
        catch (StorageUnavailableException)
        {
            http.Response.Headers.RetryAfter = "2";
            Answer(http, StatusCodes.Status503ServiceUnavailable, "overloaded");
        }
    }

    /// <summary>False where a cap of the campaign is met: nothing was stored, and the click goes where the campaign's redirects say.</summary>
    private async Task<bool> TakeAsync(HttpContext http, ClickRequest request, ClickDecision.Taken taken, OfferConfiguration configuration)
    {
        var values = new LinkValues(
            taken.Campaign.AffiliateId,
            taken.Offer.Id,
            taken.Campaign.Id,
            taken.Creative.Id,
            0,
            0,
            request.SubIds,
            request.Udid
        );
        if (HttpMethods.IsHead(http.Request.Method))
        {
            // A checker of links, no person.
            Redirect(http, taken.Link, values, "head");
            return true;
        }

        var draft = Draft(http, request, taken, configuration);
        var written = await lane.SubmitAsync(draft);
        if (written.IsClosed)
            return false;
        if (draft.Kind == ClickKind.Person)
            cookie.Write(http, draft.Session, configuration.LongestCookieDays);
        else if (draft.Kind == ClickKind.Test)
            cookie.WriteTest(http, draft.Session);
        Redirect(
            http,
            taken.Link,
            values with
            {
                Session = draft.Session,
                Request = written.Request,
            },
            draft.Kind == ClickKind.Bot ? "bot"
                : draft.Kind == ClickKind.Test ? "test"
                : written.IsDuplicate ? "duplicate"
                : "unique"
        );
        return true;
    }

    private ClickDraft Draft(HttpContext http, ClickRequest request, ClickDecision.Taken taken, OfferConfiguration configuration)
    {
        var now = Instant.Now(time);
        var isTest = TestLink.IsKey(request.TestKey, taken.Offer);
        // A test has nothing to do with what the browser did before.
        var session = isTest ? 0 : SessionCookie.Read(http.Request, now);
        var settings = configuration.ClicksOf(taken.Offer.Id);
        var ip = IpRange.Unmap(http.Connection.RemoteIpAddress ?? IPAddress.None).ToString();
        var userAgent = PostbackArrival.Storable(http.Request.Headers.UserAgent.ToString(), LongestHeader);
        var kind =
            isTest ? ClickKind.Test
            : BotRule.IsBot(userAgent) ? ClickKind.Bot
            : ClickKind.Person;
        var contract = configuration.ContractOf(taken.Offer, taken.Campaign);
        return new ClickDraft
        {
            Id = identifiers.Number(now),
            At = now,
            Session = session == 0 ? identifiers.Number(now) : session,
            IsNewSession = session == 0,
            Cell = new ReportCell(
                taken.Offer.AdvertiserId,
                taken.Offer.Id,
                taken.Campaign.AffiliateId,
                taken.Campaign.Id,
                taken.Creative.Id,
                default,
                taken.Offer.Currency
            ),
            Kind = kind,
            Caps = kind != ClickKind.Person ? null : configuration.Caps.OfClick(taken.Offer.Id, contract.Id, taken.Campaign.Id, now),
            Ip = ip,
            UserAgent = userAgent,
            Referrer = PostbackArrival.Storable(http.Request.Headers.Referer.ToString(), LongestHeader),
            SubIds = request.SubIds,
            Udid = request.Udid,
            // Found by its own session alone: no real conversion may run into a test.
            DeviceHash = isTest ? null : ClickHash.OfDevice(taken.Offer.Id, request.Udid),
            RegenerationHash = isTest ? null : ClickHash.OfRegeneration(settings, ip, userAgent, request.SubIds?[0]),
            CookieDays = settings.CookieDays,
            LastTouch = settings.LastTouch,
            Deduplication = settings.Deduplication,
        };
    }

    private static bool IsPrefetch(HttpRequest request)
    {
        foreach (var header in PurposeHeaders)
            if (
                request.Headers.TryGetValue(header, out var purpose)
                && (
                    purpose.ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase)
                    || purpose.ToString().Contains("preview", StringComparison.OrdinalIgnoreCase)
                )
            )
                return true;
        return false;
    }

    private void Redirect(HttpContext http, string link, in LinkValues values, string outcome)
    {
        http.Response.Headers.Location = LinkTemplate.Fill(link, values);
        Answer(http, StatusCodes.Status302Found, outcome);
    }

    private void Answer(HttpContext http, int status, string outcome)
    {
        _counter.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        http.Response.StatusCode = status;
        http.Response.ContentLength = 0;
    }
}
