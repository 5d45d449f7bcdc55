using System.Security.Cryptography;
using System.Text;

namespace Ringpost.Storage.Secrets;

/// <summary>
/// The key that secrets at rest are encrypted under: the setting <c>MasterKey</c>, else <c>DATA/master.key</c>, made at first use with mode
/// 0600 (architecture 4.12). Nodes that share a PostgreSQL must share the key, so there the setting is required.
/// </summary>
internal static class MasterKey
{
    private const int ShortestText = 32;

    public static byte[] Find(StorageOptions options)
    {
        if (options.MasterKey.Length > 0)
            return FromText(options.MasterKey);
        if (options.Database.Length > 0)
            throw new InvalidOperationException(
                "With PostgreSQL a master key must be set: RINGPOST_MasterKey, at least 32 characters, the same on each node (openssl rand -base64 32)."
            );
        return FromFile(Path.Combine(options.Data, "master.key"));
    }

    private static byte[] FromText(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length < ShortestText)
            throw new InvalidOperationException("MasterKey is too short: at least 32 characters (openssl rand -base64 32).");
        return HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(trimmed), 32, info: "ringpost master key"u8.ToArray());
    }

    private static byte[] FromFile(string path)
    {
        if (!File.Exists(path))
            Create(path);
        return FromText(File.ReadAllText(path));
    }

    private static void Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var text = new StreamWriter(draft, new UTF8Encoding(false), options))
            text.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        try
        {
            // A process that starts at the same time may have been first: its key stays.
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
