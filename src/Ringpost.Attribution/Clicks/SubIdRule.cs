namespace Ringpost.Attribution.Clicks;

/// <summary>How long sub ids may be: s1 50 characters, s2 to s5 100 each; what is too long goes on in the next one (cake.md 2.10).</summary>
internal static class SubIdRule
{
    public const int LongestFirst = 50;

    public const int LongestOther = 100;

    /// <summary>Cuts in place and hands the rest on, before what stands there already; what s5 can't hold is lost.</summary>
    public static string?[] Spill(string?[] subIds)
    {
        for (var i = 0; i < subIds.Length; i++)
        {
            var longest = i == 0 ? LongestFirst : LongestOther;
            if (subIds[i] is not { } text || text.Length <= longest)
                continue;
            // A character of two halves is not cut in two.
            var cut = char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
            subIds[i] = text[..cut];
            if (i + 1 < subIds.Length)
                subIds[i + 1] = text[cut..] + subIds[i + 1];
        }

        return subIds;
    }
}
