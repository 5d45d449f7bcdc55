namespace Ringpost.Primitives;

/// <summary>What a duplicate is called until somebody names it: "Acme (copy)", cut so that it is still a name.</summary>
public static class CopyName
{
    private const string Ending = " (copy)";

    public static string Of(string name, int longest = 200)
    {
        var most = longest - Ending.Length;
        if (name.Length <= most)
            return name + Ending;
        // Half of a character can't be stored.
        if (char.IsHighSurrogate(name[most - 1]))
            most--;
        return name[..most].TrimEnd() + Ending;
    }
}
