using System.ComponentModel.DataAnnotations;

namespace Ringpost.Attribution.Postbacks;

/// <summary>How postbacks are answered. Bound from <c>Postback</c> (cake.md 2.5).</summary>
public sealed class PostbackOptions
{
    /// <summary>The HTTP status of a refusal that a repeat can't change. Default 200.</summary>
    [Range(200, 499)]
    public int RefusalStatus { get; set; } = 200;

    /// <summary>Whether a duplicate is answered with code 0, as if it were stored. Default false: code 4.</summary>
    public bool DuplicateAnswersSuccess { get; set; }
}

/// <summary>What counts as a clickless postback. Bound from <c>Clickless</c> (cake.md 2.3).</summary>
public sealed class ClicklessOptions
{
    /// <summary>Whether <c>/p.ashx</c> with <c>f=pb</c>, <c>o</c> and <c>a</c> but no click takes <c>a</c> for the affiliate. Default true.</summary>
    public bool AllowOnPAshx { get; set; } = true;
}

/// <summary>How many postbacks one address may send. Bound from <c>RateLimit</c> (cake.md 2.3a).</summary>
public sealed class RateLimitOptions
{
    /// <summary>Per second, for an address that is on no whitelist. Default 8; 0 switches it off.</summary>
    [Range(0, 1_000_000)]
    public int PerAddressPerSecond { get; set; } = 8;

    /// <summary>Per second, for a whitelisted address whose row names no number of its own. Default 20; 0 switches it off.</summary>
    [Range(0, 1_000_000)]
    public int PerWhitelistedAddressPerSecond { get; set; } = 20;
}
