using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Import;
using Ringpost.Attribution.Reports;
using Ringpost.CallTracking.Adjustments;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.CallTracking.Hooks;
using Ringpost.CallTracking.Import;
using Ringpost.Console.Components;
using Ringpost.Delivery.GuardedHttp;
using Ringpost.Delivery.Outbox;
using Ringpost.Reconciliation.Agreement;

namespace Ringpost.ArchitectureTests.Texts;

/// <summary>What other modules say in English and the Console shows: refusals and answers with their places, and the words of closed sets.</summary>
internal static class ModuleTexts
{
    private static readonly string[] Modules =
    [
        "Ringpost.Primitives",
        "Ringpost.Storage",
        "Ringpost.Api",
        "Ringpost.Delivery",
        "Ringpost.CallTracking",
        "Ringpost.Telephony",
        "Ringpost.Attribution",
        "Ringpost.Reconciliation",
        "Ringpost.Access",
        "ringpost",
    ];

    private static readonly IReadOnlyList<CompiledMethod> Methods = [.. Modules.SelectMany(CompiledCode.Read)];

    /// <summary>Phrases that are made of a finished text.</summary>
    public static IEnumerable<(string Method, string By)> Finished =>
        from method in Methods
        from made in Phrases.Finished(method)
        select (method.FullName, made.Called ?? $"{made.Code}");

    /// <summary>Closed sets whose words the Console shows as they are called.</summary>
    private static readonly Type[] Words =
    [
        typeof(AccountStatus),
        typeof(DeliveryState),
        typeof(ImportProblemKind),
        typeof(PixelEvent),
        typeof(RequestState),
        typeof(RingbaKind),
        typeof(RingbaReason),
        typeof(SendError),
    ];

    public static IEnumerable<string> All =>
        Methods
            .SelectMany(m => Phrases.Said(m).Concat(Titles(m)))
            .Concat(ReportColumn.All.SelectMany(c => new[] { c.Title, c.Meaning }).OfType<string>())
            .Concat(ReportDimensions.All.Select(d => d.Title()))
            .Concat(Enum.GetValues<AgreementVerdict>().SelectMany(v => new[] { v.Title(), $"{v.Counted()}", $"{v.Meaning()}" }))
            .Concat(Enum.GetValues<DisputeCause>().Select(c => c.Words()))
            .Concat(
                Enum.GetValues<TagOperator>().SelectMany(o => new[] { FilterSentences.Words(o, false), FilterSentences.Words(o, true) })
            )
            .Concat(Enum.GetValues<HookOutcome>().Select(HookSentences.Of))
            .Concat(RecordedChanges.Words(Methods))
            .Concat(Words.SelectMany(Enum.GetNames).Select(HistoryWords.Title))
            .Concat(["Approved", "Rejected", "Returned", "System"])
            .Where(t => t.Any(char.IsAsciiLetterLower));

    /// <summary>The columns of calls are their module's own; all else that begins with a capital there is no text.</summary>
    private static IEnumerable<string> Titles(CompiledMethod method) =>
        method.FullName switch
        {
            "Ringpost.CallTracking.CallFilters.KnownColumns..cctor" => Loaded(method)
                .Where(t => t.Length > 0 && char.IsAsciiLetterUpper(t[0])),
            // What a step names; its sentences, and parts of them, are said by the steps.
            "Ringpost.Attribution.PixelLog.ExplanationPhrases..cctor" => Loaded(method)
                .Where(t => t.Contains(' ') && char.IsAsciiLetterOrDigit(t[0]) && char.IsAsciiLetter(t[^1])),
            _ => [],
        };

    private static IEnumerable<string> Loaded(CompiledMethod method) => method.Instructions.Select(i => i.Text).OfType<string>();
}
