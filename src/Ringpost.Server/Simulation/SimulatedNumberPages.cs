namespace Ringpost.Server.Simulation;

/// <summary>The simulator's IncomingPhoneNumbers, AvailablePhoneNumbers and price list.</summary>
internal static class SimulatedNumberPages
{
    private static readonly string[] TollFree = ["+1800", "+1833", "+1844", "+1855", "+1866", "+1877", "+1888"];

    /// <summary>What can be set, and the name under which it is shown.</summary>
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["FriendlyName"] = "friendly_name",
        ["VoiceUrl"] = "voice_url",
        ["VoiceMethod"] = "voice_method",
        ["VoiceFallbackUrl"] = "voice_fallback_url",
        ["VoiceFallbackMethod"] = "voice_fallback_method",
        ["StatusCallback"] = "status_callback",
        ["StatusCallbackMethod"] = "status_callback_method",
        ["VoiceApplicationSid"] = "voice_application_sid",
        ["TrunkSid"] = "trunk_sid",
    };

    public static void Map(IEndpointRouteBuilder account, SimulatedBooks books)
    {
        account.MapGet("/IncomingPhoneNumbers.json", (HttpRequest request) => List(request, books));
        account.MapPost("/IncomingPhoneNumbers.json", (HttpRequest request) => BuyAsync(request, books));
        account.MapGet("/IncomingPhoneNumbers/{sid}.json", (string sid) => Find(books, sid, number => Results.Json(Show(books, number))));
        account.MapPost("/IncomingPhoneNumbers/{sid}.json", (HttpRequest request, string sid) => SetAsync(request, books, sid));
        account.MapDelete(
            "/IncomingPhoneNumbers/{sid}.json",
            (string sid) =>
                Find(
                    books,
                    sid,
                    number =>
                    {
                        books.Numbers.TryRemove(sid, out _);
                        books.ForSale[number.PhoneNumber] = true;
                        return Results.NoContent();
                    }
                )
        );
        account.MapGet(
            "/AvailablePhoneNumbers/{country}/{kind}.json",
            (HttpRequest request, string country, string kind) => Search(request, books, country, kind)
        );
    }

    public static IResult Prices(string country) =>
        Results.Json(
            new Dictionary<string, object>
            {
                ["country"] = country,
                ["iso_country"] = country,
                ["phone_number_prices"] = new[] { ("local", SimulatedBooks.LocalPrice), ("toll free", SimulatedBooks.TollFreePrice) }
                    .Select(p => new Dictionary<string, string>
                    {
                        ["number_type"] = p.Item1,
                        ["base_price"] = $"{p.Item2:0.000}",
                        ["current_price"] = $"{p.Item2:0.000}",
                    })
                    .ToArray(),
                ["price_unit"] = "USD",
                ["url"] = $"https://pricing.twilio.com/v1/PhoneNumbers/Countries/{country}",
            }
        );

    private static IResult List(HttpRequest request, SimulatedBooks books)
    {
        var wanted = request.Query["PhoneNumber"].ToString();
        return SimulatedCarrierApi.Page(
            request,
            "incoming_phone_numbers",
            books
                .Numbers.Values.Where(n => n.PhoneNumber.Contains(wanted, StringComparison.Ordinal))
                .OrderBy(n => n.PhoneNumber, StringComparer.Ordinal)
                .Select(n => Show(books, n))
        );
    }

    private static async Task<IResult> BuyAsync(HttpRequest request, SimulatedBooks books)
    {
        var form = await request.ReadFormAsync();
        var wanted = form["PhoneNumber"].ToString();
        if (!books.ForSale.TryRemove(wanted, out _))
            return SimulatedCarrierApi.Error(400, 21422, $"{wanted} is not available.");
        var number = books.AddNumber(wanted, wanted);
        Set(number, form);
        return Results.Json(Show(books, number), statusCode: 201);
    }

    private static async Task<IResult> SetAsync(HttpRequest request, SimulatedBooks books, string sid)
    {
        var form = await request.ReadFormAsync();
        return Find(
            books,
            sid,
            number =>
            {
                Set(number, form);
                return Results.Json(Show(books, number));
            }
        );
    }

    private static void Set(SimulatedNumber number, IFormCollection form)
    {
        foreach (var setting in Settings.Keys.Where(form.ContainsKey))
            number.Settings[setting] = form[setting].ToString();
    }

    private static IResult Search(HttpRequest request, SimulatedBooks books, string country, string kind)
    {
        var (area, contains) = (
            request.Query["AreaCode"].ToString(),
            request.Query["Contains"].ToString().Replace("*", "", StringComparison.Ordinal)
        );
        var rows = books
            .ForSale.Keys.Where(n => Array.Exists(TollFree, p => n.StartsWith(p, StringComparison.Ordinal)) == (kind == "TollFree"))
            .Where(n => n.StartsWith("+1" + area, StringComparison.Ordinal) && n.Contains(contains, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(n => new Dictionary<string, object?>
            {
                ["phone_number"] = n,
                ["friendly_name"] = n,
                ["locality"] = kind == "TollFree" ? null : "Springfield",
                ["region"] = kind == "TollFree" ? null : "IL",
                ["iso_country"] = country,
                ["capabilities"] = Capabilities,
            });
        return SimulatedCarrierApi.Page(request, "available_phone_numbers", rows);
    }

    private static readonly Dictionary<string, bool> Capabilities = new()
    {
        ["voice"] = true,
        ["SMS"] = true,
        ["MMS"] = false,
    };

    private static IResult Find(SimulatedBooks books, string sid, Func<SimulatedNumber, IResult> act) =>
        books.Numbers.TryGetValue(sid, out var number)
            ? act(number)
            : SimulatedCarrierApi.Error(404, 20404, $"The requested resource /IncomingPhoneNumbers/{sid}.json was not found");

    private static Dictionary<string, object?> Show(SimulatedBooks books, SimulatedNumber number)
    {
        var shown = new Dictionary<string, object?>
        {
            ["sid"] = number.Sid,
            ["account_sid"] = books.AccountSid,
            ["phone_number"] = number.PhoneNumber,
            ["capabilities"] = Capabilities,
            ["api_version"] = "2010-04-01",
            ["status"] = "in-use",
            ["uri"] = $"/2010-04-01/Accounts/{books.AccountSid}/IncomingPhoneNumbers/{number.Sid}.json",
        };
        foreach (var (setting, name) in Settings)
            shown[name] = number[setting];
        return shown;
    }
}
