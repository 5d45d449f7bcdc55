using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Ringpost.Storage.Batches;

/// <summary>
/// The rows of one statement on PostgreSQL, a list for each column, for <c>unnest</c>. The lists are large and are kept for the next batch:
/// <see cref="Rent"/>, then <see cref="Return"/> once the statement has run.
/// </summary>
public sealed class UnnestRows : IRowValues
{
    private static readonly ConditionalWeakTable<RowShape, ConcurrentBag<UnnestRows>> Unused = [];

    private readonly RowShape _shape;
    private readonly List<System.Collections.IList> _columns = [];
    private int _next;
    private ulong _filled;

    private UnnestRows(RowShape shape) => _shape = shape;

    /// <summary>Without rows.</summary>
    public static UnnestRows Rent(RowShape shape) => Unused.GetOrCreateValue(shape).TryTake(out var rows) ? rows : new UnnestRows(shape);

    public void Return()
    {
        foreach (var column in _columns)
            column.Clear();
        _filled = 0;
        Unused.GetOrCreateValue(_shape).Add(this);
    }

    public IRowValues Add(long? number) => AddTo<long?>(number);

    public IRowValues Add(string? text) => AddTo<string?>(text);

    /// <summary>The next value is the first column's again.</summary>
    public void EndRow() => _next = 0;

    public NpgsqlBatchCommand ToCommand()
    {
        var taken = _filled;
        var command = new NpgsqlBatchCommand(_shape.Postgres(ref taken));
        for (var n = 0; n < _columns.Count; n++)
            if (RowShape.IsIn(taken, n))
                command.Parameters.Add(
                    _columns[n] is List<long?> numbers
                        ? new NpgsqlParameter<List<long?>> { TypedValue = numbers }
                        : new NpgsqlParameter<List<string?>> { TypedValue = (List<string?>)_columns[n] }
                );
        return command;
    }

    private UnnestRows AddTo<T>(T value)
    {
        if (_next == _columns.Count)
            _columns.Add(new List<T>(64));
        if (value is not null)
            _filled |= 1UL << _next;
        ((List<T>)_columns[_next++]).Add(value);
        return this;
    }
}
