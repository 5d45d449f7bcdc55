using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Ringpost.Console.Components;
using Ringpost.Primitives;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Writing;

namespace Ringpost.ArchitectureTests.Texts;

/// <summary>What a card's history may name: the verbs, things and fields of every change that a module records for it.</summary>
internal static partial class RecordedChanges
{
    private const BindingFlags Everything = (BindingFlags)~0;

    private static readonly JsonSerializerOptions Json = new(RingpostJson.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    /// <summary>Fields that no record has: a history adds them.</summary>
    private static readonly string[] Added = ["archived", "duplicateOf", "value"];

    public static IEnumerable<string> Words(IReadOnlyList<CompiledMethod> methods)
    {
        var byName = methods.ToLookup(m => m.FullName);
        var cards = CardsWithHistory();
        return methods.SelectMany(Changes).Concat(Added.Select(HistoryWords.Title));

        IEnumerable<string> Changes(CompiledMethod method) =>
            Enumerable
                .Range(0, method.Instructions.Count)
                .Where(i => method.Instructions[i].Calls("AppendAsync") || method.Instructions[i].Calls("AppendDuplicateAsync"))
                .Where(i => method.Instructions[i].Called!.StartsWith("Ringpost.Storage.ChangeLog.", StringComparison.Ordinal))
                .SelectMany(i => Change(method, i));

        IEnumerable<string> Change(CompiledMethod method, int call)
        {
            var begin = Enumerable.Range(0, call).Last(i => Loads(method, i) == typeof(WriteUnit) && !IsAsked(method.Instructions[i + 1]));
            var thing = 1 + Enumerable.Range(begin, call - begin).First(i => Loads(method, i) == typeof(Actor));
            var isPart = Enumerable.Range(begin, call - begin).Any(i => Loads(method, i) == typeof(CardOf));
            if (method.Instructions[thing].Text is { } kind && !isPart && !cards.Contains(kind))
                return [];
            var said = method
                .Instructions.Take(call)
                .Skip(begin)
                .Select(i => i.Text)
                .OfType<string>()
                .Where(t => Name().IsMatch(t))
                .ToList();
            return Enumerable
                .Range(begin, call - begin)
                .SelectMany(i => Fields(Loads(method, i), method.Instructions[i]))
                .Concat(said.Select(HistoryWords.Title))
                // A thing begins a line; a verb may stand in one.
                .Concat(said.Where(t => t != method.Instructions[thing].Text).Select(HistoryWords.Words));
        }

        // What a method answers as any object is what it makes.
        IEnumerable<string> Fields(Type? loaded, Instruction by) =>
            loaded == typeof(object) && by.Called is { } called
                ? byName[called]
                    .SelectMany(m => Enumerable.Range(0, m.Instructions.Count).SelectMany(i => Fields(Loads(m, i), m.Instructions[i])))
            : loaded is null ? []
            : FieldsOf(loaded, true, []);
    }

    /// <summary>As the pages name them to the section.</summary>
    private static HashSet<string> CardsWithHistory() =>
        [
            .. from method in CompiledCode.Read("Ringpost.Console")
            from pair in method.Instructions.Zip(method.Instructions.Skip(1))
            where pair.First.Text == "Kind" && pair.Second.Text is not null
            select pair.Second.Text,
        ];

    private static bool IsAsked(Instruction next) =>
        next.Called?.StartsWith("Ringpost.Storage.Writing.WriteUnit.", StringComparison.Ordinal) == true;

    private static IEnumerable<string> FieldsOf(Type type, bool isFirst, Type[] within)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (!IsRecord(type) || within.Contains(type) || Json.GetTypeInfo(type) is not { Kind: JsonTypeInfoKind.Object } json)
            return [];
        return json
            .Properties.Where(p => p.Get is not null)
            .SelectMany(p =>
                NamesOf(p.Name)
                    .Select(n => isFirst ? HistoryWords.Title(n) : HistoryWords.Words(n))
                    .Concat(FieldsOf(p.PropertyType, false, [.. within, type]))
            );
    }

    /// <summary><c>publisherId</c> stands as the publisher where its name is known.</summary>
    private static IEnumerable<string> NamesOf(string field) =>
        field.EndsWith("Id", StringComparison.Ordinal) ? [field, field[..^2]] : [field];

    /// <summary>Of a module, or of no name; not what a lambda keeps, and not what only brings a change about.</summary>
    private static bool IsRecord(Type type) =>
        type.Name.StartsWith("<>f__AnonymousType", StringComparison.Ordinal)
        || (
            type.Namespace?.StartsWith("Ringpost.", StringComparison.Ordinal) == true
            && !type.Name.Contains('<')
            && !type.Namespace.StartsWith("Ringpost.Storage", StringComparison.Ordinal)
            && type is { IsEnum: false, IsAbstract: false, ContainsGenericParameters: false }
            && type != typeof(Actor)
        );

    /// <summary>The type that an instruction puts on the stack; null where it can be no record.</summary>
    private static Type? Loads(CompiledMethod method, int at)
    {
        var instruction = method.Instructions[at];
        var module = Assembly.Load(method.Assembly).ManifestModule;
        var own = module.ResolveMethod(method.Token)!;
        var (ofType, ofMethod) = (own.DeclaringType!.GetGenericArguments(), own.IsGenericMethod ? own.GetGenericArguments() : []);
        var name = instruction.Code.Name!.Split('.')[0];
        return name switch
        {
            "ldfld" or "ldsfld" => module.ResolveField(instruction.Token, ofType, ofMethod)!.FieldType,
            "call" or "callvirt" => (module.ResolveMethod(instruction.Token, ofType, ofMethod) as MethodInfo)?.ReturnType,
            "newobj" => module.ResolveMethod(instruction.Token, ofType, ofMethod)!.DeclaringType,
            "ldloc" => own.GetMethodBody()!.LocalVariables[instruction.Number!.Value].LocalType,
            "ldarg" when instruction.Number - (own.IsStatic ? 0 : 1) is { } place and >= 0 => own.GetParameters()[place].ParameterType,
            _ => null,
        };
    }

    [GeneratedRegex("^[a-z][A-Za-z -]+$")]
    private static partial Regex Name();
}
