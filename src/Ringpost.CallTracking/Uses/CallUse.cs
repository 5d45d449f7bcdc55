namespace Ringpost.CallTracking.Uses;

/// <summary>What points at a thing of the call side.</summary>
public enum CallUser
{
    CallCampaign,
    Target,
    Pixel,

    /// <summary>The routing settings of the instance.</summary>
    Instance,
    Publisher,

    /// <summary>The list of blocked numbers.</summary>
    BlockedNumbers,
}

/// <summary>In which way.</summary>
public enum CallUseAs
{
    /// <summary>Calls are routed to it; to a target of it where it is a buyer.</summary>
    Route,

    /// <summary>It takes what no other target can take.</summary>
    Fallback,

    /// <summary>It rings together with others.</summary>
    Group,

    /// <summary>A payout is its alone.</summary>
    Payout,

    /// <summary>A pixel fires for its calls, and those of others that are listed, only.</summary>
    Listed,

    /// <summary>It is attached.</summary>
    Attached,

    /// <summary>Its calls come over the number.</summary>
    Dialed,

    /// <summary>Calls over the number are credited to it.</summary>
    Credited,

    /// <summary>Calls of a route convert when a webhook says so.</summary>
    Converts,

    /// <summary>Callers are turned away from it alone.</summary>
    Blocks,
}

/// <summary>One thing that points at another.</summary>
/// <param name="Id">Empty for the instance; of the list of blocked numbers the campaign's.</param>
/// <param name="Enabled">Whether what points at it is live.</param>
public sealed record CallUse(CallUser By, string Id, string Name, CallUseAs As, bool Enabled);
