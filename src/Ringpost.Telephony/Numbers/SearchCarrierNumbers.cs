using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Telephony.Rest;

namespace Ringpost.Telephony.Numbers;

/// <summary>What kind of number is for sale.</summary>
public enum CarrierNumberType
{
    Local,
    TollFree,
}

/// <summary>A number that the carrier sells.</summary>
public sealed record NumberOffer(PhoneNumber Number, string Locality, string Region);

/// <summary>Numbers that a carrier sells, by area code or toll-free, with what one costs a month.</summary>
public sealed class SearchCarrierNumbers(CarrierAccounts accounts)
{
    private const int Most = 30;

    public sealed record Query
    {
        /// <summary>ISO 3166 alpha-2; default US.</summary>
        public string? Country { get; init; }

        public string? Type { get; init; }

        /// <summary>Three digits; of North America only.</summary>
        public string? AreaCode { get; init; }

        /// <summary>Digits that the number has; <c>*</c> stands for any.</summary>
        public string? Contains { get; init; }
    }

    /// <param name="MonthlyPrice">In units of <paramref name="Currency"/>; null where the carrier does not say.</param>
    public sealed record Answer(
        IReadOnlyList<NumberOffer> Numbers,
        string Country,
        CarrierNumberType Type,
        decimal? MonthlyPrice,
        string? Currency
    );

    public async Task<Result<Answer>> RunAsync(Actor actor, CarrierId id, Query query, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var validation = new Validation();
        var country = query.Country?.Trim().ToUpperInvariant() is { Length: > 0 } given ? given : "US";
        if (!PhoneNumber.IsCountry(country))
            validation.Add("country", "A country's two letters, as US.");
        var type = validation.Choice("type", query.Type, (CarrierNumberType?)CarrierNumberType.Local);
        var areaCode = validation.Text("areaCode", query.AreaCode, 10);
        if (areaCode.Length > 0 && (areaCode.Length != 3 || !areaCode.All(char.IsAsciiDigit)))
            validation.Add("areaCode", "An area code is three digits, as 415.");
        var contains = validation.Text("contains", query.Contains, 16);
        if (contains.Length > 0 && !contains.All(c => char.IsAsciiLetterOrDigit(c) || c == '*'))
            validation.Add("contains", "Digits or letters; * stands for any.");
        if (validation.HasErrors)
            return validation.ToRefusal();

        var opened = await accounts.OpenAsync(id, cancellation);
        if (!opened.IsOk)
            return opened.Refusal;
        var found = await opened.Value.SearchAsync(country, type.ToString(), areaCode, contains, Most, cancellation);
        if (!found.IsOk)
            return found.Refusal;
        var price = await opened.Value.MonthlyPriceAsync(country, type.ToString(), cancellation);
        if (!price.IsOk)
            return price.Refusal;
        return new Answer(
            [.. found.Value.Select(n => new NumberOffer(n.Number, n.Locality, n.Region))],
            country,
            type,
            price.Value?.Amount,
            price.Value?.Currency.Code
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/carriers/{id}/available-numbers",
            async (HttpContext http, CarrierId id, SearchCarrierNumbers operation, [AsParameters] Query query) =>
                (await operation.RunAsync(http.Actor(), id, query, http.RequestAborted)).ToOk()
        );
}
