using System.Collections.Frozen;
using System.Text.Json;
using Dapper;
using Ringpost.CallTracking.Blocks;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Filters;
using Ringpost.CallTracking.Guards;
using Ringpost.CallTracking.TestCalls;
using Ringpost.CallTracking.Tests.Calls;
using Ringpost.Delivery.GuardedHttp;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Guards;

public sealed class CheckTests
{
    [Theory]
    [InlineData(200, "{}", CheckOutcome.Passed, null, "")]
    [InlineData(204, "", CheckOutcome.Passed, null, "")]
    [InlineData(200, """{"block":true}""", CheckOutcome.Refused, null, "")]
    [InlineData(200, """{"block":true,"reason":" known\u0007 litigator "}""", CheckOutcome.Refused, "known litigator", "")]
    [InlineData(200, """{"block":false,"reason":"x"}""", CheckOutcome.Passed, null, "")]
    [InlineData(200, """{"block":null,"more":[1]}""", CheckOutcome.Passed, null, "")]
    [InlineData(
        200,
        """{"tags":{"score":5,"Score":6,"vip":true,"a]b":"x","":"x","no":null,"list":[1],"ok":" y "}}""",
        CheckOutcome.Passed,
        null,
        "score=5 vip=true ok=y"
    )]
    [InlineData(200, """{"tags":[1]}""", CheckOutcome.Passed, null, "")]
    [InlineData(200, """{"block":"yes"}""", CheckOutcome.NotReadable, null, "")]
    [InlineData(200, "[]", CheckOutcome.NotReadable, null, "")]
    [InlineData(200, "<html>", CheckOutcome.NotReadable, null, "")]
    [InlineData(200, """{"block":tru""", CheckOutcome.NotReadable, null, "")]
    [InlineData(301, "{}", CheckOutcome.BadStatus, null, "")]
    [InlineData(500, """{"block":true}""", CheckOutcome.BadStatus, null, "")]
    public void An_answer_is_read(int status, string text, CheckOutcome outcome, string? reason, string tags)
    {
        var read = CheckAnswer.Read(new UrlAnswer(status, null, text, TimeSpan.Zero));
        Assert.Equal((outcome, reason), (read.Outcome, read.Reason));
        Assert.Equal(tags, string.Join(' ', read.Tags.Select(t => $"{t.Name}={t.Value}")));
    }

    [Theory, EachDatabase]
    public async Task Tags_of_the_answer_route_the_call_and_a_repeat_of_the_webhook_asks_nobody(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await using var receiver = await CheckReceiver.StartAsync(world);
        world.Guards = new()
        {
            Check = receiver.Setting(
                tail: "check?c=[tag:InboundNumber:Number]&n=[tag:DialedNumber:Number]&d=[tag:CallInfo:IsDuplicate]&id=[Call:InboundCallId]"
            ),
        };
        world.Targets[0] = world.Targets[0] with
        {
            Filters = new TagFilter([new TagRule([new TagCondition("Check:score", TagOperator.GreaterThan, false, "50", null)])]),
        };
        receiver.Answer = """{"tags":{"score":10}}""";
        var dial = Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("A"));
        Assert.Equal("sip:second@example.com", dial.Destination.Value);
        Assert.Equal(dial, await world.ReceiveAsync("A"));
        Assert.Equal([$"/check?c=%2B16615550106&n=%2B18005550199&d=false&id={dial.Call}"], receiver.Asked);
        Assert.Equal(["RoutingCheck", "CallPlanDetail", "TargetDialed"], await world.EventsAsync("A"));
        Assert.Equal(1, await world.CountAsync("call_tags WHERE type = 'Check' AND name = 'score' AND value = '10' AND source = 'check'"));
    }

    [Theory, EachDatabase]
    public async Task A_refusal_is_stored_with_its_words_and_fires_nothing(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await using var receiver = await CheckReceiver.StartAsync(world);
        world.Guards = new() { Check = receiver.Setting() };
        receiver.Answer = """{"block":true,"reason":"known litigator"}""";
        Assert.Equal(new CallAnswer.Reject(CallRejection.Blocked), await world.ReceiveAsync("A"));
        Assert.Equal(new CallAnswer.Reject(CallRejection.Blocked), await world.ReceiveAsync("A"));
        Assert.Single(receiver.Asked);
        Assert.Equal(BlockReason.CheckRefused, (await world.FindAsync("A")).BlockReason);
        Assert.Equal(["RoutingCheck", "BlockedCall"], await world.EventsAsync("A"));
        Assert.Empty(await world.PixelsAsync("A"));
        Assert.Equal(("Refused", "known litigator", 200), await SaidAsync(world, "A"));
    }

    [Theory, EachDatabase]
    public async Task A_test_that_counts_nowhere_is_asked_about_as_a_caller_without_a_past(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await using var receiver = await CheckReceiver.StartAsync(world);
        world.Guards = new()
        {
            Check = receiver.Setting(tail: "check?d=[tag:CallInfo:IsDuplicate]"),
            Duplicates = new() { On = DuplicateOn.Incoming },
        };
        await world.ReceiveAsync("A");
        await world.ReceiveAsync("B");
        world.Tests = TestCallRule.Default with { Numbers = new[] { "+16615550106" }.ToFrozenSet() };
        await world.ReceiveAsync("C");
        Assert.Equal(["/check?d=false", "/check?d=true", "/check?d=false"], receiver.Asked);
        Assert.False((await world.FindAsync("C")).Duplicate);
    }

    [Theory, EachDatabase]
    public async Task Without_a_usable_answer_the_campaign_decides(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await using var receiver = await CheckReceiver.StartAsync(world);
        (receiver.Status, receiver.Answer) = (500, "no");
        await BothAsync(world, "status", "BadStatus", receiver.Setting());
        (receiver.Status, receiver.Answer) = (200, "<html>");
        await BothAsync(world, "garbage", "NotReadable", receiver.Setting());
        receiver.Hangs = true;
        await BothAsync(world, "slow", "TimedOut", receiver.Setting(milliseconds: 100));
        await BothAsync(world, "dead", "NotReached", new($"http://127.0.0.1:{PrivatePostgres.FreePort()}/", 100_000));
    }

    [Theory, EachDatabase]
    public async Task A_private_address_is_not_asked_unless_an_administrator_allows_it(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await using var receiver = await CheckReceiver.StartAsync(world, allowPrivate: false);
        await BothAsync(world, "private", "NotReached", receiver.Setting());
        Assert.Empty(receiver.Asked);
    }

    [Theory, EachDatabase]
    public async Task Nobody_is_asked_about_a_call_that_another_door_turns_away(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await using var receiver = await CheckReceiver.StartAsync(world);
        world.Guards = new()
        {
            Check = receiver.Setting(CheckFailure.Block),
            Spam = new(2),
            Attestation = new(Attestation.A),
        };
        world.Blocks.Add(new BlockedNumber(new("BL1"), "+1415*", null, "", null, "Ada", null, default));
        world.CampaignEnabled = false;
        await world.ReceiveAsync("A");
        world.CampaignEnabled = true;
        await world.ReceiveAsync("B", "+14155550106");
        await world.ReceiveAsync("C", attestation: Attestation.C);
        Assert.Empty(receiver.Asked);
        await world.ReceiveAsync("D");
        await world.ReceiveAsync("E");
        Assert.Single(receiver.Asked);
        BlockReason?[] reasons =
        [
            BlockReason.CampaignPaused,
            BlockReason.PrefixBlocked,
            BlockReason.AttestationTooWeak,
            null,
            BlockReason.RepeatedTooSoon,
        ];
        foreach (var (sid, reason) in "ABCDE".Zip(reasons))
            Assert.Equal((sid, reason), (sid, (await world.FindAsync($"{sid}")).BlockReason));
    }

    [Theory, EachDatabase]
    public async Task Thirty_two_repeats_at_once_make_one_call(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await using var receiver = await CheckReceiver.StartAsync(world);
        world.Guards = new() { Check = receiver.Setting(CheckFailure.Block) };
        var book = world.Book();
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => world.ReceiveAsync("A", book: book))));
        Assert.Single(answers.Distinct());
        Assert.Equal((1, 1), (await world.CountAsync("calls"), await world.CountAsync("call_events WHERE name = 'RoutingCheck'")));
    }

    /// <summary>Fails open, then closed.</summary>
    private static async Task BothAsync(CallWorld world, string sid, string outcome, CheckSetting setting)
    {
        world.Guards = new() { Check = setting };
        Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync(sid));
        Assert.Equal(outcome, (await SaidAsync(world, sid)).Outcome);
        world.Guards = new() { Check = setting with { WhenUnanswered = CheckFailure.Block } };
        Assert.IsType<CallAnswer.Reject>(await world.ReceiveAsync(sid + " closed"));
        Assert.Equal(BlockReason.CheckUnanswered, (await world.FindAsync(sid + " closed")).BlockReason);
        Assert.Equal(outcome, (await SaidAsync(world, sid + " closed")).Outcome);
    }

    private static async Task<(string? Outcome, string? Reason, int? Status)> SaidAsync(CallWorld world, string sid)
    {
        var call = await world.FindAsync(sid);
        using var fields = JsonDocument.Parse(
            await world.Database.ReadAsync(c =>
                c.QuerySingleAsync<string>("SELECT fields FROM call_events WHERE call_id = @Id AND name = 'RoutingCheck'", new { call.Id })
            )
        );
        var said = fields.RootElement;
        return (
            said.GetProperty("outcome").GetString(),
            said.TryGetProperty("reason", out var reason) ? reason.GetString() : null,
            said.TryGetProperty("status", out var status) ? status.GetInt32() : null
        );
    }
}
