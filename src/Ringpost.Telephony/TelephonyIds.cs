using System.Runtime.CompilerServices;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Telephony;

/// <summary>An account at a carrier. 128 random bits, as it stands in open paths.</summary>
public readonly record struct CarrierId(string Value) : ITextId<CarrierId>
{
    public static CarrierId From(string value) => new(value);

    public override string ToString() => Value;
}

internal static class TelephonyIds
{
    [ModuleInitializer]
    internal static void RegisterWithDapper() => DapperTypes.AddTextId<CarrierId>();
}
