using System.ComponentModel.DataAnnotations;

namespace Ringpost.Access;

/// <summary>Section <c>SignIn</c>.</summary>
public sealed class AccessOptions
{
    /// <summary>How many sign-in and set-up requests one address may send in a minute.</summary>
    [Range(1, 100_000)]
    public int PerAddressPerMinute { get; set; } = 30;

    /// <summary>How many wrong passwords lock an account.</summary>
    [Range(1, 1000)]
    public int FailuresToLock { get; set; } = 10;

    /// <summary>How long an account stays locked.</summary>
    public TimeSpan LockedFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a session lasts without a request.</summary>
    public TimeSpan SessionLasts { get; set; } = TimeSpan.FromHours(12);
}
