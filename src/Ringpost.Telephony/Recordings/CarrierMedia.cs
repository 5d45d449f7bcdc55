using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;
using Ringpost.CallTracking.Recordings;
using Ringpost.Delivery.GuardedHttp;
using Ringpost.Storage.Settings;
using Ringpost.Telephony.Carriers;

namespace Ringpost.Telephony.Recordings;

/// <summary>What came of fetching: the content's type and length, or why there is none and whether asking again may help.</summary>
internal sealed record FetchedMedia(string ContentType, long Bytes, string? Error = null, bool CanHelp = true)
{
    public static FetchedMedia Failed(string error, bool canHelp = true) => new("", 0, error, canHelp);
}

/// <summary>Fetches recordings from carriers. An account's key goes to the host of its API only, and never behind a redirect.</summary>
internal sealed class CarrierMedia(GuardedDownload download, Snapshot<CarrierDirectory> carriers, IOptions<RecordingOptions> options)
{
    public async Task<FetchedMedia> FetchAsync(string carrierId, string url, Stream into, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.UserAgent.ParseAdd("Ringpost");
            request.Headers.Authorization = await KeyForAsync(carrierId, request.RequestUri!, cancellation);
            using var response = await download.SendAsync(request, cancellation);
            if (!response.IsSuccessStatusCode)
                return FetchedMedia.Failed($"The carrier answered {(int)response.StatusCode}.");
            var type = response.Content.Headers.ContentType?.MediaType ?? "audio/x-wav";
            if (!type.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) && type != "application/octet-stream")
                return FetchedMedia.Failed($"The carrier answered {type}, which is no recording.");
            return await ReadAsync(response.Content, type == "application/octet-stream" ? "audio/x-wav" : type, into, cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UriFormatException or NotSupportedException)
        {
            return GuardedDownload.RefusalOf(e) is { } refusal
                ? FetchedMedia.Failed($"{refusal}")
                : FetchedMedia.Failed("The carrier could not be reached, or stopped in the middle.");
        }
    }

    private async Task<FetchedMedia> ReadAsync(HttpContent content, string type, Stream into, CancellationToken cancellation)
    {
        var most = options.Value.LargestMegabytes * 1024L * 1024;
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[64 * 1024];
        var bytes = 0L;
        for (int read; (read = await stream.ReadAsync(buffer, cancellation)) > 0; bytes += read)
        {
            if (bytes + read > most)
                return FetchedMedia.Failed($"It is larger than {options.Value.LargestMegabytes} MB (Recordings:LargestMegabytes).", false);
            await into.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }

        if (bytes == 0)
            return FetchedMedia.Failed("The carrier answered nothing.");
        return content.Headers.ContentLength is { } told && told != bytes
            ? FetchedMedia.Failed("The carrier stopped in the middle.")
            : new FetchedMedia(type, bytes);
    }

    private async Task<AuthenticationHeaderValue?> KeyForAsync(string carrierId, Uri url, CancellationToken cancellation)
    {
        var accounts = (await carriers.GetAsync(cancellation)).Accounts;
        if (accounts.GetValueOrDefault(new CarrierId(carrierId))?.Credentials is not { } credentials)
            return null;
        var api = new Uri(credentials.Url);
        return (api.Scheme, api.Authority) == (url.Scheme, url.Authority)
            ? new AuthenticationHeaderValue(
                "Basic",
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.Key}:{credentials.Secret}"))
            )
            : null;
    }
}
