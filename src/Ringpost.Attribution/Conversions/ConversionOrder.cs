using System.Data.Common;
using Dapper;

namespace Ringpost.Attribution.Conversions;

/// <summary>The click behind a conversion. Its numbers have 63 bits, more than a script's number holds: they are texts.</summary>
/// <param name="Id">The offer's request id, <c>#oreqid#</c>.</param>
/// <param name="RequestSessionId">The browser session's, <c>#reqid#</c>.</param>
public sealed record ConversionClick(
    string Id,
    string RequestSessionId,
    Primitives.Instant At,
    string Ip,
    string? Referrer,
    string? UserAgent,
    string? Udid
);

/// <summary>What was sold, as a commerce pixel said it (cake.md 2.4); null is not sent or not readable.</summary>
public sealed record ConversionOrder(
    string? Currency,
    decimal? Total,
    decimal? SubTotal,
    decimal? Discount,
    decimal? Tax,
    decimal? Shipping,
    string? Voucher,
    string? Coupons,
    string? Country,
    string? Region,
    IReadOnlyList<ConversionOrderLine> Lines
);

/// <param name="Price">Of one piece.</param>
public sealed record ConversionOrderLine(int Number, string Sku, long Quantity, decimal Price, decimal Discount);

internal static class ConversionOrdersSql
{
    public static async Task<ConversionOrder?> FindAsync(DbConnection connection, ConversionId id)
    {
        var order = await connection.QuerySingleOrDefaultAsync<OrderRow>(
            "SELECT currency AS Currency, total AS Total, sub_total AS SubTotal, discount AS Discount, tax AS Tax, shipping AS Shipping, voucher AS Voucher, "
                + "coupons AS Coupons, country AS Country, region AS Region FROM conversion_orders WHERE conversion_id = @id",
            new { id }
        );
        if (order is null)
            return null;
        var lines = await connection.QueryAsync<LineRow>(
            "SELECT line_no AS Number, sku AS Sku, quantity AS Quantity, price AS Price, discount AS Discount FROM conversion_order_lines "
                + "WHERE conversion_id = @id ORDER BY line_no",
            new { id }
        );
        return new ConversionOrder(
            order.Currency,
            order.Total / 1_000_000m,
            order.SubTotal / 1_000_000m,
            order.Discount / 1_000_000m,
            order.Tax / 1_000_000m,
            order.Shipping / 1_000_000m,
            order.Voucher,
            order.Coupons,
            order.Country,
            order.Region,
            [.. lines.Select(l => new ConversionOrderLine((int)l.Number, l.Sku, l.Quantity, l.Price / 1_000_000m, l.Discount / 1_000_000m))]
        );
    }

    private sealed class OrderRow
    {
        public string? Currency { get; init; }

        public long? Total { get; init; }

        public long? SubTotal { get; init; }

        public long? Discount { get; init; }

        public long? Tax { get; init; }

        public long? Shipping { get; init; }

        public string? Voucher { get; init; }

        public string? Coupons { get; init; }

        public string? Country { get; init; }

        public string? Region { get; init; }
    }

    private sealed class LineRow
    {
        public long Number { get; init; }

        public string Sku { get; init; } = "";

        public long Quantity { get; init; }

        public long Price { get; init; }

        public long Discount { get; init; }
    }
}
