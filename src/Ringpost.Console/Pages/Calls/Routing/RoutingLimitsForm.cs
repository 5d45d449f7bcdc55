using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Routing;
using Ringpost.Console.Components;

namespace Ringpost.Console.Pages.Calls.Routing;

/// <summary>What a person chooses of <em>Restrict Duplicates</em> and revenue recovery, of a target or a buyer.</summary>
public sealed class RoutingLimitsForm
{
    private const string Inherit = "";

    public string? Scope { get; set; } = Inherit;
    public string? After { get; set; } = "connected";
    public decimal? Days { get; set; }
    public decimal? RerouteAttempts { get; set; }
    public decimal? RecoverSeconds { get; set; }

    public bool Restricts => Scope is "target" or "allTargets";

    internal static IReadOnlyList<Choice<string>> TargetScopes =>
        [
            new(Inherit, T["Buyer settings"]),
            new("doNotRestrict", T["Do not restrict"]),
            new("target", T["By campaign – individual target"]),
        ];

    internal static IReadOnlyList<Choice<string>> BuyerScopes =>
        [
            new(Inherit, T["Do not restrict"]),
            new("target", T["By campaign – individual target"]),
            new("allTargets", T["By campaign – all targets"]),
        ];

    internal static IReadOnlyList<Choice<string>> Afters => [new("connected", T["Connected"]), new("converted", T["Converted"])];

    public DuplicateRestrictionRequest? ToRequest() =>
        string.IsNullOrEmpty(Scope) ? null
        : Restricts ? new(Scope, After, CallWords.Whole(Days))
        : new(Scope);

    public static RoutingLimitsForm Of(Target target) => Of(target.RestrictDuplicates, target.RerouteAttempts, target.RecoverSeconds);

    public static RoutingLimitsForm Of(Buyer buyer) =>
        // A buyer that says “do not restrict” and one that says nothing are the same.
        Of(
            buyer.RestrictDuplicates is { Scope: DuplicateScope.DoNotRestrict } ? null : buyer.RestrictDuplicates,
            buyer.RerouteAttempts,
            null
        );

    private static RoutingLimitsForm Of(DuplicateRestriction? restriction, int? reroutes, int? recover) =>
        new()
        {
            Scope = restriction is null ? Inherit : CallWords.Word(restriction.Scope),
            After = CallWords.Word(restriction?.After ?? DuplicateAfter.Connected),
            Days = restriction?.Days,
            RerouteAttempts = reroutes,
            RecoverSeconds = recover,
        };
}
