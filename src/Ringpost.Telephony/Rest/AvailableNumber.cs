using System.Globalization;
using System.Text.Json;
using Ringpost.Primitives;

namespace Ringpost.Telephony.Rest;

/// <summary>A number that the carrier sells.</summary>
internal sealed record AvailableNumber(PhoneNumber Number, string Locality, string Region)
{
    public static AvailableNumber? Read(JsonElement json) =>
        PhoneNumber.TryParse(RestAnswer.Text(json, "phone_number"), "US", out var number)
            ? new(number, RestAnswer.Text(json, "locality"), RestAnswer.Text(json, "region"))
            : null;
}

internal static class NumberPrice
{
    /// <summary>The current price of a kind of number in the carrier's price list of a country; null where it is not in it.</summary>
    public static Money? Read(JsonElement json, string kind)
    {
        var wanted = kind == "TollFree" ? "toll free" : "local";
        var amount = RestAnswer
            .List(json, "phone_number_prices")
            .Where(p => RestAnswer.Text(p, "number_type") == wanted)
            .Select(p => RestAnswer.Text(p, "current_price"))
            .FirstOrDefault();
        return
            decimal.TryParse(amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price)
            && price <= Money.Largest
            && Currency.TryParse(RestAnswer.Text(json, "price_unit"), out var currency)
            ? new Money(Money.ToMillionths(price), currency)
            : null;
    }
}
