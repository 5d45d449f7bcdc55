using System.Net;
using System.Text.RegularExpressions;

namespace Ringpost.ArchitectureTests.Texts;

/// <summary>The texts that the Console's code says through <c>T</c>, and those that it says without.</summary>
internal static partial class ConsoleTexts
{
    private const string Language = "Ringpost.Console.Languages.Language";

    /// <summary>Attributes and parameters that are read by people.</summary>
    private static readonly HashSet<string> Shown =
    [
        "title",
        "aria-label",
        "alt",
        "data-label",
        "Action",
        "Any",
        "BackTitle",
        "Caption",
        "Remove",
        "EveryCall",
        "Explained",
        "Hint",
        "Label",
        "Never",
        "Note",
        "Nothing",
        "Purpose",
        "Says",
        "SearchLabel",
        "Text",
        "Title",
        "Unit",
        "Verb",
        "What",
    ];

    /// <summary>Names of products, and examples of what a field takes.</summary>
    private static readonly HashSet<string> NotTranslated = ["Ringpost", "Idempotency-Key", "[tag:", "ops@example.com, night@example.com"];

    /// <summary>What takes a sentence that is on no page.</summary>
    private static readonly string[] NotShown = ["String.op_Equality", "LogDefineOptions..ctor"];

    private static readonly IReadOnlyList<CompiledMethod> Methods = CompiledCode.Read("Ringpost.Console");

    /// <summary>By key, as they stand in the resource file: a plural has an entry more, for one.</summary>
    public static SortedDictionary<string, string> Keys { get; } =
        new(
            Methods.SelectMany(Said).Concat(ModuleTexts.All.Select(t => KeyValuePair.Create(t, t))).DistinctBy(t => t.Key).ToDictionary(),
            StringComparer.Ordinal
        );

    private static IEnumerable<KeyValuePair<string, string>> Said(CompiledMethod method)
    {
        var open = new Stack<int>();
        for (var i = 0; i < method.Instructions.Count; i++)
        {
            var instruction = method.Instructions[i];
            if (instruction.Calls("Shown.get_T"))
                open.Push(i);
            if (
                instruction.Called is not { } called
                || !called.StartsWith(Language + '.', StringComparison.Ordinal)
                || !open.TryPop(out var begin)
            )
                continue;
            if (called == Language + ".get_Item" && method.Instructions[begin + 1].Text is { } key)
                yield return new(key, key);
            if (
                called == Language + ".Many"
                && (method.Instructions[begin + 1].Text, method.Instructions[begin + 2].Text) is ({ } one, { } many)
            )
            {
                yield return new(many, many);
                yield return new($"{many} [one]", one);
            }
        }
    }

    /// <summary>Texts on a page that no translator sees.</summary>
    public static IEnumerable<(string Method, string Text)> Unsaid =>
        from method in Methods
        where !IsMadeByTheCompiler(method)
        from at in Enumerable.Range(0, method.Instructions.Count)
        where method.Instructions[at].Text is not null && !IsKey(method, at)
        from text in ShownBy(method, at)
        where LowerCase().IsMatch(text) && !NotTranslated.Contains(text)
        select (method.FullName, text);

    /// <summary>Types whose static fields are made with a text.</summary>
    public static IEnumerable<string> KeptForAll
    {
        get
        {
            var methods = Methods.ToLookup(m => m.FullName);
            return Methods.Where(m => m.Name == ".cctor" && Reaches(m, [])).Select(m => m.Type);

            bool Reaches(CompiledMethod method, HashSet<string> seen) =>
                seen.Add(method.FullName)
                && method.Instructions.Any(i =>
                    i.Calls("Shown.get_T") || (i.Called is { } called && methods[called].Any(m => Reaches(m, seen)))
                );
        }
    }

    private static bool IsMadeByTheCompiler(CompiledMethod method) =>
        method.Name is "PrintMembers" or "ToString" || method.Type.Contains(".Generated", StringComparison.Ordinal);

    private static bool IsKey(CompiledMethod method, int at) =>
        (at > 0 && method.Instructions[at - 1].Calls("Shown.get_T")) || (at > 1 && method.Instructions[at - 2].Calls("Shown.get_T"));

    private static IEnumerable<string> ShownBy(CompiledMethod method, int at)
    {
        var text = method.Instructions[at].Text!;
        var next = method.Instructions[at + 1];
        if (next.Calls("AddMarkupContent"))
        {
            var markup = NotRead().Replace(text, "");
            return Attribute()
                .Matches(markup)
                .Where(a => Shown.Contains(a.Groups[1].Value))
                .Select(a => a.Groups[2].Value)
                .Append(Tag().Replace(markup, " "))
                .Select(t => WebUtility.HtmlDecode(t).Trim());
        }

        var isNamed = at > 0 && method.Instructions[at - 1].Text is { } name && Shown.Contains(name);
        return next.Calls("AddContent") || isNamed || (Sentence().IsMatch(text) && !NotShown.Any(next.Calls)) ? [text] : [];
    }

    [GeneratedRegex("<(code|kbd|svg|style)[^>]*>.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex NotRead();

    [GeneratedRegex("([a-z-]+)=\"([^\"]*)\"")]
    private static partial Regex Attribute();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    /// <summary>Two words, the second a small one; no classes of CSS, addresses or shapes.</summary>
    [GeneratedRegex(@"^(?![/<])(?!.*\b(rp|is)-).*\w[^\w\s=]* [a-z]", RegexOptions.Singleline)]
    private static partial Regex Sentence();

    [GeneratedRegex("[a-z]")]
    private static partial Regex LowerCase();
}
