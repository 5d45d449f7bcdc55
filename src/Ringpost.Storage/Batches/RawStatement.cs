using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Ringpost.Storage.Batches;

/// <summary>
/// A statement of SQLite's own interface, prepared once per connection: bind, step, reset. Measured at eight times ADO.NET's rate on the
/// batch lanes (stack.md). Places count from 1, columns from 0. Not for use by two at once.
/// </summary>
public sealed class RawStatement : IRowValues
{
    private static readonly ConditionalWeakTable<SqliteConnection, Dictionary<string, RawStatement>> Prepared = [];

    /// <summary>Texts up to here wait in a buffer of the statement's own; SQLite copies what is longer.</summary>
    private const int LongestKept = 16 * 1024;

    private static ReadOnlySpan<byte> Nothing => [0];

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly nint _handle;
    private readonly bool _onlyReads;
    private readonly PinnedTexts _texts = new();
    private int _place;

    private RawStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(
            raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement),
            _database
        );
        _handle = _statement.DangerousGetHandle();
        _onlyReads = raw.sqlite3_stmt_readonly(_statement) != 0;
    }

    /// <summary>The connection's statement of this text, reset and without bound values.</summary>
    public static RawStatement Of(SqliteConnection connection, string sql)
    {
        var statements = Prepared.GetOrCreateValue(connection);
        if (statements.TryGetValue(sql, out var statement))
        {
            statement.Reset();
            return statement;
        }

        return statements[sql] = new RawStatement(connection, sql);
    }

    /// <summary>A place that nothing is bound to is NULL.</summary>
    public IRowValues Add(long? number)
    {
        _place++;
        return number is { } value ? Bind(_place, value) : this;
    }

    /// <inheritdoc cref="Add(long?)"/>
    public IRowValues Add(string? text)
    {
        _place++;
        return text is null ? this : Bind(_place, text);
    }

    public RawStatement Bind(int place, long value) => Check(SqliteColumns.Bind(_handle, place, value));

    public RawStatement Bind(int place, long? value) => value is { } number ? Bind(place, number) : BindNull(place);

    public RawStatement Bind(int place, string? value)
    {
        if (value is null)
            return BindNull(place);
        // An upper bound; more than that has SQLite copy it.
        var size = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (size <= LongestKept)
        {
            var kept = _texts.Reserve(size);
            var length = Encoding.UTF8.GetBytes(value, kept);
            _texts.Take(length);
            return Check(SqliteColumns.Bind(_handle, place, in MemoryMarshal.GetReference(kept), length, SqliteColumns.Kept));
        }

        var rented = ArrayPool<byte>.Shared.Rent(size);
        var bound = BindUtf8(place, rented.AsSpan(0, Encoding.UTF8.GetBytes(value, rented)));
        ArrayPool<byte>.Shared.Return(rented);
        return bound;
    }

    /// <summary>UTF-8 text, which SQLite copies.</summary>
    public RawStatement BindUtf8(int place, ReadOnlySpan<byte> value) =>
        // Nothing has no address, which SQLite would take for NULL.
        Check(
            SqliteColumns.Bind(
                _handle,
                place,
                in MemoryMarshal.GetReference(value.IsEmpty ? Nothing : value),
                value.Length,
                SqliteColumns.Copied
            )
        );

    public RawStatement BindNull(int place) => Check(raw.sqlite3_bind_null(_statement, place));

    /// <summary>True where a row can be read, false at the end.</summary>
    public bool Step()
    {
        var result = SqliteColumns.Step(_handle);
        if (result == raw.SQLITE_ROW)
            return true;
        if (result == raw.SQLITE_DONE)
            return false;
        raw.sqlite3_reset(_statement);
        SqliteException.ThrowExceptionForRC(result, _database);
        return false;
    }

    /// <summary>Steps to the end and resets; returns how many rows the statement changed, 0 for a statement that only reads.</summary>
    public int Run()
    {
        while (Step())
        {
            // Rows of a RETURNING that nobody asked for.
        }

        var changed = _onlyReads ? 0 : raw.sqlite3_changes(_database);
        Reset();
        return changed;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Number(int column) => SqliteColumns.Number(_handle, column);

    public string? Text(int column) => IsNull(column) ? null : raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>The bytes of a text, good until the next step.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => raw.sqlite3_column_blob(_statement, column);

    /// <summary>Ends reading and forgets the bound values.</summary>
    public void Reset()
    {
        _place = 0;
        _ = SqliteColumns.Reset(_handle);
        _ = SqliteColumns.ClearBindings(_handle);
        // Not before: what is bound lies there.
        _texts.Clear();
    }

    /// <summary>Before a connection is closed: an unfinished statement would keep it, and its locks, alive.</summary>
    internal static void Release(SqliteConnection connection)
    {
        if (!Prepared.TryGetValue(connection, out var statements))
            return;
        foreach (var statement in statements.Values)
            statement._statement.Dispose();
        Prepared.Remove(connection);
    }

    private RawStatement Check(int result)
    {
        if (result != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(result, _database);
        return this;
    }
}
