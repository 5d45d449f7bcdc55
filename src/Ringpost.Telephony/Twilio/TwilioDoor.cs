using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Ringpost.Api;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Telephony.Carriers;

namespace Ringpost.Telephony.Twilio;

/// <summary>A webhook whose signature fits: the account it came to and its fields.</summary>
internal sealed record TwilioRequest(CarrierAccount Account, TwilioForm Form, IQueryCollection Query)
{
    public string CarrierId => Account.Id.Value;

    /// <summary>The call that a report belongs to: named in the URL that we gave, else by the field.</summary>
    public string? CallId(string field) => TwilioWords.Id(Query["call"]) ?? TwilioWords.Id(Form[field]);

    public int? Leg => (int?)TwilioWords.Whole(Query["leg"]);
}

/// <summary>
/// Lets a webhook in: 1 find the account, 2 read the fields, 3 check the signature over the public URL, 4 act, 5 answer. What is not signed
/// gets 403 and a line in the log; what can't be stored 503, so that the carrier repeats.
/// </summary>
internal sealed class TwilioDoor(Snapshot<CarrierDirectory> carriers, PublicUrls urls, ILogger<TwilioDoor> log)
{
    public async Task<IResult> EnterAsync(HttpContext http, CarrierId id, Func<TwilioRequest, Task<IResult>> act)
    {
        try
        {
            if (!(await carriers.GetAsync(http.RequestAborted)).Accounts.TryGetValue(id, out var account))
                return Refuse(http, id, "no such account");
            if (await TwilioForm.ReadAsync(http.Request, http.RequestAborted) is not { } form)
                return TypedResults.BadRequest();
            var match = Check(http, account, form);
            if (match == SignatureMatch.None)
                return Refuse(http, id, "the signature does not fit");
            if (match == SignatureMatch.WithoutLateFields)
                TelephonyLog.LateFields(log, id.Value);
            return await act(new TwilioRequest(account, form, http.Request.Query));
        }
        catch (StorageUnavailableException e)
        {
            TelephonyLog.NotStored(log, id.Value, http.Request.Path.Value ?? "", e.Message);
            http.Response.Headers.RetryAfter = "2";
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private SignatureMatch Check(HttpContext http, CarrierAccount account, TwilioForm form)
    {
        var headers = http.Request.Headers;
        var signature = headers["X-Twilio-Signature"].ToString();
        if (signature.Length == 0 && account.Kind == CarrierKind.Signalwire)
            signature = headers["X-SignalWire-Signature"].ToString();
        // A GET is signed by its URL, which holds the fields.
        var fields = HttpMethods.IsPost(http.Request.Method) ? form.Fields : [];
        return TwilioSignature.Check(account.Token, urls.Public, PublicUrl(http), fields, signature);
    }

    /// <summary>What the carrier called, whatever a proxy made of it: our public address and the path and query byte for byte.</summary>
    private string PublicUrl(HttpContext http)
    {
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget;
        var path =
            target is { Length: > 0 } && target[0] == '/'
                ? target
                : http.Request.PathBase + http.Request.Path + http.Request.QueryString.Value;
        return urls.Public.AbsoluteUri.TrimEnd('/') + path;
    }

    private IResult Refuse(HttpContext http, CarrierId id, string reason)
    {
        var path = http.Request.Path.Value ?? "";
        TelephonyLog.Refused(log, id.Value, path[(path.LastIndexOf('/') + 1)..], reason);
        return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
    }
}
