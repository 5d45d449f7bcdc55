using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;

namespace Ringpost.Telephony.Recordings;

/// <summary>Writes, reads and deletes a small file where recordings are kept, so that a wrong key is found before the first call.</summary>
public sealed class CheckRecordingStore
{
    private const string Name = "check-of-the-store";

    private readonly RecordingStores _stores;
    private readonly Snapshot<CallConfiguration> _configuration;

    internal CheckRecordingStore(RecordingStores stores, Snapshot<CallConfiguration> configuration) =>
        (_stores, _configuration) = (stores, configuration);

    public sealed record Answer(Phrase Message);

    public async Task<Result<Answer>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var kind = (await _configuration.GetAsync(cancellation)).Recordings.Store;
        try
        {
            if (await _stores.FindAsync(kind, cancellation) is not { } store)
                return new Answer("Recordings stay at the carrier; nothing is copied.");
            byte[] content = [1, 2, 3, 4];
            using var written = new MemoryStream(content);
            await store.PutAsync(Name, "application/octet-stream", written, cancellation);
            await using var stream = await store.OpenAsync(Name, content.Length, cancellation);
            var read = new byte[content.Length];
            if (
                stream is null
                || await stream.ReadAtLeastAsync(read, read.Length, false, cancellation) < read.Length
                || !read.SequenceEqual(content)
            )
                return new Clash("recording-store-wrong", "What was written was not read back.");
            await store.DeleteAsync(Name, cancellation);
            return new Answer("A file was written, read and deleted.");
        }
        catch (Exception e) when (StoreFault.Is(e))
        {
            return new Clash("recording-store-refused", $"The store refused: {e.Message}");
        }
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/settings/recordings/check",
            async (HttpContext http, CheckRecordingStore operation) => (await operation.RunAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
}
