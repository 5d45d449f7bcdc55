using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Import;

/// <summary>A call of Ringba's log as it is kept here (docs/decisions/0014): what duplicates, windows and caps ask for.</summary>
/// <param name="RingbaId">By which a second run knows it again.</param>
/// <param name="Caller">E.164; empty for an anonymous caller.</param>
/// <param name="Target">Null where none was dialled, or it is not here.</param>
internal sealed record HistoryCall(
    string RingbaId,
    Instant At,
    string Caller,
    string Dialed,
    string NumberId,
    CallCampaign Campaign,
    PublisherId? Publisher,
    TargetId? Target,
    BuyerId? Buyer
)
{
    /// <summary>Stands in the carrier's place: no carrier of ours has this id.</summary>
    public const string Carrier = "ringba";

    public bool Connected { get; init; }

    public bool Converted { get; init; }

    public bool Paid { get; init; }

    public bool Duplicate { get; init; }

    public bool PreviouslyConnected { get; init; }

    public bool Blocked { get; init; }

    public bool Incomplete { get; init; }

    public Instant? ConnectedAt { get; init; }

    public Instant? EndedAt { get; init; }

    public EndedBy? EndedBy { get; init; }

    public long? Seconds { get; init; }

    public long? ConnectedSeconds { get; init; }

    public long Revenue { get; init; }

    public long Payout { get; init; }

    /// <summary>Of our form and always the same; the id itself belongs to the other tracker, whose partners still name it.</summary>
    public CallId Id { get; } = new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Carrier}:{RingbaId}"))[..16]));

    /// <summary>The half of it by which a run knows what it read already.</summary>
    public long Fingerprint => long.Parse(Id.Value.AsSpan(0, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    public string Facts =>
        $"{(Connected ? "connected" : "not connected")}, {(Converted ? "converted" : "not converted")}, {(Paid ? "paid" : "not paid")}, "
        + $"revenue {Money.Format(Revenue)}, payout {Money.Format(Payout)}";

    /// <summary>Its leg, as caps count it.</summary>
    public CapCount OfLeg => new(Connected, Converted, Revenue);

    /// <summary>The call itself, as a publisher's caps count it.</summary>
    public CapCount OfCall => new(false, Paid, Payout);
}
