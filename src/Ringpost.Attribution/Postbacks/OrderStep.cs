using Dapper;

namespace Ringpost.Attribution.Postbacks;

/// <summary>Keeps what commerce pixels say of the orders behind the conversions that were just stored (cake.md 2.4).</summary>
internal static class OrderStep
{
    public static async Task RunAsync(PostbackBatch batch)
    {
        for (var i = 0; i < batch.Items.Length; i++)
        {
            if (!batch.IsStored(i) || batch.Items[i].Conversion is not { Order: { } order } draft)
                continue;
            var conversion = batch.Written[i].Conversion!.Value;
            await batch.Unit.Connection.ExecuteAsync(
                "INSERT INTO conversion_orders (conversion_id, currency, total, sub_total, discount, tax, shipping, voucher, coupons, country, region) "
                    + "VALUES (@conversion, @Currency, @Total, @SubTotal, @Discount, @Tax, @Shipping, @Voucher, @Coupons, @Country, @Region)",
                new
                {
                    conversion,
                    Currency = order.Currency ?? draft.Currency.Code,
                    order.Total,
                    order.SubTotal,
                    order.Discount,
                    order.Tax,
                    order.Shipping,
                    order.Voucher,
                    order.Coupons,
                    order.Country,
                    order.Region,
                }
            );
            foreach (var line in order.Lines())
                await batch.Unit.Connection.ExecuteAsync(
                    "INSERT INTO conversion_order_lines (conversion_id, line_no, sku, quantity, price, discount) "
                        + "VALUES (@conversion, @Number, @Sku, @Quantity, @Price, @Discount)",
                    new
                    {
                        conversion,
                        line.Number,
                        line.Sku,
                        line.Quantity,
                        line.Price,
                        line.Discount,
                    }
                );
        }
    }
}
