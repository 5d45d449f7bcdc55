using System.Text.Json;
using Ringpost.Delivery.Log;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Guards;

/// <summary>What an earlier call of the caller on the campaign must have been, for the next to be a duplicate (ringba.md 6.1).</summary>
public enum DuplicateOn
{
    /// <summary>Connected.</summary>
    Connected,

    /// <summary>There at all; calls that were turned away do not count.</summary>
    Incoming,

    /// <summary>Connected for at least so many seconds.</summary>
    CallLength,
}

/// <summary>Where a duplicate goes: seen from the target that took the caller's last connected call.</summary>
public enum DuplicateRouting
{
    /// <summary>As any call.</summary>
    Normal,

    /// <summary>To the same.</summary>
    Original,

    /// <summary>To another.</summary>
    Different,
}

/// <param name="Seconds">For <see cref="DuplicateOn.CallLength"/>; exactly N is enough.</param>
/// <param name="Anonymous">Whether all anonymous callers count as one.</param>
/// <param name="Strict">Whether the routing is kept where it leaves no target that can take the call; else the others are tried last.</param>
public sealed record DuplicateSetting(
    DuplicateOn On = DuplicateOn.Connected,
    int Seconds = 0,
    bool Anonymous = true,
    DuplicateRouting Routing = DuplicateRouting.Normal,
    bool Strict = true
);

/// <param name="Seconds">A call within so many seconds of one that was let in is turned away; 0 is off.</param>
/// <param name="Anonymous">Whether all anonymous callers count as one; else none of theirs is turned away.</param>
public sealed record SpamSetting(int Seconds = 0, bool Anonymous = false);

/// <summary>A campaign's doors before routing (ringba.md 6.1, 6.3).</summary>
public sealed record CampaignGuards
{
    /// <summary>Of a campaign that was made before it had any.</summary>
    public static readonly CampaignGuards None = new();

    /// <summary>Of a new campaign: Ringba's defaults.</summary>
    public static readonly CampaignGuards New = new() { Spam = new SpamSetting(2) };

    public DuplicateSetting Duplicates { get; init; } = new();

    public SpamSetting Spam { get; init; } = new();

    /// <summary>Null: the instance's.</summary>
    public AttestationRequirement? Attestation { get; init; }

    /// <summary>Null: nobody is asked.</summary>
    public CheckSetting? Check { get; init; }

    internal CampaignGuards For(Actor actor) =>
        Check is null || actor.May(Permission.ChangeConfiguration)
            ? this
            : this with
            {
                Check = Check with { Url = MaskNumbers.In(Check.Url) },
            };

    internal static CampaignGuards FromJson(string json) =>
        json == "{}" ? None : JsonSerializer.Deserialize<CampaignGuards>(json, RingpostJson.Options)!;

    internal string ToJson() => JsonSerializer.Serialize(this, RingpostJson.Options);
}
