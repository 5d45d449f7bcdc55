using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Ringpost.ArchitectureTests.Texts;

/// <summary>One instruction of a method: a text that it loads, or the method that it calls, as <c>Ringpost.Console.Languages.Shown.get_T</c>.</summary>
/// <param name="Number">A whole number that it loads, the place of a local, or the offset that it branches to.</param>
/// <param name="Token">Of the field that it loads, or the method that it calls.</param>
internal sealed record Instruction(int Offset, OpCode Code, string? Text = null, string? Called = null, int? Number = null, int Token = 0)
{
    public bool Calls(string method) => Called?.EndsWith('.' + method, StringComparison.Ordinal) == true;
}

/// <param name="Token">By which its assembly knows it.</param>
internal sealed record CompiledMethod(string Assembly, int Token, string Type, string Name, IReadOnlyList<Instruction> Instructions)
{
    public string FullName => $"{Type}.{Name}";
}

/// <summary>What an assembly loads and calls: a page's texts and attributes are plain there, however they were written.</summary>
internal static class CompiledCode
{
    private static readonly Dictionary<int, OpCode> Codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!)
        .ToDictionary(c => c.Value & 0xFFFF);

    public static IReadOnlyList<CompiledMethod> Read(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")));
        var metadata = file.GetMetadataReader();
        return
        [
            .. from handle in metadata.MethodDefinitions
            let method = metadata.GetMethodDefinition(handle)
            where method.RelativeVirtualAddress != 0
            let body = file.GetMethodBody(method.RelativeVirtualAddress).GetILReader()
            select new CompiledMethod(
                assembly,
                MetadataTokens.GetToken(handle),
                TypeName(metadata, method.GetDeclaringType()),
                metadata.GetString(method.Name),
                Instructions(metadata, body)
            ),
        ];
    }

    private static List<Instruction> Instructions(MetadataReader metadata, BlobReader body)
    {
        var found = new List<Instruction>();
        while (body.RemainingBytes > 0)
        {
            var offset = body.Offset;
            int value = body.ReadByte();
            if (value == 0xFE)
                value = 0xFE00 | body.ReadByte();
            var code = Codes[value];
            switch (code.OperandType)
            {
                case OperandType.InlineString:
                    found.Add(
                        new(offset, code, Text: metadata.GetUserString(MetadataTokens.UserStringHandle(body.ReadInt32() & 0xFFFFFF)))
                    );
                    continue;
                case OperandType.InlineMethod:
                    var called = body.ReadInt32();
                    found.Add(new(offset, code, Called: MethodName(metadata, MetadataTokens.EntityHandle(called)), Token: called));
                    continue;
                case OperandType.InlineField:
                    found.Add(new(offset, code, Token: body.ReadInt32()));
                    continue;
                case OperandType.InlineSwitch:
                    var targets = body.ReadInt32();
                    body.Offset += 4 * targets;
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.InlineBrTarget:
                    var by = code.OperandType == OperandType.InlineBrTarget ? body.ReadInt32() : body.ReadSByte();
                    found.Add(new(offset, code, Number: body.Offset + by));
                    continue;
                case OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    found.Add(new(offset, code, Number: body.ReadByte()));
                    continue;
                case OperandType.InlineVar:
                    found.Add(new(offset, code, Number: body.ReadUInt16()));
                    continue;
                case OperandType.InlineI:
                    found.Add(new(offset, code, Number: body.ReadInt32()));
                    continue;
                default:
                    body.Offset += SizeOf(code.OperandType);
                    break;
            }

            // As ldloc.1 or ldc.i4.3.
            found.Add(new(offset, code, Number: code.Name!.Split('.')[^1] is [>= '0' and <= '9'] digit ? digit[0] - '0' : null));
        }

        return found;
    }

    private static int SizeOf(OperandType operand) =>
        operand switch
        {
            OperandType.InlineNone => 0,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            _ => 4,
        };

    private static string MethodName(MetadataReader metadata, EntityHandle handle) =>
        handle.Kind switch
        {
            HandleKind.MethodDefinition when metadata.GetMethodDefinition((MethodDefinitionHandle)handle) is var method =>
                $"{TypeName(metadata, method.GetDeclaringType())}.{metadata.GetString(method.Name)}",
            HandleKind.MemberReference when metadata.GetMemberReference((MemberReferenceHandle)handle) is var member =>
                $"{TypeName(metadata, member.Parent)}.{metadata.GetString(member.Name)}",
            HandleKind.MethodSpecification => MethodName(
                metadata,
                metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method
            ),
            _ => "",
        };

    private static string TypeName(MetadataReader metadata, EntityHandle handle)
    {
        if (handle.Kind == HandleKind.TypeReference)
        {
            var reference = metadata.GetTypeReference((TypeReferenceHandle)handle);
            return $"{metadata.GetString(reference.Namespace)}.{metadata.GetString(reference.Name)}";
        }

        if (handle.Kind != HandleKind.TypeDefinition)
            return "";
        var type = metadata.GetTypeDefinition((TypeDefinitionHandle)handle);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? $"{TypeName(metadata, outer)}+{metadata.GetString(type.Name)}"
            : $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }
}
