using Ringpost.Primitives;

namespace Ringpost.CallTracking.CallLists;

/// <summary>A filter that was checked: what the SQL asks for.</summary>
internal sealed record CallCriteria(
    TimeRange Range,
    CallFilter Filter,
    string? Dialed,
    string? Caller,
    string? CallerPart,
    CallListState? State
)
{
    public static CallCriteria Read(Validation validation, Actor actor, CallFilter filter, TimeZoneInfo zone)
    {
        var range = TimeRange.Read(validation, filter.From, filter.To, zone, TimeRange.All);
        CallListState? state = string.IsNullOrWhiteSpace(filter.State) ? null : validation.Choice<CallListState>("state", filter.State);
        var dialed = string.IsNullOrWhiteSpace(filter.Number) ? null : Full(filter.Number);
        if (string.IsNullOrWhiteSpace(filter.Caller))
            return new CallCriteria(range, filter, dialed, null, null, state);
        // Parts would let somebody who sees masked numbers find out the rest digit by digit.
        return actor.May(Permission.SeeFullNumbers)
            ? new CallCriteria(range, filter, dialed, null, Digits(filter.Caller), state)
            : new CallCriteria(range, filter, dialed, Full(filter.Caller), null, state);
    }

    public object Parameters =>
        new
        {
            from = Range.From,
            to = Range.To,
            campaign = Filter.CallCampaignId?.Value,
            publisher = Filter.PublisherId?.Value,
            target = Filter.TargetId?.Value,
            buyer = Filter.BuyerId?.Value,
            dialed = Dialed,
            caller = Caller,
            callerPart = CallerPart is null ? null : $"%{CallerPart}%",
        };

    private static string Full(string text) => PhoneNumber.TryParse(text, "US", out var number) ? number.E164 : text.Trim();

    private static string Digits(string text)
    {
        var digits = new string([.. text.Where(char.IsAsciiDigit)]);
        return digits.Length == 0 ? "none" : digits;
    }
}
