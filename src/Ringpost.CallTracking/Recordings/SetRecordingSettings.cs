using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Recordings;

/// <summary>Changes where recordings are kept and for how long: of those that come from now on, while the retention is in force for all. What is absent stays.</summary>
public sealed class SetRecordingSettings(Database database, ConfigurationVersion configuration, SecretBox secrets)
{
    public const int LongestLinkHours = 24 * 366;

    public const int MostKeptDays = 36_500;

    /// <param name="Store">link, folder or s3.</param>
    public sealed record Request(string? Store = null, int? KeptDays = null, int? LinkHours = null, S3Request? S3 = null);

    /// <param name="SecretKey">Stored sealed and never shown; one that is left empty stays, unless what it opens changes.</param>
    public sealed record S3Request(
        string? Endpoint,
        string? Region,
        string? Bucket,
        string? AccessKey,
        string? SecretKey = null,
        string? Prefix = null
    );

    public async Task<Result<RecordingSettings>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        return await database.WriteOnceAsync<RecordingSettings>(
            actor,
            WriteKeys.Of("settings:recordings"),
            async unit =>
            {
                var before = await RecordingSettings.ReadAsync(unit.Connection);
                var hasSecret = await RecordingSettings.ReadSecretAsync(unit.Connection) is not null;
                var validation = new Validation();
                var after = new RecordingSettings(
                    request.Store is null ? before.Store : validation.Choice<RecordingStoreKind>("store", request.Store),
                    validation.Whole("keptDays", request.KeptDays, 0, MostKeptDays, before.KeptDays),
                    validation.Whole("linkHours", request.LinkHours, 1, LongestLinkHours, before.LinkHours),
                    request.S3 is null ? before.S3 : Read(validation, request.S3, before.S3, hasSecret)
                );
                if (after is { Store: RecordingStoreKind.S3, S3: null })
                    validation.Add("s3", "Say which bucket: endpoint, region, bucket, access key and secret key.");
                if (validation.HasErrors)
                    return validation.ToRefusal();
                await after.WriteAsync(unit);
                if (request.S3?.SecretKey?.Trim() is { Length: > 0 } secret)
                    await RecordingSettings.WriteSecretAsync(unit, secrets.Seal(secret, RecordingSettings.SecretPurpose));
                await ChangeLogSql.AppendAsync(unit, actor, "settings", "recordings", "update", before, after);
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    private static S3Place Read(Validation validation, S3Request request, S3Place? before, bool hasSecret)
    {
        var endpoint = validation.Text("s3.endpoint", request.Endpoint, 500).TrimEnd('/');
        if (
            !Uri.TryCreate(endpoint, UriKind.Absolute, out var url)
            || url.Scheme is not ("https" or "http")
            || url.UserInfo.Length > 0
            || url.PathAndQuery != "/"
        )
            validation.Add("s3.endpoint", "The store's address without a path, as https://s3.eu-central-1.amazonaws.com.");
        var region = validation.Name("s3.region", request.Region, 100);
        var bucket = validation.Name("s3.bucket", request.Bucket, 100);
        if (bucket.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_')))
            validation.Add("s3.bucket", "A bucket's name has letters, digits, dots and hyphens.");
        var key = validation.Name("s3.accessKey", request.AccessKey, 200);
        var prefix = validation.Text("s3.prefix", request.Prefix, 200).Trim('/');
        var after = new S3Place(endpoint, region, bucket, prefix.Length == 0 ? "" : prefix + "/", key);
        // A secret must not be sent to another address than the one that it was entered for.
        var isSame = hasSecret && before is not null && (before.Endpoint, before.AccessKey) == (endpoint, key);
        if (string.IsNullOrWhiteSpace(request.SecretKey) && !isSame)
            validation.Add("s3.secretKey", "The secret key is needed with a new address or access key.");
        return after;
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPut(
            "/settings/recordings",
            async (HttpContext http, Request request, SetRecordingSettings operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}
