using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;

namespace Ringpost.Console.Components;

/// <summary>Roles as people read and choose them.</summary>
internal static class RoleWords
{
    public static readonly Choice<string>[] Choices =
    [
        new("admin", Of(Role.Admin)),
        new("readOnly", Of(Role.ReadOnly)),
        new("publisher", Of(Role.Publisher)),
        new("buyer", Of(Role.Buyer)),
    ];

    public static string Of(Role role) =>
        role switch
        {
            Role.Admin => "Administrator",
            Role.ReadOnly => "Read-only",
            Role.Publisher => "Publisher",
            Role.Buyer => "Buyer",
        };

    /// <summary>The names of publishers and buyers by their ids.</summary>
    public static Dictionary<string, string> Partners(CallConfiguration configuration) =>
        configuration
            .Publishers.Values.Select(p => (p.Id.Value, p.Name))
            .Concat(configuration.Buyers.Values.Select(b => (b.Id.Value, b.Name)))
            .ToDictionary(p => p.Value, p => p.Name);

    public static bool NeedsPartner(string? role) => role is "publisher" or "buyer";
}
