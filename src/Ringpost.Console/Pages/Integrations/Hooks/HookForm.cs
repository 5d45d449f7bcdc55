using Ringpost.CallTracking.Hooks;
using Ringpost.Primitives;

namespace Ringpost.Console.Pages.Integrations.Hooks;

/// <summary>What a person types of a conversion webhook.</summary>
public sealed class HookForm
{
    public string? Name { get; set; }
    public string? CallToken { get; set; } = "callid";
    public string? RevenueToken { get; set; } = "revenue";
    public string? Flag { get; set; }
    public bool KeepTags { get; set; } = true;
    public string? Secret { get; set; }
    public bool NoSecret { get; set; }
    public string? Senders { get; set; }
    public decimal? Maximum { get; set; }

    public static HookForm Of(ConversionHook hook) =>
        new()
        {
            Name = hook.Name,
            CallToken = hook.CallToken,
            RevenueToken = hook.RevenueToken,
            Flag = hook.Flag,
            KeepTags = hook.KeepTags,
            Senders = string.Join('\n', hook.Senders),
            Maximum = hook.Maximum,
        };

    public HookRequest ToRequest() =>
        new(
            Name ?? "",
            CallToken ?? "",
            RevenueToken ?? "",
            new Optional<string?>(Flag),
            KeepTags,
            NoSecret ? new Optional<string?>(null)
                : string.IsNullOrWhiteSpace(Secret) ? default
                : new Optional<string?>(Secret),
            (Senders ?? "").Split(['\n', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            new Optional<decimal?>(Maximum)
        );
}
