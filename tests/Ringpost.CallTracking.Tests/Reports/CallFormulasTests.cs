using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Reports;
using Xunit;

namespace Ringpost.CallTracking.Tests.Reports;

public sealed class CallFormulasTests
{
    /// <summary>The test vector of ringba.md 10.2.</summary>
    [Fact]
    public void Ringbas_formulas_give_the_specifications_test_vector()
    {
        var row = new CallReportRow(
            "x",
            "x",
            "USD",
            new CallCounts(1200, 4, 46, 300, 806, 0, 503, 377, 11_874_250_000, 9_310_500_000, 624_310)
        );
        Assert.Equal((850, 896, 394, 1154), (row.Completed, row.Ended, row.NoConnect, row.IncomingWithoutBlocked));
        Assert.Equal((2563.75m, 21.59m, 41.92m), (row.Profit, row.Margin, row.ConversionPercent));
        Assert.Equal(13.252511160714286, row.Rpc);
        Assert.Equal(542, row.Acl);
        Assert.Equal("173:25:10", CallLength.Format(row.Tcl));
        Assert.Equal("00:09:02", CallLength.Format(row.Acl));
    }

    [Fact]
    public void Nothing_is_divided_by_nothing()
    {
        var row = new CallReportRow(null, "Total", "USD", CallCounts.None);
        Assert.Equal((0d, 0m, 0m, 0L), (row.Rpc, row.Margin, row.ConversionPercent, row.Acl));
    }
}
