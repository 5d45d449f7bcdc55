using System.Data.Common;
using System.Text.RegularExpressions;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Targets;

/// <summary>A destination as it is sent: <c>number</c> or <c>sip</c> and the number or the SIP URI, or <c>group</c> and the targets that ring together.</summary>
public sealed record DestinationRequest(string? Type, string? Value = null, IReadOnlyList<TargetId>? Members = null);

/// <summary>What a target's fields must be.</summary>
internal static partial class TargetCheck
{
    /// <summary>How long a target rings unless it says otherwise.</summary>
    public const int RingSeconds = 30;

    /// <summary>As many as carriers ring at the same time.</summary>
    private const int MostMembers = 10;

    /// <summary>The longest that carriers let a number ring.</summary>
    public const int MostRingSeconds = 600;

    public static Destination Destination(Validation validation, DestinationRequest? request)
    {
        if (request is null)
        {
            validation.Add("destination", "A destination is needed: a type (number, sip or group) and its value.");
            return new Destination(DestinationType.Number, "");
        }

        var type = validation.Choice<DestinationType>("destination.type", request.Type, DestinationType.Number);
        var value = request.Value?.Trim() ?? "";
        switch (type)
        {
            case DestinationType.Number:
                if (PhoneNumber.TryParse(value, "US", out var number))
                    return new Destination(type, number.E164);
                validation.Add("destination.value", "A telephone number with its country code, as +12025550181.");
                break;
            case DestinationType.Sip:
                if (value.Length <= 255 && SipUri().IsMatch(value))
                    return new Destination(type, value);
                validation.Add("destination.value", "A SIP URI, as sip:sales@example.com.");
                break;
            case DestinationType.Group:
                var members = (request.Members ?? []).Distinct().ToList();
                if (members.Count is < 2 or > MostMembers)
                    validation.Add("destination.members", $"2 to {MostMembers} targets, which ring together.");
                return new Destination(type, "") { Members = members };
            default:
                throw new ArgumentOutOfRangeException(nameof(request), type, null);
        }

        return new Destination(type, value);
    }

    /// <summary>The members of a group are targets, and none of them is a group or the group itself.</summary>
    public static async Task MembersAsync(DbConnection connection, Validation validation, Destination? destination)
    {
        foreach (var member in destination?.Members ?? [])
            switch (await TargetsSql.FindAsync(connection, member))
            {
                case null:
                    validation.Add("destination.members", (await NotInUse.OfAsync(connection, member)).Says);
                    break;
                case { Destination.Type: DestinationType.Group } group:
                    validation.Add("destination.members", $"{group.Name} is a group itself.");
                    break;
            }
    }

    /// <summary>The keys that keep members from being archived meanwhile.</summary>
    public static IEnumerable<string> KeysOf(Destination? destination) => (destination?.Members ?? []).Select(m => $"target:{m}");

    [GeneratedRegex(@"^sips?:[A-Za-z0-9._~%!$&'()*+,;=\-]+@[A-Za-z0-9.\-]+(:[0-9]{1,5})?(;[A-Za-z0-9.=_\-]+)*$")]
    private static partial Regex SipUri();
}
