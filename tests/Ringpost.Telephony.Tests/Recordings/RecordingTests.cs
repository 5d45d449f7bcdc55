using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ringpost.CallTracking;
using Ringpost.CallTracking.Recordings;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;
using Ringpost.Telephony.Carriers;
using Ringpost.Telephony.Recordings;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Telephony.Tests.Recordings;

/// <summary>A recording from the carrier's word to the listener's ear: copied, opened by a signed link, in parts, and deleted in its time.</summary>
public sealed class RecordingTests
{
    [Theory, EachDatabase]
    public async Task A_copy_in_the_data_folder_is_heard_by_its_link_whole_and_in_parts(Dialect dialect)
    {
        await using var host = await TelephonyHost.OpenAsync(dialect);
        await using var media = await MediaServer.StartAsync();
        await host.Get<SetRecordingSettings>().RunAsync(Actor.System, new("folder"));
        await ListenAsync(host, media, await RecordedCalls.RecordAsync(host, "CA1", media.Url));
        Assert.Empty(Directory.GetFiles(Path.Combine(host.Folder, "recordings", "on-the-way")));
    }

    [Theory, EachDatabase]
    public async Task A_copy_in_a_bucket_is_heard_just_so(Dialect dialect)
    {
        await using var s3 = await S3Server.StartAsync();
        Assert.SkipWhen(s3 is null, "node and npm are needed");
        await using var host = await TelephonyHost.OpenAsync(dialect);
        await using var media = await MediaServer.StartAsync();
        var bucket = new SetRecordingSettings.S3Request(
            s3!.Endpoint.AbsoluteUri,
            "us-east-1",
            S3Server.Bucket,
            S3Server.Key,
            S3Server.Key,
            "calls"
        );
        var set = host.Get<SetRecordingSettings>();
        Assert.True((await set.RunAsync(Actor.System, new("s3", S3: bucket with { SecretKey = "wrong" }))).IsOk);
        // The store is a real one: it refuses a wrong signature.
        Assert.IsType<Clash>((await host.Get<CheckRecordingStore>().RunAsync(Actor.System)).Refusal);
        Assert.True((await set.RunAsync(Actor.System, new("s3", S3: bucket))).IsOk);
        Assert.Equal("A file was written, read and deleted.", (await host.Get<CheckRecordingStore>().RunAsync(Actor.System)).Value.Message);
        await ListenAsync(host, media, await RecordedCalls.RecordAsync(host, "CA1", media.Url));
    }

    [Theory, EachDatabase]
    public async Task It_is_fetched_again_until_the_carrier_has_it_and_its_key_goes_to_its_own_host_only(Dialect dialect)
    {
        await using var host = await TelephonyHost.OpenAsync(dialect, "simulator");
        await using var media = await MediaServer.StartAsync();
        await host.Get<SetRecordingSettings>().RunAsync(Actor.System, new("folder"));
        var api = new ChangeCarrierApi.Request("AC1", "SK1", "a secret", new Uri(media.Url).GetLeftPart(UriPartial.Authority));
        Assert.True((await host.Get<ChangeCarrierApi>().RunAsync(Actor.System, host.Carrier.Id, api)).IsOk);
        media.Failures.Enqueue(404);
        media.Failures.Enqueue(503);
        var call = await RecordedCalls.RecordAsync(host, "CA1", media.Url);
        await RecordedCalls.CopiedAsync(host, call);
        Assert.Equal(3, media.Keys.Count);
        Assert.All(media.Keys, key => Assert.StartsWith("Basic ", key, StringComparison.Ordinal));

        // Another host does not get it, and neither does whatever a redirect leads to.
        await using var other = await MediaServer.StartAsync();
        await RecordedCalls.CopiedAsync(host, await RecordedCalls.RecordAsync(host, "CA2", other.Url));
        Assert.Equal("", Assert.Single(other.Keys));
        media.Keys.Clear();
        await RecordedCalls.CopiedAsync(host, await RecordedCalls.RecordAsync(host, "CA3", media.Moved));
        Assert.Equal("", Assert.Single(media.Keys));
    }

    [Theory, EachDatabase]
    public async Task What_is_no_recording_is_given_up_in_sight_and_copied_when_somebody_asks(Dialect dialect)
    {
        await using var host = await TelephonyHost.OpenAsync(dialect);
        await using var media = await MediaServer.StartAsync();
        media.ContentType = "text/html";
        await host.Get<SetRecordingSettings>().RunAsync(Actor.System, new("folder"));
        var call = await RecordedCalls.RecordAsync(host, "CA1", media.Url);
        // Eight attempts would take minutes: the last of them is now.
        await SetAsync(host, "UPDATE call_recordings SET attempts = 8");
        var list = host.Get<ListRecordings>();
        await Eventually.TrueAsync(async () => (await FailedAsync()).Count == 1, "the copy is given up");
        Assert.Contains("text/html", (await FailedAsync())[0].Error!, StringComparison.Ordinal);
        Assert.Equal(media.Url, (await host.Get<GetRecordingLink>().RunAsync(Actor.System, call)).Value.Url);

        media.ContentType = "audio/mpeg";
        Assert.True((await host.Get<RetryRecordingCopy>().RunAsync(Actor.System, call)).IsOk);
        await RecordedCalls.CopiedAsync(host, call);
        Assert.Empty(await FailedAsync());

        async Task<IReadOnlyList<CallRecording>> FailedAsync() =>
            (await list.RunAsync(Actor.System, null, new PageRequest(10))).Value.Items;
    }

    [Theory, EachDatabase]
    public async Task A_copy_whose_time_is_over_is_deleted_and_its_link_opens_nothing(Dialect dialect)
    {
        await using var host = await TelephonyHost.OpenAsync(dialect);
        await using var media = await MediaServer.StartAsync();
        await host.Get<SetRecordingSettings>().RunAsync(Actor.System, new("folder", KeptDays: 1));
        var call = await RecordedCalls.RecordAsync(host, "CA1", media.Url);
        await RecordedCalls.CopiedAsync(host, call);
        var link = (await host.Get<GetRecordingLink>().RunAsync(Actor.System, call)).Value.Url;
        var purge = host.Services.GetServices<IHostedService>().OfType<RecordingPurgeWorker>().Single();
        Assert.Equal(0, await purge.RunAsync(default));
        await SetAsync(host, "UPDATE call_recordings SET taken_at = taken_at - 90000000");
        Assert.Equal(1, await purge.RunAsync(default));
        Assert.Equal(0, await purge.RunAsync(default));
        using var answer = await host.OpenAsync(link);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(Directory.GetFiles(Path.Combine(host.Folder, "recordings"), "*", SearchOption.AllDirectories));
        Assert.IsType<Clash>((await host.Get<GetRecordingLink>().RunAsync(Actor.System, call)).Refusal);
    }

    [Theory, EachDatabase]
    public async Task Who_may_not_listen_gets_no_link(Dialect dialect)
    {
        await using var host = await TelephonyHost.OpenAsync(dialect);
        await using var media = await MediaServer.StartAsync();
        await host.Get<SetRecordingSettings>().RunAsync(Actor.System, new("folder"));
        var call = await RecordedCalls.RecordAsync(host, "CA1", media.Url);
        await RecordedCalls.CopiedAsync(host, call);
        var reader = new Actor("user:2", "Reader", Role.ReadOnly, Rights: [Permission.SeeRevenue]);
        Assert.IsType<Forbidden>((await host.Get<GetRecordingLink>().RunAsync(reader, call)).Refusal);
        var seen = (await host.Get<CallTracking.CallLists.GetCall>().RunAsync(reader, call)).Value;
        Assert.Equal((null, RecordingState.Copied), (seen.RecordingUrl, seen.Recording!.State));
        Assert.DoesNotContain(seen.Tags, t => t.Name == "RecordingUrl");
        Assert.DoesNotContain(seen.Events, e => e.Fields.ContainsKey("recordingUrl"));
        Assert.NotNull((await host.Get<CallTracking.CallLists.GetCall>().RunAsync(Actor.System, call)).Value.RecordingUrl);
    }

    private static async Task ListenAsync(TelephonyHost host, MediaServer media, CallId call)
    {
        await RecordedCalls.CopiedAsync(host, call);
        var link = (await host.Get<GetRecordingLink>().RunAsync(Actor.System, call)).Value.Url;
        using var whole = await host.OpenAsync(link);
        Assert.Equal((HttpStatusCode.OK, "audio/x-wav"), (whole.StatusCode, whole.Content.Headers.ContentType!.MediaType));
        Assert.Equal(media.Content, await whole.Content.ReadAsByteArrayAsync());

        using var part = await host.OpenAsync(link, "bytes=1000-1099");
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("bytes 1000-1099/100000", part.Content.Headers.ContentRange!.ToString());
        Assert.Equal(media.Content[1000..1100], await part.Content.ReadAsByteArrayAsync());
        using var end = await host.OpenAsync(link, "bytes=-10");
        Assert.Equal(media.Content[^10..], await end.Content.ReadAsByteArrayAsync());
        using var beyond = await host.OpenAsync(link, "bytes=100000-");
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);

        using var forged = await host.OpenAsync(link[..^1] + (link[^1] == '0' ? '1' : '0'));
        Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);
        using var bare = await host.OpenAsync(link[..link.IndexOf('?', StringComparison.Ordinal)]);
        Assert.Equal(HttpStatusCode.Forbidden, bare.StatusCode);
        using var old = await host.OpenAsync(host.Get<RecordingLinks>().For(call, new Instant(1_700_000_000_000)));
        Assert.Equal(HttpStatusCode.Gone, old.StatusCode);
    }

    private static Task SetAsync(TelephonyHost host, string sql) =>
        host.Database.WriteAsync(WriteKeys.None, unit => unit.Connection.ExecuteAsync(sql));
}
