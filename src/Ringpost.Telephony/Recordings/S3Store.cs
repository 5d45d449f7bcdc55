using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Ringpost.CallTracking.Recordings;

namespace Ringpost.Telephony.Recordings;

/// <summary>Copies in a bucket of an S3-compatible store, signed by Amazon's own library (AWS Signature Version 4).</summary>
internal sealed class S3Store : IRecordingStore, IDisposable
{
    private readonly S3Place _place;
    private readonly AmazonS3Client _client;

    public S3Store(S3Place place, string secret, TimeSpan timeout)
    {
        _place = place;
        _client = new AmazonS3Client(
            new BasicAWSCredentials(place.AccessKey, secret),
            new AmazonS3Config
            {
                ServiceURL = place.Endpoint,
                AuthenticationRegion = place.Region,
                // Stores other than Amazon's have no host per bucket, and do not know its newer checksums.
                ForcePathStyle = true,
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
                Timeout = timeout,
                MaxErrorRetry = 1,
            }
        );
    }

    public Task PutAsync(string name, string contentType, Stream content, CancellationToken cancellation) =>
        _client.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = _place.Bucket,
                Key = _place.Prefix + name,
                InputStream = content,
                ContentType = contentType,
                AutoCloseStream = false,
                UseChunkEncoding = false,
            },
            cancellation
        );

    public async Task<Stream?> OpenAsync(string name, long bytes, CancellationToken cancellation)
    {
        try
        {
            // Asked first, so that what is gone or refused is told before the answer begins.
            await _client.GetObjectMetadataAsync(_place.Bucket, _place.Prefix + name, cancellation);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        return new S3Stream((from, cancel) => ReadAsync(name, from, bytes, cancel), bytes);
    }

    public Task DeleteAsync(string name, CancellationToken cancellation) =>
        _client.DeleteObjectAsync(_place.Bucket, _place.Prefix + name, cancellation);

    private async Task<Stream> ReadAsync(string name, long from, long bytes, CancellationToken cancellation)
    {
        var request = new GetObjectRequest
        {
            BucketName = _place.Bucket,
            Key = _place.Prefix + name,
            ByteRange = new ByteRange(from, bytes - 1),
        };
        return (await _client.GetObjectAsync(request, cancellation)).ResponseStream;
    }

    public void Dispose() => _client.Dispose();
}
