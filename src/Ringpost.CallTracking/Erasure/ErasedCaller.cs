namespace Ringpost.CallTracking.Erasure;

/// <summary>
/// What stands in place of an erased number: a word of its own for each erasure, by chance. So the calls of one erased caller still belong together
/// for payouts that are decided later, and are nobody else's; who calls again is a new caller.
/// </summary>
public static class ErasedCaller
{
    private const string Prefix = "erased-";
    private const int Letters = 16;

    public static bool Is(string? caller) => caller is not null && caller.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Letters only, so that it is never taken for a number.</summary>
    /// <param name="chance">Hex digits by chance, as <c>Identifiers.Secret()</c> gives them.</param>
    internal static string Word(string chance) => Prefix + new string([.. chance.Take(Letters).Select(Letter)]);

    private static char Letter(char hex) => (char)('a' + Convert.ToInt32(hex.ToString(), 16));
}
