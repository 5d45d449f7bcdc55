using Xunit;

namespace Ringpost.Reconciliation.Tests.PixelSetUp;

public sealed class EventLintTests
{
    private const string Tracker =
        "https://track.example/m.ashx?o=[tag:Campaign:TrackingId]&pubid=[tag:Publisher:SubId]&t=[Call:InboundCallId]";

    [Theory]
    [InlineData("&en=Payable")]
    [InlineData("&en=Theirs")]
    [InlineData("&e=2")]
    [InlineData("&en=[tag:User:event]")]
    [InlineData("")]
    public void Without_a_call_an_event_that_somebody_has_is_no_doubt(string event_) =>
        Assert.Empty(new BothSides().Try(Tracker + event_).OnSample);

    [Theory]
    [InlineData("&en=Gone", "Our tracker has no event with the third-party name Gone. Enter it on the advertiser's Events tab.")]
    [InlineData("&en=payable", "Our tracker has no event with the third-party name payable. Names are exact: write Payable.")]
    [InlineData("&e=77", "Our tracker has no event 77.")]
    public void Without_a_call_an_event_that_nobody_has_is_told(string event_, string told)
    {
        Assert.Equal([told], new BothSides().Try(Tracker + event_).OnSample);
        // A postback of a click, too.
        Assert.Equal([told], new BothSides().Try("https://track.example/p.ashx?r=[tag:User:r]" + event_).OnSample);
    }

    [Fact]
    public void On_a_past_call_it_is_the_advertisers_own_event_that_counts()
    {
        Assert.Empty(new BothSides().Try(Tracker + "&en=Payable").OnCall);
        Assert.Equal(
            [
                "No event of the advertiser of Auto insurance offer has the third-party name Theirs. Enter it on the advertiser's Events tab.",
            ],
            new BothSides().Try(Tracker + "&en=Theirs").OnCall
        );
        Assert.Contains(
            "has no Sub ID",
            Assert.Single(
                new BothSides { SubId = "" }
                    .Try(Tracker)
                    .OnCall
            ),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Another_tracker_is_not_judged()
    {
        var (onCall, onSample) = new BothSides().Try(
            Tracker.Replace("track.example", "cake.example", StringComparison.Ordinal) + "&en=Gone"
        );
        Assert.Empty(onCall);
        Assert.Empty(onSample);
    }
}
