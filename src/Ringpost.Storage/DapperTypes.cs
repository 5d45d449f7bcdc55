using System.Data;
using System.Globalization;
using Dapper;
using Ringpost.Primitives;

namespace Ringpost.Storage;

/// <summary>
/// Teaches Dapper the types of the domain. Columns are <c>bigint</c> and <c>text</c> in both dialects, booleans included (0 and 1), so that
/// a row reads the same from either.
/// </summary>
public static class DapperTypes
{
    private static int _registered;

    public static void Register()
    {
        if (Interlocked.Exchange(ref _registered, 1) == 1)
            return;
        SqlMapper.AddTypeHandler(typeof(Instant), new InstantHandler());
        SqlMapper.RemoveTypeMap(typeof(bool));
        SqlMapper.AddTypeHandler(typeof(bool), new BooleanHandler());
    }

    /// <summary>Called by each module for the typed ids it owns.</summary>
    public static void AddNumberId<T>()
        where T : struct, INumberId<T> => SqlMapper.AddTypeHandler(typeof(T), new NumberIdHandler<T>());

    /// <inheritdoc cref="AddNumberId{T}"/>
    public static void AddTextId<T>()
        where T : struct, ITextId<T> => SqlMapper.AddTypeHandler(typeof(T), new TextIdHandler<T>());

    private sealed class InstantHandler() : Handler<Instant>(DbType.Int64)
    {
        protected override Instant Parse(object value) => new(Convert.ToInt64(value, CultureInfo.InvariantCulture));

        protected override object Stored(Instant value) => value.UnixMilliseconds;
    }

    private sealed class BooleanHandler() : Handler<bool>(DbType.Int64)
    {
        protected override bool Parse(object value) => Convert.ToInt64(value, CultureInfo.InvariantCulture) != 0;

        protected override object Stored(bool value) => value ? 1L : 0L;
    }

    private sealed class NumberIdHandler<T>() : Handler<T>(DbType.Int64)
        where T : struct, INumberId<T>
    {
        protected override T Parse(object value) => T.From(Convert.ToInt64(value, CultureInfo.InvariantCulture));

        protected override object Stored(T value) => value.Value;
    }

    private sealed class TextIdHandler<T>() : Handler<T>(DbType.String)
        where T : struct, ITextId<T>
    {
        protected override T Parse(object value) => T.From((string)value);

        protected override object Stored(T value) => value.Value;
    }

    /// <summary>
    /// Dapper's own base leaves NULL without a type. To PostgreSQL that is another statement than the one with a value: it would be read and
    /// planned anew each time.
    /// </summary>
    private abstract class Handler<T>(DbType type) : SqlMapper.ITypeHandler
        where T : struct
    {
        protected abstract T Parse(object value);

        protected abstract object Stored(T value);

        public object Parse(Type destinationType, object value) => Parse(value);

        public void SetValue(IDbDataParameter parameter, object value)
        {
            parameter.DbType = type;
            parameter.Value = value is T known ? Stored(known) : DBNull.Value;
        }
    }
}
