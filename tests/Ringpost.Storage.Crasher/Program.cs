using Microsoft.Data.Sqlite;
using Ringpost.Storage.Crasher;

// write FOLDER CONNECTION RUN: 200 writers that print each write once it is answered, until killed.
// lock FILE: takes the write lock of a SQLite file, says so, and holds it until its input ends.
switch (args)
{
    case ["write", var folder, var connection, var run]:
        await Writers.RunAsync(folder, connection, run);
        return 0;
    case ["lock", var file]:
        using (var sqlite = new SqliteConnection($"Data Source={file};Pooling=false"))
        {
            sqlite.Open();
            using var begin = sqlite.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            begin.ExecuteNonQuery();
            Console.WriteLine("locked");
            Console.In.ReadToEnd();
        }

        return 0;
    default:
        Console.Error.WriteLine("write FOLDER CONNECTION RUN | lock FILE");
        return 2;
}
