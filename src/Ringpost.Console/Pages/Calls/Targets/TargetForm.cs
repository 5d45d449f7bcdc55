using Ringpost.CallTracking;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Targets;

namespace Ringpost.Console.Pages.Calls.Targets;

/// <summary>What a person types of a target.</summary>
public sealed class TargetForm
{
    public string? Name { get; set; }
    public BuyerId? Buyer { get; set; }
    public string? Type { get; set; } = "number";
    public string? Value { get; set; }
    public decimal? RingSeconds { get; set; } = 30;
    public decimal? Cap { get; set; }

    public HashSet<TargetId> Members { get; set; } = [];

    public DestinationRequest Destination => new(Type, Value, Type == "group" ? [.. Members] : null);

    public static TargetForm Of(Target target) =>
        new()
        {
            Name = target.Name,
            Buyer = target.BuyerId,
            Type = CallWords.Word(target.Destination.Type),
            Value = target.Destination.Value,
            Members = [.. target.Destination.Members ?? []],
            RingSeconds = target.RingSeconds,
            Cap = target.ConcurrencyCap,
        };
}
