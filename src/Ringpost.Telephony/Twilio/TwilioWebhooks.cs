using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Calls;
using Ringpost.Telephony.Carriers;

namespace Ringpost.Telephony.Twilio;

/// <summary>The pages below <c>/telephony/twilio/{carrier}/</c> that a carrier of the Twilio dialect calls (telephony.md C1, C3).</summary>
internal sealed class TwilioWebhooks(
    TwilioDoor door,
    PublicUrls urls,
    ReceiveCall receive,
    RecordLegProgress progress,
    FinishLeg finish,
    EndCall end,
    RecordRecording record
)
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/telephony/twilio/{carrier}").AllowAnonymous().ExcludeFromDescription();
        Map(pages, "voice", (webhooks, request) => webhooks.VoiceAsync(request));
        Map(pages, "dial", (webhooks, request) => webhooks.DialAsync(request));
        Map(pages, "leg", (webhooks, request) => webhooks.LegAsync(request));
        Map(pages, "status", (webhooks, request) => webhooks.StatusAsync(request));
        Map(pages, "recording", (webhooks, request) => webhooks.RecordingAsync(request));
    }

    private static void Map(IEndpointRouteBuilder pages, string page, Func<TwilioWebhooks, TwilioRequest, Task<IResult>> act) =>
        pages.MapMethods(
            "/" + page,
            Methods,
            (HttpContext http, CarrierId carrier, TwilioWebhooks webhooks) => webhooks.EnterAsync(http, carrier, act)
        );

    private Task<IResult> EnterAsync(HttpContext http, CarrierId carrier, Func<TwilioWebhooks, TwilioRequest, Task<IResult>> act) =>
        door.EnterAsync(http, carrier, request => act(this, request));

    /// <summary>A call arrives: what is to be done with it. The carrier that gets no answer in time asks again.</summary>
    private async Task<IResult> VoiceAsync(TwilioRequest request)
    {
        if (request.CallId("CallSid") is not { } call)
            return TypedResults.BadRequest();
        var answer = await receive.RunAsync(
            new(
                request.CarrierId,
                call,
                TwilioNumber.Caller(request.Form["From"]),
                TwilioNumber.Dialed(request.Form["To"]),
                request.Account.Kind == CarrierKind.Simulator,
                TwilioWords.Attested(request.Form)
            )
        );
        return Answer(request, call, answer);
    }

    /// <summary>A dial came to its end: what is to be done next.</summary>
    private async Task<IResult> DialAsync(TwilioRequest request)
    {
        if (request.CallId("CallSid") is not { } call || request.Leg is not { } leg)
            return TypedResults.BadRequest();
        var answer = await finish.RunAsync(new(request.CarrierId, call, leg, TwilioWords.Dial(request.Form)));
        await RecordAsync(request, call);
        return Answer(request, call, answer);
    }

    private async Task<IResult> LegAsync(TwilioRequest request)
    {
        if (request.CallId("ParentCallSid") is not { } call || request.Leg is not { } leg)
            return TypedResults.BadRequest();
        if (TwilioWords.Progress(request.Form) is { } report)
            await progress.RunAsync(new(request.CarrierId, call, leg, report));
        return Heard();
    }

    private async Task<IResult> StatusAsync(TwilioRequest request)
    {
        if (request.CallId("CallSid") is not { } call)
            return TypedResults.BadRequest();
        if (TwilioWords.End(request.Form["CallStatus"]) is not null)
            await end.RunAsync(new(request.CarrierId, call, TwilioWords.InboundSeconds(request.Form), TwilioWords.Stamp(request.Form)));
        await RecordAsync(request, call);
        return Heard();
    }

    private async Task<IResult> RecordingAsync(TwilioRequest request)
    {
        if (request.CallId("CallSid") is not { } call)
            return TypedResults.BadRequest();
        await RecordAsync(request, call);
        return Heard();
    }

    /// <summary>Any of the reports on an ended call may name its recording; the first that does counts (telephony.md C3).</summary>
    private async Task RecordAsync(TwilioRequest request, string call)
    {
        var url = request.Form["RecordingUrl"];
        if (request.Form["RecordingStatus"] is not (null or "completed") || url is null or { Length: > 2000 })
            return;
        if (
            Uri.TryCreate(url, UriKind.Absolute, out var parsed)
            && (parsed.Scheme == Uri.UriSchemeHttps || parsed.Scheme == Uri.UriSchemeHttp)
        )
            await record.RunAsync(new(request.CarrierId, call, url));
    }

    private IResult Answer(TwilioRequest request, string call, CallAnswer answer)
    {
        var twiml = new Twiml(page =>
            CarrierUrls.Of(urls, request.Account.Id, page)
            + (page.Contains('?', StringComparison.Ordinal) ? "&" : "?")
            + "call="
            + Uri.EscapeDataString(call)
        );
        return Xml(twiml.Write(answer));
    }

    private static IResult Heard() => Xml(Twiml.Empty);

    private static IResult Xml(string text) => TypedResults.Text(text, "text/xml; charset=utf-8");
}
