using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;

namespace Ringpost.Console.Components;

/// <summary>Roles as people read and choose them.</summary>
internal static class RoleWords
{
    public static Choice<string>[] Choices =>
        [
            new("admin", Of(Role.Admin)),
            new("readOnly", Of(Role.ReadOnly)),
            new("publisher", Of(Role.Publisher)),
            new("buyer", Of(Role.Buyer)),
        ];

    public static string Of(Role role) =>
        role switch
        {
            Role.Admin => T["Administrator"],
            Role.ReadOnly => T["Read-only"],
            Role.Publisher => T["Publisher"],
            Role.Buyer => T["Buyer"],
        };

    /// <summary>A right that a read-only person or key is given, as its tick says it.</summary>
    public static string Of(Permission right) =>
        right switch
        {
            Permission.SeeRevenue => T["Sees revenue and buyers"],
            Permission.SeeFullNumbers => T["Sees full caller numbers"],
            Permission.Listen => T["Hears recordings"],
            Permission.ChangeMoney => T["Changes money (and sees it)"],
            _ => $"{right}",
        };

    /// <summary>Behind the role in a list: whose calls, or what beside reading.</summary>
    public static string Of(Role role, string? partner, IReadOnlyList<Permission> rights) =>
        string.Join(" · ", new[] { Of(role), partner }.OfType<string>().Concat(rights.Select(Of)));

    /// <summary>The names of publishers and buyers by their ids.</summary>
    public static Dictionary<string, string> Partners(CallConfiguration configuration) =>
        configuration
            .Publishers.Values.Select(p => (p.Id.Value, p.Name))
            .Concat(configuration.Buyers.Values.Select(b => (b.Id.Value, b.Name)))
            .ToDictionary(p => p.Value, p => p.Name);

    /// <summary>As the API has them; another role has none, whatever was ticked before.</summary>
    public static IReadOnlyList<string> Rights(string? role, IReadOnlyList<string> ticked) => role == "readOnly" ? ticked : [];

    public static bool NeedsPartner(string? role) => role is "publisher" or "buyer";
}
