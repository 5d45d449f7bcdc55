namespace Ringpost.CallTracking.Tags;

/// <summary>Where a call's stored tag came from.</summary>
public enum TagSource
{
    /// <summary>A tag of the tracking number.</summary>
    Number,

    /// <summary>Sent about the caller before the call (ringba.md 12.2).</summary>
    Enrichment,

    /// <summary>Looked up by the visitor's address.</summary>
    Geography,

    /// <summary>Written by a person or program after the call (ringba.md 10.6).</summary>
    Annotation,

    /// <summary>Sent by a buyer with a conversion (ringba.md 12.1).</summary>
    Webhook,

    /// <summary>Said by the check before routing.</summary>
    Check,
}

/// <summary>A tag that is stored with a call, as it cannot be computed from the call and the configuration.</summary>
public sealed record StoredTag(string Type, string Name, string Value, TagSource Source)
{
    /// <summary>What tokens and filters find it by.</summary>
    internal string Key => $"{Type}:{Name}".ToLowerInvariant();
}
