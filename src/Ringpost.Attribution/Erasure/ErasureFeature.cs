using Microsoft.Extensions.DependencyInjection;
using Ringpost.Storage.Erasure;

namespace Ringpost.Attribution.Erasure;

/// <summary>Which of this module's texts may name a caller: whatever others sent, and what people wrote.</summary>
internal static class ErasureFeature
{
    public static void Add(IServiceCollection services)
    {
        foreach (var texts in Texts)
            services.AddSingleton(texts);
        services.AddSingleton(new ErasureFollower(TransactionHashSql.FollowAsync));
    }

    private static readonly ErasableTexts[] Texts =
    [
        new("pixel_log", "id", "url", "form", "referrer", "user_agent", "idempotency_key", "explanation"),
        new("conversions", "id", "transaction_id", "reason", "note", "cap_note", "s1", "s2", "s3", "s4", "s5"),
        new("conversion_advertiser_values", "conversion_id", "user_id", "as1", "as2", "as3", "as4", "as5"),
        new("conversion_clicks", ["click_id", "event_id", "dedup_no"], "click_referrer", "click_user_agent", "udid"),
        new("conversion_orders", "conversion_id", "voucher", "coupons", "region"),
        new("conversion_order_lines", ["conversion_id", "line_no"], "sku"),
        new("conversion_ledger", "id", "reason"),
        new("conversion_dispositions", "id", "reason"),
        new("clicks", "id", "user_agent", "referrer", "s1", "s2", "s3", "s4", "s5", "udid"),
        new("mass_runs", "id", "key", "name", "reason"),
        new("mass_rows", ["run_id", "row_no"], "message"),
        new("ip_whitelist", "id", "note"),
        new("cap_alerts", "id", "note"),
    ];
}
