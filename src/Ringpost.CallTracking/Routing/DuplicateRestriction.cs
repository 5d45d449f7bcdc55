using System.Text.Json;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Routing;

/// <summary>Of whom a caller counts as known (ringba.md 8.2). Always on the campaign that the call came to.</summary>
public enum DuplicateScope
{
    DoNotRestrict,

    /// <summary>Of the target itself.</summary>
    Target,

    /// <summary>Of any target of the buyer.</summary>
    AllTargets,
}

/// <summary>What an earlier call must have come to.</summary>
public enum DuplicateAfter
{
    Connected,
    Converted,
}

/// <summary>Ringba's *Restrict Duplicates*: a known caller is not sent there again.</summary>
/// <param name="Days">For so many times 24 hours from the arrival of the earlier call; null is for ever.</param>
public sealed record DuplicateRestriction(DuplicateScope Scope, DuplicateAfter After, int? Days)
{
    /// <summary>The target's own word stands before its buyer's.</summary>
    internal static DuplicateRestriction? Of(Target? target, Buyer? buyer) =>
        (target?.RestrictDuplicates ?? buyer?.RestrictDuplicates) is { Scope: not DuplicateScope.DoNotRestrict } restriction
            ? restriction
            : null;

    internal bool Stops(Target target, IEnumerable<EarlierConnection> earlier, Instant arrival) =>
        earlier.Any(e =>
            (
                Scope == DuplicateScope.AllTargets && e.BuyerId is not null
                    ? e.BuyerId == target.BuyerId
                    : (target.Destination.Members?.Contains(e.TargetId) ?? e.TargetId == target.Id)
            )
            && (After == DuplicateAfter.Connected ? e.ConnectedAt : e.ConvertedAt) is { } last
            && (Days is not { } days || arrival.UnixMilliseconds - last.UnixMilliseconds < days * 86_400_000L)
        );

    internal static DuplicateRestriction? FromJson(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<DuplicateRestriction>(json, RingpostJson.Options);

    internal string ToJson() => JsonSerializer.Serialize(this, RingpostJson.Options);
}

/// <summary>A target that the caller was connected with before on the campaign: when the newest such calls arrived.</summary>
internal sealed record EarlierConnection(TargetId TargetId, BuyerId? BuyerId, Instant ConnectedAt, Instant? ConvertedAt);

/// <summary>A restriction as it is sent.</summary>
/// <param name="Scope"><c>doNotRestrict</c>, <c>target</c> or, on a buyer, <c>allTargets</c>.</param>
/// <param name="After"><c>connected</c> or <c>converted</c>; connected where absent.</param>
public sealed record DuplicateRestrictionRequest(string? Scope, string? After = null, int? Days = null);

/// <summary>What the routing limits of targets and buyers must be.</summary>
internal static class RoutingLimitCheck
{
    /// <summary>Connections after which nobody takes a call any more (ringba.md 8.4).</summary>
    public const int MostReroutes = 5;

    public const int MostRecoverSeconds = 3600;

    public static DuplicateRestriction? Duplicates(Validation validation, DuplicateRestrictionRequest? request, bool ofBuyer)
    {
        if (request is null)
            return null;
        var scope = validation.Choice<DuplicateScope>("restrictDuplicates.scope", request.Scope);
        if (scope == DuplicateScope.AllTargets && !ofBuyer)
            validation.Add("restrictDuplicates.scope", "All targets is a buyer's setting; a target restricts by itself.");
        var after = validation.Choice<DuplicateAfter>("restrictDuplicates.after", request.After, DuplicateAfter.Connected);
        validation.Whole("restrictDuplicates.days", request.Days, 1, 3650, 0);
        return new DuplicateRestriction(scope, after, request.Days);
    }

    /// <summary>Null stays null: as the buyer says, and then as many as there can be.</summary>
    public static int? Reroutes(Validation validation, int? value)
    {
        validation.Whole("rerouteAttempts", value, 0, MostReroutes, 0);
        return value;
    }

    public static int? Recover(Validation validation, int? value)
    {
        validation.Whole("recoverSeconds", value, 0, MostRecoverSeconds, 0);
        return value;
    }
}
