using System.Globalization;

namespace Ringpost.Server.Simulation;

/// <summary>The simulator's Calls: list with its filters, read, and end.</summary>
internal static class SimulatedCallPages
{
    public static void Map(IEndpointRouteBuilder account, SimulatedBooks books)
    {
        account.MapGet("/Calls.json", (HttpRequest request) => List(request, books));
        account.MapGet("/Calls/{sid}.json", (string sid) => Find(books, sid));
        account.MapPost("/Calls/{sid}.json", (HttpRequest request, string sid) => UpdateAsync(request, books, sid));
    }

    private static IResult Find(SimulatedBooks books, string sid) =>
        books.Calls.TryGetValue(sid, out var call)
            ? Results.Json(Show(books, call))
            : SimulatedCarrierApi.Error(404, 20404, $"The requested resource /Calls/{sid}.json was not found");

    private static async Task<IResult> UpdateAsync(HttpRequest request, SimulatedBooks books, string sid)
    {
        var form = await request.ReadFormAsync();
        if (!books.Calls.ContainsKey(sid))
            return Find(books, sid);
        return form["Status"] == "completed" && books.TryEnd(sid)
            ? Find(books, sid)
            : SimulatedCarrierApi.Error(400, 21220, "Call is not in-progress. Cannot redirect.");
    }

    private static IResult List(HttpRequest request, SimulatedBooks books)
    {
        var query = request.Query;
        var rows = books.Calls.Values.AsEnumerable();
        if (query["ParentCallSid"].ToString() is { Length: > 0 } parent)
            rows = rows.Where(c => c.ParentSid == parent);
        if (query["To"].ToString() is { Length: > 0 } to)
            rows = rows.Where(c => c.To == to);
        if (query["Status"].ToString() is { Length: > 0 } status)
            rows = rows.Where(c => c.Status == status);
        if (Moment(query["StartTime>"]) is { } from)
            rows = rows.Where(c => c.StartedAt >= from);
        // A day counts to the midnight that begins it.
        if (Moment(query["StartTime<"]) is { } until)
            rows = rows.Where(c => c.StartedAt <= until);
        return SimulatedCarrierApi.Page(request, "calls", rows.OrderByDescending(c => c.StartedAt).Select(c => Show(books, c)));
    }

    private static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static Dictionary<string, object?> Show(SimulatedBooks books, SimulatedRecord call) =>
        new()
        {
            ["sid"] = call.Sid,
            ["account_sid"] = books.AccountSid,
            ["parent_call_sid"] = call.ParentSid,
            ["from"] = call.From,
            ["to"] = call.To,
            ["status"] = call.Status,
            ["direction"] = call.ParentSid is null ? "inbound" : "outbound-dial",
            ["date_created"] = CarrierRequests.Timestamp(call.StartedAt),
            ["date_updated"] = CarrierRequests.Timestamp(call.EndedAt ?? call.StartedAt),
            ["start_time"] = CarrierRequests.Timestamp(call.StartedAt),
            ["end_time"] = call.EndedAt is { } end ? CarrierRequests.Timestamp(end) : null,
            ["duration"] = call.Seconds?.ToString(CultureInfo.InvariantCulture),
            ["price"] = books.PricesLate || call.Price is not { } price ? null : (-price).ToString("0.00000", CultureInfo.InvariantCulture),
            ["price_unit"] = "USD",
            ["api_version"] = "2010-04-01",
            ["uri"] = $"/2010-04-01/Accounts/{books.AccountSid}/Calls/{call.Sid}.json",
        };
}
