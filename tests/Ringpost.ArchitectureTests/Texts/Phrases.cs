using System.Globalization;
using System.Reflection.Emit;

namespace Ringpost.ArchitectureTests.Texts;

/// <summary>The phrases that a method makes: texts as they stand, and interpolated ones with <c>{0}</c> for each value.</summary>
internal static class Phrases
{
    private const string Phrase = "Ringpost.Primitives.Phrase",
        // A postback's step writes its sentence without making a phrase of it.
        Sentence = "Ringpost.Attribution.PixelLog.Sentence";

    /// <summary>What takes a whole text for a phrase.</summary>
    private static readonly string[] Takes = [Phrase + ".op_Implicit", "Ringpost.Attribution.Postbacks.PostbackCase.Pass"];

    public static IEnumerable<string> Said(CompiledMethod method) =>
        IsOwn(method) ? [] : Interpolated(method).Concat(Sources(method).Select(s => s.Text).OfType<string>());

    /// <summary>Texts that become a phrase when they are finished: whoever translates never sees them.</summary>
    public static IEnumerable<Instruction> Finished(CompiledMethod method) =>
        IsOwn(method) ? [] : Sources(method).Where(s => s.Text is null && s.Code.Name != "ldnull");

    private static bool IsOwn(CompiledMethod method) =>
        method.Type.StartsWith(Phrase, StringComparison.Ordinal)
        || method.Type.StartsWith("Ringpost.Attribution.Postbacks.PostbackCase", StringComparison.Ordinal);

    /// <summary>Each is opened with how long its texts are and how many values it has, so that its end is known; one may stand in a value of another.</summary>
    private static IEnumerable<string> Interpolated(CompiledMethod method)
    {
        var open = new Stack<(string Template, int Length, int Places)>();
        for (var i = 0; i < method.Instructions.Count; i++)
        {
            var instruction = method.Instructions[i];
            // A sentence is opened with the case that it is about, too.
            var last = instruction.Called == Sentence + "..ctor" ? i - 2 : i - 1;
            if (instruction.Called is Phrase + "..ctor" or Sentence + "..ctor" && method.Instructions[last].Number is { } places)
                open.Push(("", method.Instructions[last - 1].Number!.Value, places));
            else if (instruction.Called is Phrase + ".AppendLiteral" or Sentence + ".AppendLiteral")
            {
                var text = method.Instructions[i - 1].Text!;
                var top = open.Pop();
                open.Push((top.Template + text.Replace("{", "{{").Replace("}", "}}"), top.Length - text.Length, top.Places));
            }
            else if (instruction.Called is Phrase + ".AppendFormatted" or Sentence + ".AppendFormatted")
            {
                var top = open.Pop();
                open.Push((top.Template + "\0", top.Length, top.Places - 1));
            }
            else
                continue;
            while (open.TryPeek(out var whole) && whole is { Length: 0, Places: 0 })
                yield return Numbered(open.Pop().Template);
        }
    }

    private static string Numbered(string template)
    {
        var parts = template.Split('\0');
        return string.Concat(parts.Select((p, i) => i == 0 ? p : string.Create(CultureInfo.InvariantCulture, $"{{{i - 1}}}{p}")));
    }

    private static IEnumerable<Instruction> Sources(CompiledMethod method)
    {
        var all = method.Instructions;
        return Enumerable.Range(0, all.Count).Where(i => Takes.Contains(all[i].Called)).SelectMany(i => Before(i, []));

        // What may be on the stack when the instruction runs.
        IEnumerable<Instruction> Before(int at, HashSet<int> seen)
        {
            if (at == 0 || !seen.Add(at))
                return [];
            var jumps = Enumerable
                .Range(0, all.Count)
                .Where(j => all[j].Code.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch && all[j].Number == all[at].Offset)
                .SelectMany(j => Before(j, seen));
            return all[at - 1].Code.FlowControl is FlowControl.Branch or FlowControl.Throw or FlowControl.Return
                ? jumps
                : jumps.Concat(By(at - 1, seen));
        }

        IEnumerable<Instruction> By(int at, HashSet<int> seen)
        {
            var made = all[at];
            var name = made.Code.Name!;
            if (name is "nop" or "dup")
                return Before(at, seen);
            if (name.StartsWith("ldloc", StringComparison.Ordinal))
                return Enumerable
                    .Range(0, all.Count)
                    .Where(i => all[i].Code.Name!.StartsWith("stloc", StringComparison.Ordinal) && all[i].Number == made.Number)
                    .SelectMany(i => Before(i, seen));
            return [made];
        }
    }
}
