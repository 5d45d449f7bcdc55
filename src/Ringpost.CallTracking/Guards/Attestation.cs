namespace Ringpost.CallTracking.Guards;

/// <summary>What the caller's carrier vouches for (STIR/SHAKEN), as our carrier found it.</summary>
public enum Attestation
{
    /// <summary>Full: the caller and the right to the number.</summary>
    A,

    /// <summary>Partial: the caller, not the number.</summary>
    B,

    /// <summary>Gateway: only where the call came in.</summary>
    C,

    /// <summary>What was vouched for did not hold.</summary>
    Failed,
}

/// <summary>Which attestation a call must have.</summary>
/// <param name="Least">The weakest that passes; null asks for none.</param>
/// <param name="RefuseWithout">Whether a call without one is turned away too.</param>
public sealed record AttestationRequirement(Attestation? Least = null, bool RefuseWithout = false)
{
    public static readonly AttestationRequirement None = new();

    internal bool Refuses(Attestation? given) =>
        given switch
        {
            null => RefuseWithout,
            Attestation.Failed => Least is not null || RefuseWithout,
            _ => given > Least,
        };
}
