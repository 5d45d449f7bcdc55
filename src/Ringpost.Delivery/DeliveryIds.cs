using System.Runtime.CompilerServices;
using Ringpost.Delivery.Credentials;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Delivery;

/// <summary>One request to be sent, with its attempts. 32 hex digits, ordered by time.</summary>
public readonly record struct DeliveryId(string Value) : ITextId<DeliveryId>
{
    public static DeliveryId From(string value) => new(value);

    public override string ToString() => Value;
}

internal static class DeliveryIds
{
    /// <summary>Dapper must know the ids before the first query, whoever makes it.</summary>
    [ModuleInitializer]
    internal static void RegisterWithDapper()
    {
        DapperTypes.AddTextId<DeliveryId>();
        DapperTypes.AddTextId<CredentialId>();
    }
}
