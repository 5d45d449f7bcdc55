using Ringpost.CallTracking;
using Ringpost.CallTracking.Routing;
using Ringpost.Console.Components;

namespace Ringpost.Console.Pages.Calls.Routing;

/// <summary>What a person chooses as the last resort of a call, of a campaign or of the instance.</summary>
public sealed class FallbackForm
{
    private const string Inherit = "";

    public string? Kind { get; set; } = Inherit;
    public TargetId? Target { get; set; }
    public string? Message { get; set; }

    internal static IReadOnlyList<Choice<string>> InstanceKinds =>
        [new("none", T["None: the caller hears busy"]), new("target", T["Target"]), new("message", T["Spoken message"])];

    internal static IReadOnlyList<Choice<string>> CampaignKinds => [new(Inherit, T["As under Settings, Routing"]), .. InstanceKinds];

    public FallbackRequest? ToRequest() => string.IsNullOrEmpty(Kind) ? null : new(Kind, Target, Message);

    public static FallbackForm Of(Fallback? fallback) =>
        new()
        {
            Kind = fallback is null ? Inherit : CallWords.Word(fallback.Kind),
            Target = fallback?.TargetId,
            Message = fallback?.Message,
        };
}
