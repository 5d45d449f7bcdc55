using System.Text.Json;
using Ringpost.Primitives;
using Ringpost.Telephony.Carriers;

namespace Ringpost.Telephony.Rest;

/// <summary>An account's numbers and calls over the REST dialect of Twilio (version 2010-04-01), which SignalWire and the simulator speak too.</summary>
internal sealed class TwilioAccount(CarrierRest rest, CarrierAccount account, CarrierCredentials credentials)
{
    /// <summary>The type of the refusal to end a call that is over at the carrier.</summary>
    public const string CallOver = "carrier-call-over";

    /// <summary>The carrier's number for it.</summary>
    private const int NotInProgress = 21220;

    private const int MostPages = 5_000;

    public CarrierAccount Account => account;

    private string Root => $"{credentials.Url}/2010-04-01/Accounts/{Uri.EscapeDataString(credentials.AccountSid)}";

    public Task<Result<IReadOnlyList<CarrierNumber>>> ListNumbersAsync(CancellationToken cancellation, int most = int.MaxValue) =>
        ListAsync(
            $"{Root}/IncomingPhoneNumbers.json?PageSize={Math.Min(most, 1000)}",
            "IncomingPhoneNumbers",
            "incoming_phone_numbers",
            CarrierNumber.Read,
            most,
            cancellation
        );

    /// <summary>Null where the account does not have the number.</summary>
    public async Task<Result<CarrierNumber?>> FindNumberAsync(PhoneNumber number, CancellationToken cancellation)
    {
        var found = await ListAsync(
            $"{Root}/IncomingPhoneNumbers.json?PageSize=20&PhoneNumber={Uri.EscapeDataString(number.E164)}",
            "IncomingPhoneNumbers",
            "incoming_phone_numbers",
            CarrierNumber.Read,
            20,
            cancellation
        );
        // The filter also matches parts of numbers.
        return found.IsOk ? (Result<CarrierNumber?>)found.Value.FirstOrDefault(n => n.Number == number) : found.Refusal;
    }

    /// <summary>Null where the account has no such number any more.</summary>
    public async Task<Result<CarrierNumber?>> GetNumberAsync(string sid, CancellationToken cancellation)
    {
        var url = $"{Root}/IncomingPhoneNumbers/{Uri.EscapeDataString(sid)}.json";
        var answer = await rest.SendAsync(credentials, new(HttpMethod.Get, url, "IncomingPhoneNumber", Repeatable.Always), cancellation);
        if (answer.Failure is { Fault: CarrierFault.NotThere })
            return (CarrierNumber?)null;
        if (answer.Failure is { } failure)
            return failure.ToRefusal(account.Name);
        return answer.Body is { } body ? CarrierNumber.Read(body) : null;
    }

    /// <param name="kind">Local or TollFree.</param>
    public Task<Result<IReadOnlyList<AvailableNumber>>> SearchAsync(
        string country,
        string kind,
        string? areaCode,
        string? contains,
        int most,
        CancellationToken cancellation
    ) =>
        ListAsync(
            $"{Root}/AvailablePhoneNumbers/{Uri.EscapeDataString(country)}/{kind}.json?PageSize={most}&VoiceEnabled=true"
                + (string.IsNullOrEmpty(areaCode) ? "" : $"&AreaCode={Uri.EscapeDataString(areaCode)}")
                + (string.IsNullOrEmpty(contains) ? "" : $"&Contains={Uri.EscapeDataString(contains)}"),
            "AvailablePhoneNumbers",
            "available_phone_numbers",
            AvailableNumber.Read,
            most,
            cancellation
        );

    /// <summary>What a number of the kind costs a month; null where the carrier does not say.</summary>
    public async Task<Result<Money?>> MonthlyPriceAsync(string country, string kind, CancellationToken cancellation)
    {
        if (credentials.PricingUrl is not { } url)
            return (Money?)null;
        var answer = await rest.SendAsync(
            credentials,
            new(HttpMethod.Get, $"{url}/v1/PhoneNumbers/Countries/{Uri.EscapeDataString(country)}", "PhoneNumberPrices", Repeatable.Always),
            cancellation
        );
        if (answer.Failure is { Fault: CarrierFault.NotThere })
            return (Money?)null;
        if (answer.Failure is { } failure)
            return failure.ToRefusal(account.Name);
        return answer.Body is { } body ? NumberPrice.Read(body, kind) : null;
    }

    /// <summary>Buys, and points the number here at once. Asked again only where the carrier surely did nothing.</summary>
    public Task<Result<CarrierNumber?>> BuyAsync(PhoneNumber number, NumberUrls urls, CancellationToken cancellation)
    {
        var form = urls.ToForm();
        form["PhoneNumber"] = number.E164;
        return ChangeAsync($"{Root}/IncomingPhoneNumbers.json", Repeatable.WhenNotDone, form, cancellation);
    }

    public Task<Result<CarrierNumber?>> SetUrlsAsync(string sid, NumberUrls urls, CancellationToken cancellation) =>
        ChangeAsync($"{Root}/IncomingPhoneNumbers/{Uri.EscapeDataString(sid)}.json", Repeatable.Always, urls.ToForm(), cancellation);

    /// <summary>Gives the number back. One that is gone already is as good as given back.</summary>
    public async Task<Refusal?> ReleaseAsync(string sid, CancellationToken cancellation)
    {
        var url = $"{Root}/IncomingPhoneNumbers/{Uri.EscapeDataString(sid)}.json";
        var answer = await rest.SendAsync(credentials, new(HttpMethod.Delete, url, "IncomingPhoneNumber", Repeatable.Always), cancellation);
        return answer.Failure is { Fault: not CarrierFault.NotThere } failure ? failure.ToRefusal(account.Name) : null;
    }

    /// <summary>Ends a call that goes on; null where the carrier has none.</summary>
    public Task<Result<CarrierCall?>> EndCallAsync(string sid, CancellationToken cancellation) =>
        CallAsync(sid, HttpMethod.Post, new Dictionary<string, string> { ["Status"] = "completed" }, cancellation);

    public Task<Result<CarrierCall?>> GetCallAsync(string sid, CancellationToken cancellation) =>
        CallAsync(sid, HttpMethod.Get, null, cancellation);

    public Task<Result<IReadOnlyList<CarrierCall>>> ChildrenAsync(string sid, CancellationToken cancellation) =>
        ListAsync(
            $"{Root}/Calls.json?PageSize=100&ParentCallSid={Uri.EscapeDataString(sid)}",
            "Calls",
            "calls",
            CarrierCall.Read,
            1000,
            cancellation
        );

    /// <summary>The calls and their legs that began on these days of UTC, both ends included, in no order.</summary>
    public Task<Result<IReadOnlyList<CarrierCall>>> ListCallsAsync(string firstDay, string lastDay, CancellationToken cancellation) =>
        ListAsync(
            $"{Root}/Calls.json?PageSize=1000&StartTime%3E={firstDay}&StartTime%3C={lastDay}",
            "Calls",
            "calls",
            CarrierCall.Read,
            int.MaxValue,
            cancellation
        );

    private async Task<Result<CarrierNumber?>> ChangeAsync(
        string url,
        Repeatable repeatable,
        IReadOnlyDictionary<string, string> form,
        CancellationToken cancellation
    )
    {
        var answer = await rest.SendAsync(credentials, new(HttpMethod.Post, url, "IncomingPhoneNumber", repeatable, form), cancellation);
        if (answer.Failure is { } failure)
            return failure.ToRefusal(account.Name);
        return answer.Body is { } body && CarrierNumber.Read(body) is { } number
            ? number
            : new CarrierFailure(CarrierFault.NotUnderstood).ToRefusal(account.Name);
    }

    private async Task<Result<CarrierCall?>> CallAsync(
        string sid,
        HttpMethod method,
        Dictionary<string, string>? form,
        CancellationToken cancellation
    )
    {
        var url = $"{Root}/Calls/{Uri.EscapeDataString(sid)}.json";
        var answer = await rest.SendAsync(credentials, new(method, url, "Call", Repeatable.Always, form), cancellation);
        return answer.Failure switch
        {
            { Fault: CarrierFault.NotThere } => (CarrierCall?)null,
            { Code: NotInProgress } => new Clash(CallOver, $"At {account.Name} the call is over already."),
            { } failure => failure.ToRefusal(account.Name),
            null => answer.Body is { } body && CarrierCall.Read(body) is { } call
                ? call
                : new CarrierFailure(CarrierFault.NotUnderstood).ToRefusal(account.Name),
        };
    }

    private async Task<Result<IReadOnlyList<T>>> ListAsync<T>(
        string url,
        string what,
        string name,
        Func<JsonElement, T?> read,
        int most,
        CancellationToken cancellation
    )
        where T : class
    {
        var all = new List<T>();
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await rest.SendAsync(credentials, new(HttpMethod.Get, url, what, Repeatable.Always), cancellation);
            if (answer.Failure is { } failure)
                return failure.ToRefusal(account.Name);
            if (answer.Body is not { ValueKind: JsonValueKind.Object } body || !body.TryGetProperty(name, out _))
                return new CarrierFailure(CarrierFault.NotUnderstood).ToRefusal(account.Name);
            all.AddRange(RestAnswer.List(body, name).Select(read).OfType<T>().Take(most - all.Count));
            // A path of the same carrier, never another host: the credentials go with it.
            var next = RestAnswer.Text(body, "next_page_uri");
            if (all.Count >= most || !next.StartsWith('/') || next.StartsWith("//", StringComparison.Ordinal))
                return all;
            url = new Uri(credentials.Url).GetLeftPart(UriPartial.Authority) + next;
        }

        return all;
    }
}
