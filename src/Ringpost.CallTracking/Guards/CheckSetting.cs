namespace Ringpost.CallTracking.Guards;

/// <summary>What becomes of a call where the check before routing gives no usable answer.</summary>
public enum CheckFailure
{
    /// <summary>It goes on.</summary>
    Pass,

    /// <summary>It is turned away.</summary>
    Block,
}

/// <summary>A URL that is asked about each call before it is routed.</summary>
/// <param name="Url">With tokens. Without what looks like a secret for who may not change it.</param>
/// <param name="Milliseconds">How long a call waits for the answer.</param>
public sealed record CheckSetting(string Url, int Milliseconds = CheckSetting.Usual, CheckFailure WhenUnanswered = CheckFailure.Pass)
{
    /// <summary>The caller hears nothing meanwhile, and a carrier wants its answer within a second or so (telephony.md C1).</summary>
    public const int Usual = 800;

    public const int Least = 100;

    public const int Most = 5000;
}

/// <summary>What came of the check before routing.</summary>
public enum CheckOutcome
{
    Passed,

    /// <summary>The answer said so.</summary>
    Refused,

    TimedOut,

    /// <summary>No connection, or one that the guarded client does not make.</summary>
    NotReached,

    /// <summary>A status that is none of success.</summary>
    BadStatus,

    /// <summary>Success, but no JSON object of the form that is asked for.</summary>
    NotReadable,
}
