using Ringpost.Attribution.Reports;
using Ringpost.CallTracking.Adjustments;
using Ringpost.CallTracking.Filters;
using Ringpost.CallTracking.Hooks;
using Ringpost.Reconciliation.Agreement;

namespace Ringpost.ArchitectureTests.Texts;

/// <summary>What other modules say in English and the Console shows: refusals without values, and the words of closed sets.</summary>
internal static class ModuleTexts
{
    private static readonly string[] Modules =
    [
        "Primitives",
        "Storage",
        "Api",
        "Delivery",
        "CallTracking",
        "Telephony",
        "Attribution",
        "Reconciliation",
        "Access",
    ];

    private static readonly string[] Refusals =
    [
        "Ringpost.Primitives.Clash..ctor",
        "Ringpost.Primitives.Invalid..ctor",
        "Ringpost.Primitives.TooEarly..ctor",
        "Ringpost.Primitives.Validation.Add",
    ];

    public static IEnumerable<string> All =>
        Modules
            .SelectMany(m => CompiledCode.Read("Ringpost." + m))
            .SelectMany(m => Refused(m).Concat(Titles(m)))
            .Concat(ReportColumn.All.SelectMany(c => new[] { c.Title, c.Meaning }).OfType<string>())
            .Concat(ReportDimensions.All.Select(d => d.Title()))
            .Concat(Enum.GetValues<AgreementVerdict>().SelectMany(v => new[] { v.Title(), v.Counted(), v.Meaning() }))
            .Concat(Enum.GetValues<DisputeCause>().Select(c => c.Words()))
            .Concat(
                Enum.GetValues<TagOperator>().SelectMany(o => new[] { FilterSentences.Words(o, false), FilterSentences.Words(o, true) })
            )
            .Concat(Enum.GetValues<HookOutcome>().Select(HookSentences.Of))
            .Where(t => t.Any(char.IsAsciiLetterLower));

    /// <summary>The columns of calls are their module's own; all else that begins with a capital there is no text.</summary>
    private static IEnumerable<string> Titles(CompiledMethod method) =>
        method.FullName == "Ringpost.CallTracking.CallFilters.KnownColumns..cctor"
            ? method.Instructions.Select(i => i.Text).OfType<string>().Where(t => t.Length > 0 && char.IsAsciiLetterUpper(t[0]))
            : [];

    private static IEnumerable<string> Refused(CompiledMethod method) =>
        method.FullName == "Ringpost.Primitives.Forbidden.Sentence"
            ? method.Instructions.Select(i => i.Text).Where(t => t?.EndsWith('.') == true).OfType<string>()
            : method
                .Instructions.Zip(method.Instructions.Skip(1))
                .Where(p => p.First.Text is not null && Refusals.Contains(p.Second.Called))
                .Select(p => p.First.Text!);
}
