using System.Runtime.CompilerServices;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking;

// Opaque texts with Ringba's prefixes (ringba.md 1): CA campaign, AF publisher, BU buyer, TA target, CR route, PS payout rule, NU number, EV pixel,
// QP URL parameter, WH conversion webhook, AJ adjustment, AR request for one, BL blocked number, TN test number,
// SV saved view, ER erased caller.

/// <summary>A call; also the transaction id that travels in <c>[Call:InboundCallId]</c>. 32 hex digits, ordered by time.</summary>
public readonly record struct CallId(string Value) : ITextId<CallId>
{
    public static CallId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct CallCampaignId(string Value) : ITextId<CallCampaignId>
{
    public static CallCampaignId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct PublisherId(string Value) : ITextId<PublisherId>
{
    public static PublisherId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct BuyerId(string Value) : ITextId<BuyerId>
{
    public static BuyerId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct TargetId(string Value) : ITextId<TargetId>
{
    public static TargetId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct RouteId(string Value) : ITextId<RouteId>
{
    public static RouteId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct PayoutRuleId(string Value) : ITextId<PayoutRuleId>
{
    public static PayoutRuleId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct NumberId(string Value) : ITextId<NumberId>
{
    public static NumberId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct PixelId(string Value) : ITextId<PixelId>
{
    public static PixelId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct UrlParameterId(string Value) : ITextId<UrlParameterId>
{
    public static UrlParameterId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct HookId(string Value) : ITextId<HookId>
{
    public static HookId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct AdjustmentId(string Value) : ITextId<AdjustmentId>
{
    public static AdjustmentId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct AdjustmentRequestId(string Value) : ITextId<AdjustmentRequestId>
{
    public static AdjustmentRequestId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct BlockedNumberId(string Value) : ITextId<BlockedNumberId>
{
    public static BlockedNumberId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct TestNumberId(string Value) : ITextId<TestNumberId>
{
    public static TestNumberId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct SavedViewId(string Value) : ITextId<SavedViewId>
{
    public static SavedViewId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct CallerErasureId(string Value) : ITextId<CallerErasureId>
{
    public static CallerErasureId From(string value) => new(value);

    public override string ToString() => Value;
}

internal static class CallTrackingIds
{
    /// <summary>Dapper must know the ids before the first query, whoever makes it.</summary>
    [ModuleInitializer]
    internal static void RegisterWithDapper()
    {
        DapperTypes.AddTextId<CallId>();
        DapperTypes.AddTextId<CallCampaignId>();
        DapperTypes.AddTextId<PublisherId>();
        DapperTypes.AddTextId<BuyerId>();
        DapperTypes.AddTextId<TargetId>();
        DapperTypes.AddTextId<RouteId>();
        DapperTypes.AddTextId<PayoutRuleId>();
        DapperTypes.AddTextId<NumberId>();
        DapperTypes.AddTextId<PixelId>();
        DapperTypes.AddTextId<UrlParameterId>();
        DapperTypes.AddTextId<HookId>();
        DapperTypes.AddTextId<AdjustmentId>();
        DapperTypes.AddTextId<AdjustmentRequestId>();
        DapperTypes.AddTextId<BlockedNumberId>();
        DapperTypes.AddTextId<TestNumberId>();
        DapperTypes.AddTextId<SavedViewId>();
        DapperTypes.AddTextId<CallerErasureId>();
    }
}
