using System.Data.Common;
using System.Text.Json.Serialization;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Recordings;

/// <summary>Where recordings are kept.</summary>
public enum RecordingStoreKind
{
    /// <summary>At the carrier; here is its link only.</summary>
    Link,

    /// <summary>Copied to the data folder.</summary>
    Folder,

    /// <summary>Copied to an S3-compatible store.</summary>
    S3,
}

/// <summary>How the instance keeps recordings.</summary>
/// <param name="KeptDays">After this many days copies and links are deleted; 0 keeps them.</param>
/// <param name="LinkHours">How long a signed link to a copy opens it.</param>
public sealed record RecordingSettings(RecordingStoreKind Store, int KeptDays, int LinkHours, S3Place? S3)
{
    internal const string SecretPurpose = "recordings-s3-secret";

    private const string Name = "calls.recordings",
        SecretName = "calls.recordings_s3_secret";

    public static readonly RecordingSettings Default = new(RecordingStoreKind.Link, 365, 168, null);

    [JsonIgnore]
    public TimeSpan LinkLasts => TimeSpan.FromHours(LinkHours);

    internal static async Task<RecordingSettings> ReadAsync(DbConnection connection) =>
        await SettingsSql.ReadJsonAsync<RecordingSettings>(connection, Name) ?? Default;

    internal Task WriteAsync(WriteUnit unit) => SettingsSql.WriteJsonAsync(unit, Name, this);

    /// <summary>Sealed; null where none was entered.</summary>
    internal static Task<string?> ReadSecretAsync(DbConnection connection) => SettingsSql.ReadAsync(connection, SecretName);

    internal static Task WriteSecretAsync(WriteUnit unit, string @sealed) => SettingsSql.WriteAsync(unit, SecretName, @sealed);
}

/// <summary>A bucket of an S3-compatible store, without the secret, which is never shown.</summary>
/// <param name="Endpoint">As https://s3.eu-central-1.amazonaws.com.</param>
/// <param name="Prefix">What names in the bucket begin with; empty or with a slash at its end.</param>
public sealed record S3Place(string Endpoint, string Region, string Bucket, string Prefix, string AccessKey);
