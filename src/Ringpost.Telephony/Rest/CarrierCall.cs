using System.Globalization;
using System.Text.Json;
using Ringpost.CallTracking.Calls;
using Ringpost.Primitives;
using Ringpost.Telephony.Twilio;

namespace Ringpost.Telephony.Rest;

/// <summary>A leg in the carrier's books: the caller's, or one that was dialled for it and names it as its parent.</summary>
internal sealed record CarrierCall(
    string Sid,
    string? ParentSid,
    string From,
    string To,
    string Status,
    string Direction,
    Instant? StartedAt,
    Instant? EndedAt,
    long? Seconds,
    Money? Cost
)
{
    public bool IsInbound => ParentSid is null && Direction is "inbound" or "";

    /// <summary>The end that its status names; null while it goes on.</summary>
    public LegEnd? End => TwilioWords.End(Status);

    public static CarrierCall? Read(JsonElement json)
    {
        if (TwilioWords.Id(RestAnswer.Text(json, "sid")) is not { } sid)
            return null;
        return new(
            sid,
            TwilioWords.Id(RestAnswer.Text(json, "parent_call_sid")),
            RestAnswer.Text(json, "from"),
            RestAnswer.Text(json, "to"),
            RestAnswer.Text(json, "status"),
            RestAnswer.Text(json, "direction"),
            TwilioTime.Parse(RestAnswer.Text(json, "start_time")),
            TwilioTime.Parse(RestAnswer.Text(json, "end_time")),
            TwilioWords.Whole(RestAnswer.Text(json, "duration")),
            Price(RestAnswer.Text(json, "price"), RestAnswer.Text(json, "price_unit"))
        );
    }

    /// <summary>The caller's leg and those dialled for it as one record. What it cost is known once each of them has its price.</summary>
    public static CarrierRecord ToRecord(CarrierCall inbound, IEnumerable<CarrierCall> children, Instant absent)
    {
        var legs = children.OrderBy(c => c.StartedAt ?? absent).ThenBy(c => c.Sid, StringComparer.Ordinal).ToList();
        return new(
            inbound.End is not null,
            inbound.StartedAt ?? absent,
            inbound.EndedAt,
            inbound.Seconds ?? (inbound.End is null or LegEnd.Completed ? null : 0),
            [.. legs.Select(l => new CarrierLegRecord(l.Sid, TwilioNumber.Dialed(l.To), l.StartedAt, l.EndedAt, l.End, l.Seconds))],
            Sum([inbound, .. legs])
        );
    }

    /// <summary>What never connected has no price and needs none.</summary>
    private static Money? Sum(IReadOnlyList<CarrierCall> parts)
    {
        var priced = parts.Where(p => p.Cost is not null).ToList();
        var isWhole = priced.Count > 0 && parts.All(p => p.Cost is not null || (p.End is { } end && end != LegEnd.Completed));
        return isWhole && priced.Select(p => p.Cost!.Value.Currency).Distinct().Count() == 1
            ? new Money(priced.Sum(p => p.Cost!.Value.Millionths), priced[0].Cost!.Value.Currency)
            : null;
    }

    /// <summary>Carriers state what they charge as a negative amount.</summary>
    private static Money? Price(string amount, string unit) =>
        decimal.TryParse(
            amount,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var price
        )
        && Math.Abs(price) <= Money.Largest
        && Currency.TryParse(unit, out var currency)
            ? new Money(Money.ToMillionths(-price), currency)
            : null;
}
