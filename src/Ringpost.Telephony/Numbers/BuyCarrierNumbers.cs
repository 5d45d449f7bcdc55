using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Numbers;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Writing;
using Ringpost.Telephony.Rest;

namespace Ringpost.Telephony.Numbers;

/// <summary>
/// Buys numbers at the price that the person saw and points them here; with a campaign they are assigned at once. 1 check the price and what
/// the assignment would be, 2 write down what is asked, 3 buy one by one: a number that the account has already is not bought again.
/// </summary>
public sealed class BuyCarrierNumbers(CarrierAccounts accounts, AssignNumbers assign, Database database, PublicUrls urls)
{
    private const int Most = 20;

    /// <param name="MonthlyPrice">What was shown for one number; null where the carrier named none.</param>
    /// <param name="Campaign">Its id or exact name; empty leaves the numbers unassigned.</param>
    public sealed record Request(
        IReadOnlyList<string>? Numbers,
        string? Type,
        decimal? MonthlyPrice,
        string? Currency,
        string? Country = null,
        string? Campaign = null,
        string? Publisher = null,
        bool OverrideRest = false
    );

    /// <param name="Message">Why it was not, or what else is to be said.</param>
    public sealed record Line(PhoneNumber Number, bool Bought, Phrase? Message);

    public sealed record Answer(IReadOnlyList<Line> Numbers, int Bought, bool Assigned);

    public async Task<Result<Answer>> RunAsync(Actor actor, CarrierId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var validation = new Validation();
        var country = request.Country?.Trim().ToUpperInvariant() is { Length: > 0 } given ? given : "US";
        var type = validation.Choice("type", request.Type, (CarrierNumberType?)CarrierNumberType.Local);
        var numbers = Read(validation, request.Numbers, country, type);
        if (validation.HasErrors)
            return validation.ToRefusal();
        var opened = await accounts.OpenAsync(id, cancellation);
        if (!opened.IsOk)
            return opened.Refusal;
        var account = opened.Value;
        if (await CheckAsync(actor, account, request, country, type, numbers, cancellation) is { } refusal)
            return refusal;

        await database.WriteAsync(
            WriteKeys.None,
            unit =>
                ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "carrier",
                    $"{id}",
                    "buy-numbers",
                    null,
                    new
                    {
                        numbers,
                        request.MonthlyPrice,
                        request.Currency,
                    }
                ),
            cancellation
        );
        var lines = new List<Line>();
        foreach (var number in numbers)
            lines.Add(await BuyAsync(account, number, cancellation));
        var assigned = await AssignAsync(actor, request, lines, cancellation);
        await database.WriteAsync(
            WriteKeys.None,
            unit => ChangeLogSql.AppendAsync(unit, actor, "carrier", $"{id}", "numbers-bought", null, new { lines }),
            cancellation
        );
        return new Answer(lines, lines.Count(l => l.Bought), assigned);
    }

    private static List<PhoneNumber> Read(Validation validation, IReadOnlyList<string>? texts, string country, CarrierNumberType type)
    {
        var numbers = new List<PhoneNumber>();
        if (texts is null or { Count: 0 } or { Count: > Most })
            validation.Add("numbers", $"Choose 1 to {Most} numbers.");
        foreach (var text in (texts ?? []).Take(Most))
            if (!PhoneNumber.TryParse(text, country, out var number))
                validation.Add("numbers", $"{text} is no telephone number.");
            else if (TollFree.Is(number) != (type == CarrierNumberType.TollFree))
                // The price differs, and it is the price that was agreed to.
                validation.Add(
                    "numbers",
                    TollFree.Is(number) ? Phrase.Of($"{number} is toll-free.") : Phrase.Of($"{number} is not toll-free.")
                );
            else if (!numbers.Contains(number))
                numbers.Add(number);
        return numbers;
    }

    private async Task<Refusal?> CheckAsync(
        Actor actor,
        TwilioAccount account,
        Request request,
        string country,
        CarrierNumberType type,
        List<PhoneNumber> numbers,
        CancellationToken cancellation
    )
    {
        var price = await account.MonthlyPriceAsync(country, type.ToString(), cancellation);
        if (!price.IsOk)
            return price.Refusal;
        if (price.Value?.Amount != request.MonthlyPrice || price.Value?.Currency.Code != request.Currency)
            return new Clash(
                "price-changed",
                price.Value is { } now
                    ? Phrase.Of($"A number costs {now} a month, which is not what was agreed to. Nothing was bought; search again.")
                    : Phrase.Of($"{account.Account.Name} names no price. Nothing was bought; search again.")
            );
        if (string.IsNullOrWhiteSpace(request.Campaign))
            return null;
        var plan = await assign.RunAsync(actor with { Request = null }, new(Rows(request, numbers), Apply: false), cancellation);
        if (!plan.IsOk)
            return plan.Refusal;
        var wrong = plan.Value.Rows.FirstOrDefault(r => r.Verdict == AssignmentVerdict.Error);
        return wrong is null ? null : new Clash("assignment-refused", $"Nothing was bought. {wrong.Message}");
    }

    private async Task<Line> BuyAsync(TwilioAccount account, PhoneNumber number, CancellationToken cancellation)
    {
        var found = await account.FindNumberAsync(number, cancellation);
        if (!found.IsOk)
            return new(number, false, found.Refusal.Says);
        if (found.Value is not null)
            return new(number, false, "The account has this number already.");
        var bought = await account.BuyAsync(number, NumberUrls.Of(account.Account, urls, number), cancellation);
        if (bought.IsOk)
            return new(number, true, null);
        if (!CarrierFailure.IsOpen(bought.Refusal))
            return new(number, false, bought.Refusal.Says);
        // An answer that was lost may still have been a purchase.
        var again = await account.FindNumberAsync(number, cancellation);
        return again is { IsOk: true, Value: not null } ? new(number, true, null) : new(number, false, bought.Refusal.Says);
    }

    private async Task<bool> AssignAsync(Actor actor, Request request, List<Line> lines, CancellationToken cancellation)
    {
        var bought = lines.Where(l => l.Bought).Select(l => l.Number).ToList();
        if (bought.Count == 0 || string.IsNullOrWhiteSpace(request.Campaign))
            return false;
        var result = await assign.RunAsync(actor with { Request = null }, new(Rows(request, bought), Apply: true), cancellation);
        return result is { IsOk: true, Value.Stored: true };
    }

    private static List<AssignNumbers.Row> Rows(Request request, List<PhoneNumber> numbers) =>
        [.. numbers.Select((n, i) => new AssignNumbers.Row(i + 1, n.E164, request.Campaign, request.Publisher, request.OverrideRest))];

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/carriers/{id}/numbers",
            async (HttpContext http, CarrierId id, Request request, BuyCarrierNumbers operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}

internal static class TollFree
{
    private static readonly string[] Prefixes = ["+1800", "+1833", "+1844", "+1855", "+1866", "+1877", "+1888"];

    /// <summary>Whether the called party pays: North America's prefixes. Elsewhere a carrier's own kind decides.</summary>
    public static bool Is(PhoneNumber number) => Prefixes.Any(p => number.E164.StartsWith(p, StringComparison.Ordinal));
}
