using System.Text.RegularExpressions;
using Ringpost.CallTracking.Blocks;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.UrlParameters;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Import;

/// <summary>An account as it will be here, before any of it is stored. Ids stay.</summary>
internal sealed partial class RingbaBook(RingbaLog log, Currency currency, Instant now, string actor)
{
    private readonly HashSet<(RingbaKind, string)> _seen = [];

    public RingbaLog Log { get; } = log;

    public Currency Currency { get; } = currency;

    public Instant Now { get; } = now;

    /// <summary>The name of who imports.</summary>
    public string Actor { get; } = actor;

    public List<RingbaDraft<Publisher>> Publishers { get; } = [];

    public List<RingbaDraft<Buyer>> Buyers { get; } = [];

    /// <summary>Groups come after the targets that they ring.</summary>
    public List<RingbaDraft<Target>> Targets { get; } = [];

    public List<RingbaDraft<PixelSetting>> Pixels { get; } = [];

    /// <summary>Names and passwords that pixels sign in with; they become credentials.</summary>
    public Dictionary<PixelId, (string User, string Password)> SignIns { get; } = [];

    public List<RingbaDraft<UrlParameter>> UrlParameters { get; } = [];

    public List<RingbaDraft<CallCampaign>> Campaigns { get; } = [];

    public List<RingbaDraft<Route>> Routes { get; } = [];

    /// <summary>In the order in which they are asked.</summary>
    public List<RingbaDraft<PayoutRule>> Payouts { get; } = [];

    public List<(RingbaSubject Campaign, PixelId Pixel)> Attachments { get; } = [];

    public List<RingbaDraft<TrackingNumber>> Numbers { get; } = [];

    public List<RingbaDraft<BlockedNumber>> Blocks { get; } = [];

    /// <summary>Campaign and publisher that a campaign names for a number.</summary>
    public Dictionary<string, (CallCampaignId Campaign, PublisherId? Publisher)> Assigned { get; } = new(StringComparer.Ordinal);

    /// <summary>Null, and told, where it can't be known again or stands there twice.</summary>
    public RingbaSubject? Begin(RingbaKind kind, RingbaNode node, string? name = null)
    {
        Log[kind].Read++;
        name ??= node.Text("name");
        var id = node.Text("id", "objectId") ?? "";
        var subject = new RingbaSubject(Log, kind, id, name);
        if (!Id().IsMatch(id))
            subject.LeaveOut(RingbaReason.IdMissing, id.Length == 0 ? "It has no id." : "Its id is none: letters, digits and dashes.");
        else if (!_seen.Add((kind, id)))
            subject.LeaveOut(RingbaReason.Repeated, "It stands there twice; the first one counts.");
        else
            return subject;
        return null;
    }

    public bool Knows(RingbaKind kind, string id) => _seen.Contains((kind, id));

    [GeneratedRegex("^[A-Za-z0-9_.-]{1,64}$")]
    private static partial Regex Id();
}
