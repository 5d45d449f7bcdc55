using Ringpost.CallTracking.Annotations;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Enrichment;
using Ringpost.CallTracking.Filters;
using Ringpost.CallTracking.Numbers;
using Ringpost.CallTracking.Tags;
using Ringpost.CallTracking.Tests.Calls;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Tags;

public sealed class CallTagTests
{
    [Theory, EachDatabase]
    public async Task A_call_has_its_numbers_tags_and_what_was_sent_before_it_is_routed(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.NumberTags = new(new Dictionary<string, string> { ["Source"] = "radio \"7\"" });
        world.PixelTail = "&z=[tag:user:ZIP]&s=[tag:DialedNumber:source]";
        world.Targets[0] = world.Targets[0] with { Filters = new([new([new("User:zip", TagOperator.BeginsWith, false, "8", null)])]) };
        world.Targets[1] = world.Targets[1] with { Filters = new([new([new("user:zip", TagOperator.BeginsWith, false, "9", null)])]) };
        await world.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                await EnrichmentsSql.StoreAsync(
                    unit,
                    new("NU1"),
                    "+16615550106",
                    [new("User", "zip", "93301", TagSource.Enrichment), new("User", "ZIP", "other", TagSource.Enrichment)],
                    unit.Now + TimeSpan.FromHours(1)
                );
                return 0;
            }
        );

        var dial = Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("A"));
        Assert.Equal("sip:second@example.com", dial.Destination.Value);
        Assert.EndsWith("&z=93301&s=radio%20%227%22", await world.PixelUrlAsync("A", "incoming"), StringComparison.Ordinal);
        await world.TalkAsync("A", 75);
        Assert.EndsWith("&z=93301&s=radio%20%227%22", await world.PixelUrlAsync("A", "finalized"), StringComparison.Ordinal);

        // A redial has it too, another caller has not.
        Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("B"));
        Assert.IsType<CallAnswer.Reject>(await world.ReceiveAsync("C", "+16615550107"));
        Assert.IsType<CallAnswer.Reject>(await world.ReceiveAsync("D", null));
        Assert.Equal(2 + 2 + 1 + 1, await world.CountAsync("call_tags"));
        world.Time.Advance(TimeSpan.FromHours(1));
        Assert.IsType<CallAnswer.Reject>(await world.ReceiveAsync("E"));
    }

    [Theory, EachDatabase]
    public async Task Annotations_are_added_replaced_and_taken_away(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await world.ReceiveAsync("A");
        var call = await world.FindAsync("A");
        var annotate = new AnnotateCall(world.Database);
        var first = await annotate.RunAsync(Actor.System, call.Id, Tags(("disposition", "sold"), ("score", "7")));
        Assert.Equal(["disposition=sold", "score=7"], first.Value.Items.Select(t => $"{t.Name}={t.Value}"));
        var second = await annotate.RunAsync(
            Actor.System,
            call.Id,
            Tags(("Disposition", "returned"), ("score", null), ("note", "called back"))
        );
        Assert.Equal(["disposition=returned", "note=called back"], second.Value.Items.Select(t => $"{t.Name}={t.Value}"));
        Assert.Equal("returned", (await world.Database.ReadAsync(c => CallTagsSql.ListAsync(c, call.Id)))["annotations:disposition"]);
        Assert.Equal(2, (await world.EventsAsync("A")).Count(e => e == "CallAnnotation"));

        Assert.IsType<Missing>((await annotate.RunAsync(Actor.System, new("none"), Tags(("a", "b")))).Refusal);
        Assert.IsType<Forbidden>((await annotate.RunAsync(CallSetup.Reader, call.Id, Tags(("a", "b")))).Refusal);
        Assert.Equal(
            ["tags.a]b", "tags.long"],
            Assert
                .IsType<Invalid>(
                    (await annotate.RunAsync(Actor.System, call.Id, Tags(("a]b", "x"), ("long", new string('x', 1001))))).Refusal
                )
                .Errors.Keys.Order(StringComparer.Ordinal)
        );
    }

    [Theory, EachDatabase]
    public async Task Thirty_two_annotations_at_once_are_all_kept(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await world.ReceiveAsync("A");
        var call = await world.FindAsync("A");
        var annotate = new AnnotateCall(world.Database);
        await Task.WhenAll(Enumerable.Range(0, 32).Select(i => annotate.RunAsync(Actor.System, call.Id, Tags(($"n{i}", "x")))));
        Assert.Equal(32, await world.CountAsync("call_tags"));
    }

    [Theory, EachDatabase]
    public async Task A_number_keeps_its_tags_until_others_are_given(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var number = await setup.NumberAsync((await setup.CampaignAsync()).Id);
        var change = setup.The<ChangeNumber>();
        var tags = new Dictionary<string, string?> { ["source"] = "radio", ["Station 4"] = "KQED" };
        var tagged = (await change.RunAsync(CallSetup.Admin, number.Id, new(Tags: tags))).Value;
        Assert.Equal("""{"Station 4":"KQED","source":"radio"}""", tagged.Tags.ToJson());
        Assert.Equal(tagged, (await change.RunAsync(CallSetup.Admin, number.Id, new(Enabled: true))).Value);
        Assert.Equal(tagged.Tags, (await setup.SnapshotAsync()).Numbers[number.Number.E164].Tags);
        Assert.Equal(
            TagValues.None,
            (await change.RunAsync(CallSetup.Admin, number.Id, new(Tags: new Dictionary<string, string?>()))).Value.Tags
        );
        var wrong = new Dictionary<string, string?>
        {
            ["Number"] = "1",
            ["a|b"] = "x",
            ["empty"] = "",
        };
        Assert.Equal(
            ["tags.Number", "tags.a|b", "tags.empty"],
            Assert
                .IsType<Invalid>((await change.RunAsync(CallSetup.Admin, number.Id, new(Tags: wrong))).Refusal)
                .Errors.Keys.Order(StringComparer.Ordinal)
        );
    }

    private static AnnotateCall.Request Tags(params (string Name, string? Value)[] tags) =>
        new(tags.ToDictionary(t => t.Name, t => t.Value));
}
