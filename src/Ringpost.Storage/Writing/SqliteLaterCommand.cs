using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Ringpost.Storage.Batches;
using SQLitePCL;

namespace Ringpost.Storage.Writing;

/// <summary>Runs at once, by SQLite's own interface: a statement that nobody reads from needs no reader, and its values know their places.</summary>
internal sealed class SqliteLaterCommand(SqliteConnection connection) : LaterCommand
{
    /// <summary>The places of a text's parameters by their names. Texts are the program's own, so that they are bounded.</summary>
    private static readonly ConcurrentDictionary<string, ConcurrentDictionary<string, int>> Texts = new(StringComparer.Ordinal);

    private readonly SqliteCommand _parameters = new();

    protected override DbParameterCollection DbParameterCollection => _parameters.Parameters;

    protected override DbParameter CreateDbParameter() => new SqliteParameter();

    protected override void Leave()
    {
        var statement = RawStatement.Of(connection, CommandText);
        var places = Texts.GetOrAdd(CommandText, static _ => new ConcurrentDictionary<string, int>(StringComparer.Ordinal));
        foreach (SqliteParameter parameter in _parameters.Parameters)
        {
            if (!places.TryGetValue(parameter.ParameterName, out var place))
                places[parameter.ParameterName] = place = PlaceOf(parameter.ParameterName);
            if (place > 0)
                Bind(statement, place, parameter.Value);
        }

        statement.Run();
    }

    private static void Bind(RawStatement statement, int place, object? value) =>
        _ = value switch
        {
            null or DBNull => statement.BindNull(place),
            long number => statement.Bind(place, number),
            string text => statement.Bind(place, text),
            int number => statement.Bind(place, number),
            bool flag => statement.Bind(place, flag ? 1L : 0L),
            _ => throw new NotSupportedException($"A statement that runs later takes whole numbers and texts, not {value.GetType().Name}."),
        };

    /// <summary>0 where the text does not name it.</summary>
    private int PlaceOf(string name)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(connection.Handle!, CommandText, out var statement), connection.Handle);
        using (statement)
            return raw.sqlite3_bind_parameter_index(statement, "@" + name);
    }
}
