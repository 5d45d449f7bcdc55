namespace Ringpost.Telephony.Rest;

/// <summary>What asking twice would do.</summary>
internal enum Repeatable
{
    /// <summary>Nothing: it reads, or it sets something to what it then is.</summary>
    Always,

    /// <summary>It might do it twice, as buying: only what surely was not done is asked again.</summary>
    WhenNotDone,
}

/// <summary>Whether a request to a carrier is asked again, and after how long.</summary>
internal static class RestRetry
{
    public const int MostAttempts = 4;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <param name="attempt">From 1.</param>
    /// <param name="told">The carrier's <c>Retry-After</c>.</param>
    /// <returns>Null where it is not asked again.</returns>
    public static TimeSpan? After(CarrierFault fault, Repeatable repeatable, int attempt, TimeSpan first, TimeSpan? told)
    {
        var may = fault switch
        {
            CarrierFault.Unreachable or CarrierFault.RateLimited => true,
            CarrierFault.NoAnswer or CarrierFault.Broken => repeatable == Repeatable.Always,
            CarrierFault.CredentialsRefused
            or CarrierFault.NotAllowed
            or CarrierFault.NotThere
            or CarrierFault.Refused
            or CarrierFault.NotUnderstood => false,
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
        };
        if (!may || attempt >= MostAttempts)
            return null;
        var wait = told is { } said && said > TimeSpan.Zero ? said : first * Math.Pow(2, attempt - 1);
        // Somebody waits for the answer: a carrier that wants longer is told of instead.
        return wait <= Longest ? wait : null;
    }
}
