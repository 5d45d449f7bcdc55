using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Recordings;
using Ringpost.CallTracking.Tests.Calls;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Recordings;

public sealed class RecordingNoticeTests
{
    [Theory, EachDatabase]
    public async Task Recording_is_off_and_turning_it_on_asks_what_callers_hear(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = await setup.CampaignAsync();
        Assert.Equal((false, null), (campaign.RecordCalls, campaign.RecordingNotice));
        var change = setup.The<ChangeCallCampaign>();

        var refused = await change.RunAsync(CallSetup.Admin, campaign.Id, new(RecordCalls: true));
        Assert.Equal(["recordingNotice"], Assert.IsType<Invalid>(refused.Refusal).Errors.Keys);
        var on = await change.RunAsync(CallSetup.Admin, campaign.Id, new(RecordCalls: true, RecordingNotice: new("none")));
        Assert.Equal((true, new RecordingNotice(NoticeKind.None, null)), (on.Value.RecordCalls, on.Value.RecordingNotice));
        var text = await change.RunAsync(CallSetup.Admin, campaign.Id, new(RecordingNotice: new("text", "You are recorded.")));
        Assert.Equal(new RecordingNotice(NoticeKind.Text, "You are recorded."), text.Value.RecordingNotice);

        // Switched off and on again it is what it was; what is absent stays.
        await change.RunAsync(CallSetup.Admin, campaign.Id, new(RecordCalls: false));
        var again = await change.RunAsync(CallSetup.Admin, campaign.Id, new(Name: "Other", RecordCalls: true));
        Assert.Equal((true, text.Value.RecordingNotice), (again.Value.RecordCalls, again.Value.RecordingNotice));
        Assert.Equal(again.Value, (await setup.SnapshotAsync()).Campaigns[campaign.Id]);
    }

    [Theory]
    [InlineData("text", null, "recordingNotice.value")]
    [InlineData("text", "  ", "recordingNotice.value")]
    [InlineData("audio", "notice.mp3", "recordingNotice.value")]
    [InlineData("audio", "ftp://example.com/notice.mp3", "recordingNotice.value")]
    [InlineData("song", "la", "recordingNotice.kind")]
    [InlineData(null, null, "recordingNotice.kind")]
    public async Task A_notice_that_nobody_could_hear_is_refused(string? kind, string? value, string field)
    {
        await using var setup = await CallSetup.OpenAsync(Dialect.Sqlite);
        var campaign = await setup.CampaignAsync();
        var refused = await setup
            .The<ChangeCallCampaign>()
            .RunAsync(CallSetup.Admin, campaign.Id, new(RecordCalls: true, RecordingNotice: new(kind, value)));
        Assert.Contains(field, Assert.IsType<Invalid>(refused.Refusal).Errors.Keys);
    }

    [Theory, EachDatabase]
    public async Task It_is_heard_before_the_first_target_and_not_again(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Notice = new RecordingNotice(NoticeKind.Text, "You are recorded.");
        var first = Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("A"));
        Assert.Equal((true, world.Notice), (first.Record, first.Notice));
        // A carrier that lost the answer gets the same.
        Assert.Equal(first, await world.ReceiveAsync("A"));
        var second = Assert.IsType<CallAnswer.Dial>(await world.FinishAsync("A", 1, LegEnd.Busy, null, true));
        Assert.Equal((true, null), (second.Record, second.Notice));

        world.Notice = new RecordingNotice(NoticeKind.None, null);
        Assert.Null(Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("B")).Notice);
    }
}
