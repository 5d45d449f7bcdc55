using System.Collections.Frozen;
using Dapper;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Reports;
using Ringpost.CallTracking.TestCalls;
using Ringpost.CallTracking.Tests.CallLists;
using Ringpost.CallTracking.Tests.Calls;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.TestCalls;

public sealed class TestCallTests
{
    private const string Tester = "+16615550106";
    private const string Caller = "+16615550107";

    private static readonly TestCallRule OneTester = new(TestCallSettings.Default, FrozenSet.Create(Tester));

    [Theory]
    [InlineData(Tester, false, true, TestVerdict.Uncounted)]
    [InlineData(Tester, true, true, TestVerdict.Uncounted)]
    [InlineData(Caller, false, true, TestVerdict.Real)]
    [InlineData(Caller, false, false, TestVerdict.Real)]
    [InlineData(Caller, true, true, TestVerdict.Counted)]
    [InlineData(Caller, true, false, TestVerdict.Uncounted)]
    [InlineData("", false, true, TestVerdict.Real)]
    public void One_rule_says_what_a_test_is(string caller, bool simulator, bool simulatorCounts, TestVerdict verdict) =>
        Assert.Equal(verdict, new TestCallRule(new(TestPixels.Skip, simulatorCounts), OneTester.Numbers).Judge(simulator, caller));

    [Theory, EachDatabase]
    public async Task A_test_call_is_routed_and_explained_and_earns_nothing(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Tests = OneTester;
        Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("A", Tester));
        await world.TalkAsync("A", 75);

        var call = await world.FindAsync("A");
        Assert.Equal((CallState.Ended, true, true, true), (call.State, call.Test, call.Uncounted, call.Connected));
        Assert.Equal((false, false, 0L, 0L), (call.Converted, call.Paid, call.Revenue, call.Payout));
        Assert.Equal((ConversionRefusal.TestCall, PayoutRefusal.TestCall), (call.ConversionReason, call.PayoutReason));
        Assert.Equal((75L, true, true), (call.ConnectedSeconds, call.ConversionDecided, call.PayoutDecided));
        var events = await world.EventsAsync("A");
        Assert.Contains("TestCall", events);
        Assert.DoesNotContain("ConvertedCall", events);
        var told = await world.Database.ReadAsync(c =>
            c.QuerySingleAsync<string>("SELECT fields FROM call_events WHERE name = 'TestCall'")
        );
        Assert.Contains("\"wouldConvert\":true,\"conversionAmount\":25,", told, StringComparison.Ordinal);
        Assert.Contains("\"wouldPay\":true,\"payoutAmount\":10,", told, StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task Its_pixels_are_skipped_with_the_reason_or_carry_the_mark(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Tests = OneTester;
        world.PixelTail = "#here";
        await PlayAsync(world, "A", Tester);
        var skipped = await DeliveriesAsync(world, "A");
        Assert.Equal(["completed", "connected", "converted", "finalized", "incoming", "payout"], skipped.Select(d => d.Event));
        Assert.All(skipped, d => Assert.Equal(("skipped", TestPixelMark.Skipped), (d.State, d.Note)));

        world.Tests = OneTester with { Settings = new(TestPixels.Send, true) };
        await PlayAsync(world, "B", Tester);
        var sent = await DeliveriesAsync(world, "B");
        Assert.Equal(6, sent.Count);
        Assert.All(sent, d => Assert.Equal("pending", d.State));
        Assert.All(sent, d => Assert.EndsWith("&test=1#here", d.Url, StringComparison.Ordinal));
        // What it would have earned is said to the tester alone.
        Assert.Contains("&p=0.00&ap=0.00&", sent.Single(d => d.Event == "payout").Url, StringComparison.Ordinal);

        await PlayAsync(world, "C", Caller);
        Assert.All(await DeliveriesAsync(world, "C"), d => Assert.DoesNotContain("test=1", d.Url, StringComparison.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task It_makes_no_duplicate_is_none_and_takes_no_place(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Targets[0] = world.Targets[0] with { ConcurrencyCap = 1 };
        world.Tests = OneTester;
        Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("A", Tester));
        Assert.Equal(0, await world.CountAsync("call_slots"));
        Assert.Equal("+12025550111", Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("real", Caller)).Destination.Value);
        // A full target is left out for a test too: it is routed as a caller would be.
        Assert.Equal("sip:second@example.com", Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("B", Tester)).Destination.Value);
        await world.TalkAsync("A", 75);
        await PlayAsync(world, "C", Tester);
        Assert.False((await world.FindAsync("C")).Duplicate);

        // Off the list again, the caller is new: tests before do not count.
        world.Tests = TestCallRule.Default;
        await PlayAsync(world, "D", Tester);
        var first = await world.FindAsync("D");
        Assert.Equal((false, false, true), (first.Duplicate, first.PreviouslyConnected, first.Paid));
        await world.ReceiveAsync("E", Tester);
        Assert.True((await world.FindAsync("E")).Duplicate);
    }

    [Theory, EachDatabase]
    public async Task A_simulators_call_counts_unless_the_instance_says_otherwise(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await world.ReceiveAsync("A", Caller, simulator: true);
        await world.TalkAsync("A", 75);
        var counted = await world.FindAsync("A");
        Assert.Equal((true, false, true), (counted.Test, counted.Uncounted, counted.Paid));

        world.Tests = new(new(TestPixels.Skip, false), FrozenSet<string>.Empty);
        await world.ReceiveAsync("B", Caller, simulator: true);
        await world.TalkAsync("B", 75);
        var test = await world.FindAsync("B");
        Assert.Equal((true, true, false, false), (test.Test, test.Uncounted, test.Paid, test.Duplicate));
    }

    [Theory, EachDatabase]
    public async Task A_call_that_was_a_test_at_its_arrival_stays_one(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Tests = OneTester;
        await world.ReceiveAsync("A", Tester);
        await world.ReceiveAsync("B", Caller);
        world.Tests = new(TestCallSettings.Default, FrozenSet.Create(Caller));
        await world.TalkAsync("A", 75);
        await world.TalkAsync("B", 75);
        Assert.Equal((false, true), ((await world.FindAsync("A")).Paid, (await world.FindAsync("B")).Paid));
    }

    [Theory, EachDatabase]
    public async Task A_test_whose_end_nobody_states_is_over_all_the_same(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Tests = OneTester;
        await world.ReceiveAsync("A", Tester);
        world.Time.Advance(new CallOptions().LongestCall);
        await world.RunTimersAsync();
        var call = await world.FindAsync("A");
        Assert.Equal((CallState.Ended, ConversionRefusal.TestCall), (call.State, call.ConversionReason));
    }

    [Theory, EachDatabase]
    public async Task Reports_are_the_same_with_and_without_tests(Dialect dialect)
    {
        var at = StoredCall.At2026(3, 8);
        await using var setup = await CallSetup.OpenAsync(dialect);
        var request = new CallReport.Request
        {
            From = "2026-03-08",
            To = "2026-03-08",
            GroupBy = "number",
        };
        await StoredCall.WriteAsync(
            setup.Database,
            new StoredCall("1", at)
            {
                Connected = 1,
                Revenue = 5_000_000,
                Paid = 1,
            }
        );
        var before = (await setup.The<CallReport>().RunAsync(CallSetup.Reader, request)).Value;
        await StoredCall.WriteAsync(setup.Database, new StoredCall("2", at) { Connected = 1, Uncounted = 1 });
        var after = (await setup.The<CallReport>().RunAsync(CallSetup.Reader, request)).Value;
        Assert.Equal(before.Total, after.Total);
        Assert.Equal(before.Rows, after.Rows);

        var tests = (await setup.The<ListCalls>().RunAsync(CallSetup.Reader, new() { State = "test" }, new PageRequest(10))).Value.Items;
        Assert.Equal(("2", false), (Assert.Single(tests).Id.Value, tests[0].Counted));
        Assert.NotNull(CallSentences.Test(tests[0]));
    }

    [Fact]
    public void The_mark_stands_behind_the_parameters()
    {
        Assert.Equal("https://x.example/p?test=1", TestPixelMark.On("https://x.example/p"));
        Assert.Equal("https://x.example/p?a=1&test=1", TestPixelMark.On("https://x.example/p?a=1"));
        Assert.Equal("https://x.example/p?test=1#f?g", TestPixelMark.On("https://x.example/p#f?g"));
        Assert.Equal("https://x.example/p?test=1", TestPixelMark.On("https://x.example/p?"));
    }

    [Property]
    public Property The_mark_changes_nothing_else_of_a_url()
    {
        var urls =
            from path in Gen.Elements("", "/", "/p.ashx", "/a/b")
            from query in Gen.Elements("", "?", "?a", "?a=1", "?a=1&", "?a=%23&b=%3F")
            from fragment in Gen.Elements("", "#", "#a", "#a?b=1&c")
            select $"https://x.example{path}{query}{fragment}";
        return Prop.ForAll(
            urls.ToArbitrary(),
            url =>
            {
                var (before, marked) = (new Uri(url), new Uri(TestPixelMark.On(url)));
                return (marked.Host, marked.AbsolutePath, marked.Fragment) == (before.Host, before.AbsolutePath, before.Fragment)
                    && marked.Query.EndsWith("test=1", StringComparison.Ordinal)
                    && marked.Query.StartsWith(before.Query, StringComparison.Ordinal);
            }
        );
    }

    private static async Task PlayAsync(CallWorld world, string sid, string caller)
    {
        await world.ReceiveAsync(sid, caller);
        await world.TalkAsync(sid, 75);
    }

    private static async Task<IReadOnlyList<(string Event, string State, string Note, string Url)>> DeliveriesAsync(
        CallWorld world,
        string sid
    )
    {
        var call = await world.FindAsync(sid);
        return (
            await world.Database.ReadAsync(c =>
                c.QueryAsync<(string, string, string, string)>(
                    "SELECT event, state, note, url FROM deliveries WHERE source_id = @Id ORDER BY event",
                    new { call.Id }
                )
            )
        ).AsList();
    }
}
