using System.Data.Common;

namespace Ringpost.Delivery.Credentials;

/// <summary>What another module says about who uses a credential, by name, as <c>Pixel Roofing</c>: one in use is not deleted.</summary>
public sealed record CredentialUse(Func<DbConnection, CredentialId, Task<IReadOnlyList<string>>> NamesAsync);
