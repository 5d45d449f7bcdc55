namespace Ringpost.Console.Languages;

/// <summary>Which form of a word goes with a number, by the names and rules of Unicode's CLDR. A language that is not named here has English's two.</summary>
internal static class PluralForm
{
    public const string One = "one";
    public const string Few = "few";
    public const string Many = "many";
    public const string Other = "other";

    /// <param name="language">As <c>de</c> or <c>pt-BR</c>.</param>
    public static string Of(string language, long count)
    {
        var n = Math.Abs(count);
        return language.Split('-')[0] switch
        {
            "pl" => n == 1 ? One
            : n % 10 is >= 2 and <= 4 && n % 100 is < 12 or > 14 ? Few
            : Many,
            "fr" or "pt" when n < 2 => One,
            "es" or "fr" or "it" or "pt" when n > 0 && n % 1_000_000 == 0 => Many,
            _ => n == 1 ? One : Other,
        };
    }
}
