using System.Net;
using Dapper;
using Ringpost.CallTracking.Erasure;
using Ringpost.CallTracking.Recordings;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Telephony.Tests.Recordings;

/// <summary>A caller is erased while a recording is copied, when it is copied, and after a copier was killed: no file is left.</summary>
public sealed class ErasedRecordingTests
{
    private const string Caller = "+16615550106";

    [Theory, EachDatabase]
    public async Task The_copy_goes_with_its_caller(Dialect dialect)
    {
        await using var host = await TelephonyHost.OpenAsync(dialect);
        await using var media = await MediaServer.StartAsync();
        await host.Get<SetRecordingSettings>().RunAsync(Actor.System, new("folder"));
        await ErasedWithItsCallerAsync(host, media);
        Assert.Empty(Files(host));
    }

    [Theory, EachDatabase]
    public async Task So_does_one_in_a_bucket(Dialect dialect)
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
        Assert.True((await host.Get<SetRecordingSettings>().RunAsync(Actor.System, new("s3", S3: bucket))).IsOk);
        await ErasedWithItsCallerAsync(host, media);
    }

    [Theory, EachDatabase]
    public async Task A_copy_that_is_made_meanwhile_goes_as_soon_as_it_is_there(Dialect dialect)
    {
        await using var host = await TelephonyHost.OpenAsync(dialect);
        await using var media = await MediaServer.StartAsync();
        await host.Get<SetRecordingSettings>().RunAsync(Actor.System, new("folder"));
        var held = media.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = await RecordedCalls.RecordAsync(host, "CA1", media.Url);
        await Eventually.TrueAsync(() => media.Keys.Count == 1, "the recording is asked for");
        await EraseAsync(host);
        held.SetResult();
        await Eventually.TrueAsync(() => media.Answered == 1, "the recording was handed out");
        await Eventually.TrueAsync(() => Files(host).Length == 0, "the copy is gone again");
        Assert.Equal("recording-erased", (await host.Get<GetRecordingLink>().RunAsync(Actor.System, call)).Refusal?.Type);

        // What a copier that was killed then left goes when its claim is over.
        foreach (
            var name in new[]
            {
                NameOf(host, await NameAsync(host)),
                NameOf(host, await NameAsync(host)) + ".part",
                NameOf(host, "on-the-way/" + call),
            }
        )
        {
            Directory.CreateDirectory(Path.GetDirectoryName(name)!);
            await File.WriteAllTextAsync(name, "half");
        }

        Assert.Equal(3, Files(host).Length);
        await host.Database.WriteAsync(
            WriteKeys.None,
            unit => unit.Connection.ExecuteAsync("UPDATE call_recordings SET next_attempt_at = 1")
        );
        await ErasedAsync(host);
        Assert.Empty(Files(host));
    }

    private static async Task ErasedWithItsCallerAsync(TelephonyHost host, MediaServer media)
    {
        var call = await RecordedCalls.RecordAsync(host, "CA1", media.Url);
        await RecordedCalls.CopiedAsync(host, call);
        var link = (await host.Get<GetRecordingLink>().RunAsync(Actor.System, call)).Value.Url;
        Assert.Equal(1, (await EraseAsync(host)).Recordings);
        await ErasedAsync(host);
        using var answer = await host.OpenAsync(link);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await StoredTexts.FindAsync(host.Database, media.Url));
        Assert.Null((await host.FindAsync("CA1")).RecordingUrl);
    }

    private static async Task<CallerErasure> EraseAsync(TelephonyHost host) =>
        (await host.Get<EraseCaller>().RunAsync(Actor.System, new(Caller))).Value;

    private static Task ErasedAsync(TelephonyHost host) =>
        Eventually.TrueAsync(
            async () => await host.Database.ReadAsync(c => c.ExecuteScalarAsync<string>("SELECT state FROM call_recordings")) == "Erased",
            "the copy is deleted"
        );

    private static Task<string> NameAsync(TelephonyHost host) =>
        host.Database.ReadAsync(c => c.QuerySingleAsync<string>("SELECT name FROM call_recordings"));

    private static string NameOf(TelephonyHost host, string name) => Path.Combine(host.Folder, "recordings", name);

    private static string[] Files(TelephonyHost host)
    {
        var folder = Path.Combine(host.Folder, "recordings");
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];
    }
}
