using Microsoft.Extensions.Options;
using Ringpost.Api;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Recordings;
using Ringpost.CallTracking.Tests.Calls;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Secrets;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Recordings;

/// <summary>What the database says of a copy: claims, ends, and the pixel that tells of it.</summary>
public sealed class RecordingCopyTests
{
    private const string AtCarrier = "https://api.example.com/r/1";

    private static readonly RecordingSettings Copied = RecordingSettings.Default with { Store = RecordingStoreKind.Folder };

    [Theory, EachDatabase]
    public async Task The_pixel_waits_for_the_copy_and_carries_our_signed_link(Dialect dialect)
    {
        await using var world = await WorldAsync(dialect);
        await world.ReceiveAsync("A");
        await world.TalkAsync("A", 75);
        Assert.Equal(FactOutcome.Taken, await world.RecordAsync("A", AtCarrier));
        Assert.Equal(FactOutcome.Repeated, await world.RecordAsync("A", AtCarrier + "2"));
        Assert.DoesNotContain("recording", await world.PixelsAsync("A"));
        Assert.Null((await world.FindAsync("A")).RecordingUrl);

        var claimed = Assert.Single(await ClaimAsync(world));
        Assert.Equal(
            (AtCarrier, "A", RecordingStoreKind.Folder, 1),
            (claimed.SourceUrl, claimed.CarrierCallId, claimed.Store, claimed.Attempts)
        );
        await Finish(world).CopiedAsync(claimed, "audio/x-wav", 600, default);
        var link = "https://calls.example.com/recordings/" + claimed.CallId + "?expires=";
        Assert.StartsWith(link, (await world.FindAsync("A")).RecordingUrl!, StringComparison.Ordinal);
        Assert.StartsWith(
            Uri.EscapeDataString(link),
            (await world.PixelUrlAsync("A", "recording")).Split("&rec=")[1],
            StringComparison.Ordinal
        );

        // Told twice, by a node that was thought dead: nothing more happens.
        await Finish(world).CopiedAsync(claimed, "audio/x-wav", 600, default);
        Assert.Single((await world.EventsAsync("A")), e => e == "RecordingCopied");
        Assert.Empty(await ClaimAsync(world));
    }

    [Theory, EachDatabase]
    public async Task A_copy_that_is_made_before_the_call_is_over_is_told_at_its_end(Dialect dialect)
    {
        await using var world = await WorldAsync(dialect);
        await world.ReceiveAsync("A");
        await world.RecordAsync("A", AtCarrier);
        await Finish(world).CopiedAsync(Assert.Single(await ClaimAsync(world)), "audio/x-wav", 600, default);
        Assert.DoesNotContain("recording", await world.PixelsAsync("A"));
        await world.TalkAsync("A", 75);
        Assert.Contains("recordings%2F", await world.PixelUrlAsync("A", "recording"), StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task What_a_dead_node_claimed_is_claimed_again_and_only_then(Dialect dialect)
    {
        await using var world = await WorldAsync(dialect);
        await world.ReceiveAsync("A");
        await world.RecordAsync("A", AtCarrier);
        var first = Assert.Single(await ClaimAsync(world));
        Assert.Empty(await ClaimAsync(world));
        world.Time.Advance(new RecordingOptions().CopyLease);
        var second = Assert.Single(await ClaimAsync(world));
        Assert.Equal((first.CallId, first.Name, 2), (second.CallId, second.Name, second.Attempts));
    }

    [Theory, EachDatabase]
    public async Task Of_32_claimers_each_recording_has_one(Dialect dialect)
    {
        await using var world = await WorldAsync(dialect);
        for (var i = 0; i < 20; i++)
        {
            await world.ReceiveAsync($"A{i}", $"+1661555{1000 + i}");
            await world.RecordAsync($"A{i}", AtCarrier);
        }

        var finish = Finish(world);
        var claimed = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => finish.ClaimAsync(2, default))));
        var calls = claimed.SelectMany(c => c).Select(c => c.CallId).ToList();
        Assert.Equal(20, calls.Count);
        Assert.Equal(20, calls.Distinct().Count());
    }

    [Theory, EachDatabase]
    public async Task Eight_failures_give_up_with_the_carriers_link_and_a_person_may_try_again(Dialect dialect)
    {
        await using var world = await WorldAsync(dialect);
        await world.ReceiveAsync("A");
        await world.TalkAsync("A", 75);
        await world.RecordAsync("A", AtCarrier);
        for (var attempt = 1; attempt <= CopySchedule.MostAttempts; attempt++)
        {
            var claimed = Assert.Single(await ClaimAsync(world));
            Assert.Equal(attempt, claimed.Attempts);
            await Finish(world).FailedAsync(claimed, "The carrier answered 404.", true, default);
            if (CopySchedule.After(attempt, new RecordingOptions().CopyRetryAfter) is { } wait)
            {
                Assert.Empty(await ClaimAsync(world));
                world.Time.Advance(wait);
            }
        }

        world.Time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await ClaimAsync(world));
        var call = await world.FindAsync("A");
        Assert.Equal(AtCarrier, call.RecordingUrl);
        Assert.EndsWith("&rec=" + Uri.EscapeDataString(AtCarrier), await world.PixelUrlAsync("A", "recording"), StringComparison.Ordinal);
        Assert.Contains("RecordingNotCopied", await world.EventsAsync("A"));
        var recording = (await world.Database.ReadAsync(c => RecordingsSql.FindAsync(c, call.Id)))!;
        Assert.Equal((RecordingState.Failed, "The carrier answered 404."), (recording.State, recording.Error));

        var retry = new RetryRecordingCopy(world.Database);
        Assert.IsType<Forbidden>((await retry.RunAsync(CallSetup.Reader, call.Id)).Refusal);
        Assert.Equal(RecordingState.Waiting, (await retry.RunAsync(Actor.System, call.Id)).Value.State);
        Assert.IsType<Clash>((await retry.RunAsync(Actor.System, call.Id)).Refusal);
        await Finish(world).CopiedAsync(Assert.Single(await ClaimAsync(world)), "audio/x-wav", 600, default);
        Assert.Contains("/recordings/", (await world.FindAsync("A")).RecordingUrl!, StringComparison.Ordinal);
        Assert.Single(await world.PixelsAsync("A"), p => p == "recording");
    }

    [Theory, EachDatabase]
    public async Task A_link_is_told_at_once_and_purged_in_its_time(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await world.ReceiveAsync("A");
        await world.TalkAsync("A", 75);
        await world.RecordAsync("A", AtCarrier);
        Assert.Contains("recording", await world.PixelsAsync("A"));
        Assert.Empty(await ClaimAsync(world));

        var copies = new RecordingCopies(world.Database, Box());
        world.Time.Advance(TimeSpan.FromDays(364));
        Assert.Empty(await copies.ExpiredAsync(10, default));
        world.Time.Advance(TimeSpan.FromDays(2));
        var expired = Assert.Single(await copies.ExpiredAsync(10, default));
        Assert.Equal(RecordingStoreKind.Link, expired.Store);
        await copies.PurgedAsync(expired.CallId, default);
        Assert.Empty(await copies.ExpiredAsync(10, default));
        Assert.Null((await world.FindAsync("A")).RecordingUrl);
        // A late repeat of the carrier's does not bring it back.
        Assert.Equal(FactOutcome.Repeated, await world.RecordAsync("A", AtCarrier));
    }

    [Theory, EachDatabase]
    public async Task Settings_are_checked_whole_and_the_secret_is_never_shown(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var set = setup.The<SetRecordingSettings>();
        Assert.Equal(RecordingSettings.Default, (await setup.The<GetRecordingSettings>().RunAsync(CallSetup.Reader)).Value);
        Assert.IsType<Forbidden>((await set.RunAsync(CallSetup.Reader, new("folder"))).Refusal);
        Assert.Equal(["s3"], Errors(await set.RunAsync(CallSetup.Admin, new("s3"))));
        Assert.Equal(
            ["keptDays", "linkHours", "s3.accessKey", "s3.bucket", "s3.endpoint", "s3.region", "s3.secretKey", "store"],
            Errors(await set.RunAsync(CallSetup.Admin, new("tape", -1, 0, new("s3.example.com", " ", "a bucket", ""))))
        );

        var bucket = new SetRecordingSettings.S3Request("https://s3.example.com/", "eu-1", "calls", "AK", "a secret", "/in/");
        var saved = (await set.RunAsync(CallSetup.Admin, new("s3", 30, 24, bucket))).Value;
        Assert.Equal(new S3Place("https://s3.example.com", "eu-1", "calls", "in/", "AK"), saved.S3);
        Assert.Equal(saved, (await setup.SnapshotAsync()).Recordings);
        // The secret stays where nothing changes that it opens, and goes to no other address.
        Assert.True((await set.RunAsync(CallSetup.Admin, new(S3: bucket with { SecretKey = null, Bucket = "other" }))).IsOk);
        Assert.Equal(
            ["s3.secretKey"],
            Errors(await set.RunAsync(CallSetup.Admin, new(S3: bucket with { SecretKey = "", Endpoint = "https://elsewhere.example.com" })))
        );
        Assert.Equal("a secret", (await setup.The<RecordingCopies>().BucketAsync(default))!.Value.Secret);
    }

    [Fact]
    public void Waits_grow_and_end()
    {
        var waits = Enumerable.Range(1, CopySchedule.MostAttempts).Select(n => CopySchedule.After(n, TimeSpan.FromSeconds(10))).ToList();
        Assert.Null(waits[^1]);
        Assert.Equal(waits.SkipLast(1).Order(), waits.SkipLast(1));
        Assert.InRange(waits.SkipLast(1).Sum(w => w!.Value.TotalHours), 2.5, 4);
    }

    private static async Task<CallWorld> WorldAsync(Dialect dialect)
    {
        var world = await CallWorld.OpenAsync(dialect);
        world.Recordings = Copied;
        world.PixelTail = "&rec=[Call:RecordingUrl]";
        return world;
    }

    private static FinishRecordingCopy Finish(CallWorld world) =>
        new(
            world.Book(),
            world.Database,
            new RecordingLinks(Box(), new PublicUrls(new Uri("https://calls.example.com"), new Uri("https://calls.example.com"))),
            Options.Create(new RecordingOptions())
        );

    private static Task<IReadOnlyList<ClaimedRecording>> ClaimAsync(CallWorld world) => Finish(world).ClaimAsync(10, default);

    private static SecretBox Box() => new(Options.Create(new StorageOptions { MasterKey = new string('k', 40) }));

    private static IEnumerable<string> Errors(Result<RecordingSettings> result) =>
        Assert.IsType<Invalid>(result.Refusal).Errors.Keys.Order(StringComparer.Ordinal);
}
