using System.Runtime.CompilerServices;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Access;

public readonly record struct UserId(long Value) : INumberId<UserId>
{
    public static UserId From(long value) => new(value);

    public override string ToString() => $"{Value}";
}

public readonly record struct ApiKeyId(long Value) : INumberId<ApiKeyId>
{
    public static ApiKeyId From(long value) => new(value);

    public override string ToString() => $"{Value}";
}

internal static class AccessIds
{
    /// <summary>Dapper must know the ids before the first query, whoever makes it.</summary>
    [ModuleInitializer]
    internal static void RegisterWithDapper()
    {
        DapperTypes.AddNumberId<UserId>();
        DapperTypes.AddNumberId<ApiKeyId>();
    }
}
