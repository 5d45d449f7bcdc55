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
        };

    /// <summary>What no version of ours wrote gives the least rights.</summary>
    public static Role Read(string text) => text == "admin" ? Role.Admin : Role.ReadOnly;

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
            default:
                return false;
        }
    }
}
