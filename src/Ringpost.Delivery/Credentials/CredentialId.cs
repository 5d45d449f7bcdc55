using Ringpost.Primitives;

namespace Ringpost.Delivery.Credentials;

/// <summary>A named reference to a secret: <c>CR</c> and 32 hex digits.</summary>
public readonly record struct CredentialId(string Value) : ITextId<CredentialId>
{
    public static CredentialId From(string value) => new(value);

    public override string ToString() => Value;
}
