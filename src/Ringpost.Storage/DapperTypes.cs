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
        SqlMapper.AddTypeHandler(new InstantHandler());
        SqlMapper.RemoveTypeMap(typeof(bool));
        SqlMapper.AddTypeHandler(new BooleanHandler());
    }

    /// <summary>Called by each module for the typed ids it owns.</summary>
    public static void AddNumberId<T>()
        where T : struct, INumberId<T> => SqlMapper.AddTypeHandler(new NumberIdHandler<T>());

    /// <inheritdoc cref="AddNumberId{T}"/>
    public static void AddTextId<T>()
        where T : struct, ITextId<T> => SqlMapper.AddTypeHandler(new TextIdHandler<T>());

    private sealed class InstantHandler : SqlMapper.TypeHandler<Instant>
    {
        public override Instant Parse(object value) => new(Convert.ToInt64(value, CultureInfo.InvariantCulture));

        public override void SetValue(IDbDataParameter parameter, Instant value) => Set(parameter, DbType.Int64, value.UnixMilliseconds);
    }

    private sealed class BooleanHandler : SqlMapper.TypeHandler<bool>
    {
        public override bool Parse(object value) => Convert.ToInt64(value, CultureInfo.InvariantCulture) != 0;

        public override void SetValue(IDbDataParameter parameter, bool value) => Set(parameter, DbType.Int64, value ? 1L : 0L);
    }

    private sealed class NumberIdHandler<T> : SqlMapper.TypeHandler<T>
        where T : struct, INumberId<T>
    {
        public override T Parse(object value) => T.From(Convert.ToInt64(value, CultureInfo.InvariantCulture));

        public override void SetValue(IDbDataParameter parameter, T value) => Set(parameter, DbType.Int64, value.Value);
    }

    private sealed class TextIdHandler<T> : SqlMapper.TypeHandler<T>
        where T : struct, ITextId<T>
    {
        public override T Parse(object value) => T.From((string)value);

        public override void SetValue(IDbDataParameter parameter, T value) => Set(parameter, DbType.String, value.Value);
    }

    private static void Set(IDbDataParameter parameter, DbType type, object value)
    {
        parameter.DbType = type;
        parameter.Value = value;
    }
}
