using Ringpost.Reconciliation.Agreement;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Reconciliation.Tests.Compare;

/// <summary>Faults that were sown in a year of calls are all found, each for its reason, and nothing else is (docs/proof.md).</summary>
public sealed class SeededFaultTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Precision_and_recall_are_1_on_ids_with_the_right_reason(int seed)
    {
        var files = new SeededFiles(seed, Proof.IsLong ? 100_000 : 20_000);
        // Nothing is told of zones: they must be guessed rightly too.
        var report = await TwoFiles.ReportAsync(files.Calls, files.Conversions, r => r with { CallsCurrency = Primitives.Currency.Usd });

        var found = report
            .Rows.Where(r => r.Differs)
            .Select(r => (r.Verdict == AgreementVerdict.UnknownCall ? r.ConversionId : r.CallId, r.Verdict, r.Cause))
            .ToList();
        Assert.Empty(files.Faults.Except(found));
        Assert.Empty(found.Except(files.Faults));
        Assert.Equal(found.Count, found.Distinct().Count());
        // Each reason was sown.
        Assert.Equal(
            Enum.GetValues<AgreementVerdict>()
                .Except([
                    AgreementVerdict.NeverSent,
                    AgreementVerdict.OnItsWay,
                    AgreementVerdict.TakenElsewhere,
                    AgreementVerdict.SentButRejected,
                    AgreementVerdict.Matched,
                ]),
            found.Select(f => f.Verdict).Distinct().Order()
        );
    }
}
