using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.PixelLog;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Pixels;
using Ringpost.Primitives;

namespace Ringpost.Reconciliation.SetUpGuide;

/// <summary>A carrier account, as far as the guide needs it.</summary>
public sealed record SetUpCarrier(string Id, string Name, bool IsSimulator, string VoiceUrl, string StatusUrl);

/// <summary>What became of calls and postbacks so far.</summary>
/// <param name="Call">The call that the guide tells of: one that became a conversion, else the newest test, else the newest.</param>
/// <param name="Booked">Whether that call became a conversion here.</param>
/// <param name="Accepted">Whether a foreign receiver took a pixel of that call.</param>
/// <param name="Why">Why it did not, in sentences.</param>
/// <param name="RealCall">The newest call that was no test, and whether it became a conversion or was taken.</param>
/// <param name="FromOutside">The newest conversion that a foreign call tracker sent.</param>
/// <param name="Refused">The newest postback from outside that was refused, where no conversion came since.</param>
public sealed record SetUpProof(
    CallSummary? Call = null,
    bool Booked = false,
    bool Accepted = false,
    IReadOnlyList<Phrase>? Why = null,
    CallSummary? RealCall = null,
    bool RealBooked = false,
    ConversionAnswer? FromOutside = null,
    PixelLogRow? Refused = null
);

/// <summary>All that the rule looks at.</summary>
/// <param name="Pixels">All of the account, attached or not.</param>
/// <param name="Carriers">Null for who may not see them.</param>
/// <param name="TrackingOrigin">Where postbacks are taken.</param>
/// <param name="ShowsSecrets">Whether URLs with their token may be shown.</param>
public sealed record SetUpFacts(
    CallConfiguration Calls,
    OfferConfiguration Offers,
    IReadOnlyList<PixelSetting> Pixels,
    IReadOnlyList<SetUpCarrier>? Carriers,
    string TrackingOrigin,
    Func<Uri, bool> IsOwn,
    bool ShowsSecrets,
    SetUpProof Proof
)
{
    internal SetUpPicks Picks { get; } = SetUpPicks.Of(Calls, Offers);
}
