namespace Ringpost.Testing;

/// <summary>A proof runs in its short form, or at the size that docs/proof.md states: <c>./test --long</c>.</summary>
public static class Proof
{
    public static readonly bool IsLong = Environment.GetEnvironmentVariable("RINGPOST_LONG") == "1";
}
