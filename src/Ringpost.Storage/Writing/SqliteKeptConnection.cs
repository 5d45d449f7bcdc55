using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Ringpost.Storage.Writing;

/// <summary>
/// The writer's connection, or a reader's. Commands that are made through <see cref="DbConnection"/>, as Dapper makes them, find the statement of the last
/// command with the same text prepared: SQLite takes several times as long to read a statement as to run it.
/// </summary>
internal sealed class SqliteKeptConnection(string connectionString) : SqliteConnection(connectionString)
{
    /// <summary>More than the program has of its own; where filters of all kinds have filled the places, they are kept from anew.</summary>
    private const int MostKept = 512;

    private readonly Dictionary<string, SqliteCommand> _kept = new(StringComparer.Ordinal);

    protected override DbCommand CreateDbCommand() => new SqliteKeptCommand(this);

    /// <summary>A command that nobody else has in hand, without parameters.</summary>
    internal SqliteCommand Take(string text)
    {
        if (_kept.Remove(text, out var command))
            return command;
        command = CreateCommand();
        command.CommandText = text;
        return command;
    }

    internal void GiveBack(SqliteCommand command)
    {
        command.Parameters.Clear();
        if (_kept.Count >= MostKept)
            Forget();
        if (!_kept.TryAdd(command.CommandText, command))
            command.Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        Forget();
        base.Dispose(disposing);
    }

    private void Forget()
    {
        foreach (var command in _kept.Values)
            command.Dispose();
        _kept.Clear();
    }
}
