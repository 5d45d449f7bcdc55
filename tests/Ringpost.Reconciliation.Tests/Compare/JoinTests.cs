using Ringpost.Reconciliation.Agreement;
using Ringpost.Reconciliation.Compare;
using Xunit;
using static Ringpost.Reconciliation.Tests.Compare.TwoFiles;

namespace Ringpost.Reconciliation.Tests.Compare;

/// <summary>How conversions find their calls, and what is held against what.</summary>
public sealed class JoinTests
{
    private const string ByCaller = "Conversion ID,Conversion Date,Sub ID,Sub ID 2,Paid,Received";

    [Fact]
    public async Task Without_ids_caller_number_and_time_join_and_the_columns_are_found_by_what_they_hold()
    {
        var report = await ReportAsync(
            Calls,
            $"{ByCaller}\n1,2026-03-02 10:04:00,12025550181,18445551000,30,45\n2,2026-03-02 11:04:00,12025550182,18445551000,30,45\n3,2026-03-13 23:34:00,12025550183,18445551000,30,45"
        );
        Assert.True(report.Agree, report.Headline);
        Assert.Equal(3, report.JoinedBy[JoinReason.CallerNumberAndTime]);
        Assert.Contains(report.Conversions.Guesses, g => g is { What: "caller", Value: "Sub ID", Because: "it holds telephone numbers" });
        Assert.Contains(report.Conversions.Guesses, g => g is { What: "number", Value: "Sub ID 2" });
    }

    [Fact]
    public async Task Of_several_calls_of_a_caller_the_nearest_takes_the_conversion_and_another_number_does_not()
    {
        var calls = $"""
            {CallTitles}
            03/02/2026 10:00:00 AM,RGB1,+12025550181,+18445551000,Auto,House,30,45
            03/02/2026 10:20:00 AM,RGB2,+12025550181,+18445551000,Auto,House,30,45
            03/02/2026 10:21:00 AM,RGB3,+12025550181,+18445552000,Auto,House,30,45
            """;
        var report = await ReportAsync(
            calls,
            $"{ByCaller}\n1,2026-03-02 10:22:00,12025550181,18445551000,30,45\n2,2026-03-02 10:03:00,12025550181,18445551000,30,45"
        );
        Assert.Equal("RGB3", Assert.Single(report.Rows).CallId);
        Assert.Equal("3 calls, 2 conversions: 1 never arrived (30.00 paid, 45.00 received)", report.Headline);
    }

    [Fact]
    public async Task A_conversion_out_of_the_window_belongs_to_no_call()
    {
        var conversions = $"{ByCaller}\n1,2026-03-02 10:40:00,12025550181,18445551000,30,45";
        var calls = string.Join('\n', Calls.Split('\n').Take(2));
        (await ReportAsync(calls, conversions)).Is(AgreementVerdict.NeverArrived, AgreementVerdict.UnknownCall);
        Assert.True((await ReportAsync(calls, conversions, r => r with { Window = TimeSpan.FromMinutes(45) })).Agree);
    }

    [Fact]
    public async Task One_conversion_more_than_calls_of_the_caller_is_counted_twice()
    {
        var conversions =
            $"{ByCaller}\n1,2026-03-02 10:04:00,12025550181,18445551000,30,45\n2,2026-03-02 10:05:00,12025550181,18445551000,30,45";
        var report = await ReportAsync(string.Join('\n', Calls.Split('\n').Take(2)), conversions);
        var row = Assert.Single(report.Rows);
        Assert.Equal((AgreementVerdict.CountedTwice, "2"), (row.Verdict, row.ConversionId));
        Assert.Equal("A further conversion of the same call and event, known by caller, number and time.", row.Sentence);
    }

    [Fact]
    public async Task The_line_of_money_is_as_promised()
    {
        var calls = Enumerable.Range(0, 20).Select(i => $"03/02/2026 {i:00}:00:00,RGB{i},,,Auto,House,30.00");
        var conversions = Enumerable
            .Range(3, 17)
            .Select(i => $"{i},2026-03-02 {i:00}:04:00,RGB{i},12,34,{(i == 5 ? "17.50" : "30.00")}")
            .Append("99,2026-03-02 07:05:00,RGB7,12,34,30.00")
            .Append("98,2026-03-03 00:01:00,RGB0,12,34,30.00");
        var report = await ReportAsync(
            $"{CallTitles.Replace(",Revenue", "", StringComparison.Ordinal)}\n{string.Join('\n', calls)}",
            $"{ConversionTitles.Replace(",Received", "", StringComparison.Ordinal)}\n{string.Join('\n', conversions)}"
        );
        Assert.Equal(
            "20 calls, 19 conversions: 2 never arrived (60.00), 1 counted twice (30.00), 1 with another amount (12.50), 1 on another day",
            report.Headline
        );
    }

    [Fact]
    public async Task Unlike_columns_are_not_held_against_each_other()
    {
        // The calls' revenue and what conversions paid differ by nature (peers.md 3).
        var calls = string.Join(
            '\n',
            Calls
                .Split('\n')
                .Select(l => l.Trim())
                .Select(
                    (l, i) =>
                        i == 0 ? l.Replace("Payout,", "", StringComparison.Ordinal) : l.Replace(",30.00", "", StringComparison.Ordinal)
                )
        );
        var conversions = string.Join('\n', Conversions.Split('\n').Select(l => l.Trim()[..l.Trim().LastIndexOf(',')]));
        var report = await ReportAsync(calls, conversions);
        Assert.True(report.Agree, report.Headline);
        Assert.Empty(report.Compared);
        Assert.Contains(report.Advice, a => a.StartsWith("No amounts are compared", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_compared_is_said_with_the_titles() =>
        Assert.Equal(
            ["calls' Payout with conversions' Paid", "calls' Revenue with conversions' Received"],
            (await ReportAsync(Calls, Conversions)).Compared
        );

    [Fact]
    public async Task A_column_is_chosen_by_a_flag_or_left_out()
    {
        var calls = Calls.Replace("Payout", "What we owe", StringComparison.Ordinal);
        var report = await ReportAsync(
            calls,
            Conversions,
            r =>
                r with
                {
                    Columns = new Dictionary<string, string> { ["calls.payout"] = "What we owe", ["conversions.received"] = "" },
                }
        );
        Assert.Equal(["calls' What we owe with conversions' Paid"], report.Compared);
        Assert.Contains(report.Calls.Guesses, g => g is { What: "payout", Because: "given" });
    }

    [Fact]
    public async Task Which_calls_should_have_a_conversion_is_learnt_from_those_that_have_one()
    {
        var calls = """
            Call Date,Inbound Call ID,Payout,Revenue,Connected
            03/02/2026 10:00:00,RGB1,30,45,True
            03/02/2026 10:10:00,RGB2,0,45,True
            03/02/2026 10:20:00,RGB3,0,0,True
            03/02/2026 10:30:00,RGB4,0,0,False
            """;
        var two = "Conversion ID,Conversion Date,Transaction ID,Paid,Received\n1,2026-03-02 10:01,RGB1,30,45\n2,2026-03-02 10:11,RGB2,0,45";
        Assert.Equal("2 calls, 2 conversions: they agree", (await ReportAsync(calls, two)).Headline);
        Assert.Equal("3 calls, 3 conversions: they agree", (await ReportAsync(calls, two + "\n3,2026-03-02 10:21,RGB3,0,0")).Headline);
        var paid = await ReportAsync(calls, two, r => r with { Expected = ExpectedCalls.Paid });
        // What is there for a call that need not have one is compared all the same.
        Assert.Equal("1 call, 2 conversions: they agree", paid.Headline);
    }

    [Fact]
    public async Task An_event_without_amounts_beside_one_with_amounts_is_a_step_and_not_compared()
    {
        var conversions = """
            Conversion ID,Conversion Date,Transaction ID,Event Name,Paid,Received
            1,2026-03-02 10:04:00,RGB1,Payable,30,45
            2,2026-03-02 10:00:00,RGB1,Incoming,0,0
            3,2026-03-02 11:00:00,RGB2,Incoming,0,0
            """;
        var calls = string.Join('\n', Calls.Split('\n').Take(3));
        var report = await ReportAsync(calls, conversions);
        Assert.Equal("2 calls, 1 conversion: 1 never arrived (30.00 paid, 45.00 received)", report.Headline);
        Assert.Contains(report.Guesses, g => g is { What: "event", Value: "“Incoming” left out" });
        var all = await ReportAsync(calls, conversions, r => r with { AllEvents = true });
        Assert.Equal("2 calls, 3 conversions: 1 with another amount (30.00 paid, 45.00 received)", all.Headline);
    }

    [Fact]
    public async Task Transaction_ids_that_are_no_calls_are_told()
    {
        var report = await ReportAsync(Calls, Conversions.Replace("RGB", "X", StringComparison.Ordinal));
        report.Is(AgreementVerdict.NeverArrived, AgreementVerdict.UnknownCall);
        Assert.Contains(report.Advice, a => a.Contains("--column conversions.call=TITLE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_of_two_times_say_so()
    {
        var report = await ReportAsync(
            Calls,
            Conversions.Replace("2026-", "2025-", StringComparison.Ordinal).Replace("RGB", "X", StringComparison.Ordinal)
        );
        Assert.Contains(
            report.Advice,
            a => a.StartsWith("The times of the files do not meet: calls 2026-03-02 to 2026-03-13", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("", Conversions, "calls.csv: The file is empty. A file begins with the titles of its columns.")]
    [InlineData(
        Conversions,
        Calls,
        "calls.csv: This looks like the conversions. The calls are named first: ringpost compare CALLS CONVERSIONS.\nconversions.csv: This looks like the calls. The calls are named first: ringpost compare CALLS CONVERSIONS."
    )]
    [InlineData(
        "a,b\n1,2",
        Conversions,
        "calls.csv: No column “Inbound Call ID” or “Caller ID” is there. Say which one it is, as --column \"calls.id=TITLE\". Its columns: a, b.\ncalls.csv: No column “Call Date” is there. Say which one it is, as --column \"calls.time=TITLE\". Its columns: a, b."
    )]
    [InlineData(
        Calls + "\n03/14/2026,RGB4,,,Auto,House,a lot,45",
        Conversions,
        "calls.csv, line 5, column “Payout”: “a lot” is not an amount. An amount is as 45.00, $1,250.00 or 1.250,00 €. Mend the row, or leave such rows out with --skip."
    )]
    [InlineData(
        Calls + "\nsoon,RGB4,,,Auto,House,1,45",
        Conversions,
        "calls.csv, line 5, column “Call Date”: “soon” is not a time. A time is as 01/31/2026 08:18:22 PM or 2026-01-31 20:18:22. Mend the row, or leave such rows out with --skip."
    )]
    [InlineData(
        Calls,
        "{\"d\":{}}",
        "conversions.csv: This is JSON, which is not read. Ask for the same report as XML (a GET request answers it), or export it as CSV."
    )]
    public async Task What_can_not_be_read_is_named_by_file_line_and_column(string calls, string conversions, string problem) =>
        Assert.Equal(problem, await ProblemAsync(calls, conversions));

    [Fact]
    public async Task Unreadable_rows_are_left_out_where_that_is_asked_for()
    {
        var report = await ReportAsync(Calls + "\nsoon,RGB4,,,Auto,House,1,45", Conversions, r => r with { Skip = true });
        Assert.True(report.Agree, report.Headline);
        Assert.Contains("1 row could not be read and were left out, as --skip says.", report.Advice);
    }

    [Fact]
    public async Task A_column_that_is_unknown_to_the_flag_or_the_file_is_refused()
    {
        Task<string> Problem(string what, string title) =>
            ProblemAsync(Calls, Conversions, r => r with { Columns = new Dictionary<string, string> { [what] = title } });
        Assert.StartsWith(
            "--column: “calls.price” is none of calls.id, calls.time",
            await Problem("calls.price", "Payout"),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "calls.csv: There is no column “Owed” as --column calls.payout says. Its columns: Call Date,",
            await Problem("calls.payout", "Owed"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_column_that_holds_something_else_than_its_title_says_is_left_out_by_a_flag()
    {
        var calls = Calls.Replace("Publisher", "Connected", StringComparison.Ordinal);
        Assert.Contains(
            "“House” is neither True nor False. If the column holds something else, leave it out: --column calls.connected=.",
            await ProblemAsync(calls, Conversions),
            StringComparison.Ordinal
        );
        var report = await ReportAsync(
            calls,
            Conversions,
            r => r with { Columns = new Dictionary<string, string> { ["calls.connected"] = "" } }
        );
        Assert.True(report.Agree, report.Headline);
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_is_found()
    {
        var calls = Calls + "\n03/14/2026,\"RGB4" + new string('x', 200_000);
        Assert.Contains("a quote is opened and never closed", await ProblemAsync(calls, Conversions), StringComparison.Ordinal);
    }
}

internal static class ReportVerdicts
{
    public static void Is(this CompareReport report, params AgreementVerdict[] verdicts) =>
        Assert.Equal(verdicts, report.Totals.Select(t => t.Verdict));
}
