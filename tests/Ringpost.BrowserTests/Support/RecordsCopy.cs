using Microsoft.Data.Sqlite;

namespace Ringpost.BrowserTests.Support;

/// <summary>The data folder of a running server, copied whole.</summary>
internal static class RecordsCopy
{
    public static string Take(string folder)
    {
        var copy = Directory.CreateTempSubdirectory("ringpost-prepared-").FullName;
        File.Copy(Path.Combine(folder, "master.key"), Path.Combine(copy, "master.key"));
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "ringpost.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $copy";
        command.Parameters.AddWithValue("$copy", Path.Combine(copy, "ringpost.db"));
        command.ExecuteNonQuery();
        return copy;
    }
}
