using Ringpost.Primitives;
using Ringpost.Scenarios.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Faults;

/// <summary>kill -9 of the real process while it copies recordings: none is lost, none is half, none is told twice.</summary>
public sealed class RecordingKillScenarios
{
    private static readonly int Calls = Proof.IsLong ? 200 : 4;

    /// <summary>Kills while copies stand half made; in the long form as many again while they are being finished.</summary>
    private static readonly int Kills = Proof.IsLong ? 10 : 1;

    private const int Long = 500;

    [Theory, EachDatabase]
    public async Task Killed_while_copying_each_recording_is_there_once_and_whole(Dialect dialect)
    {
        await using var media = await SlowMedia.StartAsync();
        await using var receiver = await PixelReceiver.StartAsync();
        await using var server = await ServerProcess.StartAsync(
            dialect,
            ("Delivery__AllowPrivateAddresses", "true"),
            // What a killed copier had claimed comes due again with it.
            ("Recordings__CopyTimeout", "00:00:03"),
            ("Recordings__CopyRetryAfter", "00:00:01")
        );
        var seed = await SeedExample.CreateAsync(server.Api, new Identifiers(TimeProvider.System), withPixels: false);
        await server.Api.PutAsync("settings/recordings", new { store = "folder" });
        await SeedExample.PixelAsync(
            server.Api,
            seed.CallCampaignId,
            "Recording",
            "recording",
            $"{receiver.Address}told?t=[Call:InboundCallId]&r=[Call:RecordingUrl]"
        );
        using var http = new HttpClient();
        var books = new SimulatedBooks { Media = media.Address };
        var carrier = seed.CreateCarrier(http, TimeProvider.System, TimeSpan.FromMinutes(5), books);
        Assert.True(SimulatedCall.TryParseSteps("answer:90", out var steps));
        for (var i = 0; i < Calls; i++)
        {
            var call = new SimulatedCall($"+1415555{1000 + i}", SeedExample.FirstNumber, steps, default);
            Assert.Null((await carrier.PlayAsync(call with { StartsAt = TimeProvider.System.GetUtcNow() - call.Length })).Refusal);
        }

        for (var kill = 1; kill <= Kills; kill++)
        {
            var halves = media.Halves;
            await UntilAsync(() => Task.FromResult(media.Halves > halves), "a copy is half made");
            await server.KillAsync();
            await server.StartAgainAsync();
        }

        media.Open();
        for (var kill = 1; Proof.IsLong && kill <= Kills; kill++)
        {
            var goal = Calls * kill / (Kills + 1);
            await UntilAsync(async () => (await CopiedAsync(server)).Count >= goal, $"{goal} are copied");
            await server.KillAsync();
            await server.StartAgainAsync();
        }

        await UntilAsync(
            async () =>
                receiver.All.Select(r => r.IdempotencyKey).Distinct().Count() == Calls
                && (await CopiedAsync(server)).Count == Calls
                && (await server.Api.ListAsync("deliveries?state=pending")).Count == 0,
            "all are copied and told"
        );
        await CheckAsync(server, http, receiver);
    }

    private static async Task CheckAsync(ServerProcess server, HttpClient http, PixelReceiver receiver)
    {
        // Nothing beside the copies: no part of one, none under another name.
        Assert.Equal(Calls, Directory.GetFiles(Path.Combine(server.Folder, "recordings"), "*", SearchOption.AllDirectories).Length);
        Assert.Equal(Calls, receiver.All.Select(r => r.IdempotencyKey).Distinct().Count());
        Assert.Equal(Calls, receiver.All.Select(r => r.Query["t"]).Distinct().Count());
        foreach (var call in await server.Api.ListAsync("calls?limit=1000"))
        {
            var id = (string)call["id"]!;
            var events = (await server.Api.GetAsync($"calls/{id}"))["events"]!.AsArray();
            Assert.Single(events, e => (string)e!["name"]! == "RecordingCopied");
            var sid = ((string)events.Single(e => (string)e!["name"]! == "RecordedCall")!["recordingUrl"]!).Split('/')[^1];
            var link = new Uri((string)(await server.Api.GetAsync($"calls/{id}/recording"))["url"]!);
            Assert.Equal(SlowMedia.ContentOf(sid), await http.GetByteArrayAsync(new Uri(server.Address, link.PathAndQuery)));
        }
    }

    private static async Task<IReadOnlyList<string>> CopiedAsync(ServerProcess server) =>
        [.. (await server.Api.ListAsync("recordings?state=copied&limit=1000")).Select(r => (string)r["callId"]!)];

    private static Task UntilAsync(Func<Task<bool>> condition, string what) =>
        RunningServer.UntilAsync(condition, () => Task.FromResult("not so far: " + what), Long);
}
