using System.Globalization;
using System.Reflection.Emit;

namespace Ringpost.ArchitectureTests.Texts;

/// <summary>The phrases that a method makes: texts as they stand, and interpolated ones with <c>{0}</c> for each value.</summary>
internal static class Phrases
{
    private const string Phrase = "Ringpost.Primitives.Phrase";

    public static IEnumerable<string> Said(CompiledMethod method) =>
        method.Type == Phrase ? [] : Interpolated(method).Concat(Sources(method).Select(s => s.Text).OfType<string>());

    /// <summary>Texts that become a phrase when they are finished: whoever translates never sees them.</summary>
    public static IEnumerable<Instruction> Finished(CompiledMethod method) =>
        method.Type.StartsWith(Phrase, StringComparison.Ordinal)
            ? []
            : Sources(method).Where(s => s.Text is null && s.Code.Name != "ldnull");

    /// <summary>Each is opened with how long its texts are and how many values it has, so that its end is known; one may stand in a value of another.</summary>
    private static IEnumerable<string> Interpolated(CompiledMethod method)
    {
        var open = new Stack<(string Template, int Length, int Places)>();
        for (var i = 0; i < method.Instructions.Count; i++)
        {
            var instruction = method.Instructions[i];
            if (instruction.Called == Phrase + "..ctor" && method.Instructions[i - 1].Number is { } places)
                open.Push(("", method.Instructions[i - 2].Number!.Value, places));
            else if (instruction.Called == Phrase + ".AppendLiteral")
            {
                var text = method.Instructions[i - 1].Text!;
                var top = open.Pop();
                open.Push((top.Template + text.Replace("{", "{{").Replace("}", "}}"), top.Length - text.Length, top.Places));
            }
            else if (instruction.Called == Phrase + ".AppendFormatted")
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
        return Enumerable.Range(0, all.Count).Where(i => all[i].Called == Phrase + ".op_Implicit").SelectMany(i => Before(i, []));

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
