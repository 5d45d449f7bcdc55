using Ringpost.Primitives;

namespace Ringpost.Access.Users;

/// <summary>Roles as the database and the command line write them.</summary>
public static class RoleText
{
    public static string Write(Role role) =>
        role switch
        {
            Role.Admin => "admin",
            Role.ReadOnly => "readOnly",
            Role.Publisher => "publisher",
            Role.Buyer => "buyer",
        };

    /// <summary>What no version of ours wrote gives the least rights: a publisher's, of no publisher.</summary>
    public static Role Read(string text) =>
        text switch
        {
            "admin" => Role.Admin,
            "readOnly" => Role.ReadOnly,
            "buyer" => Role.Buyer,
            _ => Role.Publisher,
        };

    /// <summary>Reads a role and whose calls it sees. Errors stand at <c>role</c> and <c>partnerId</c>.</summary>
    /// <param name="partnerId">The id of the publisher or buyer; one that does not exist sees nothing.</param>
    internal static (Role Role, string? PartnerId) Read(Validation validation, string? text, string? partnerId)
    {
        if (!TryParse(text, out var role))
            validation.Add("role", "A role is admin, readOnly, publisher or buyer.");
        var isPartner = role is Role.Publisher or Role.Buyer;
        var partner = string.IsNullOrWhiteSpace(partnerId) ? null : validation.Text("partnerId", partnerId, 64);
        if (isPartner && partner is null)
            validation.Add(
                "partnerId",
                role == Role.Buyer ? "Whose calls they see: the id of the buyer." : "Whose calls they see: the id of the publisher."
            );
        else if (!isPartner && partner is not null)
            validation.Add("partnerId", "Only the roles publisher and buyer have one.");
        return (role, partner);
    }

    /// <summary>Reads what people type: <c>admin</c>, <c>readOnly</c>, <c>read-only</c>.</summary>
    public static bool TryParse(string? text, out Role role)
    {
        role = Role.ReadOnly;
        switch (text?.Trim().ToUpperInvariant())
        {
            case "ADMIN":
                role = Role.Admin;
                return true;
            case "READONLY" or "READ-ONLY":
                return true;
            case "PUBLISHER":
                role = Role.Publisher;
                return true;
            case "BUYER":
                role = Role.Buyer;
                return true;
            default:
                return false;
        }
    }
}
