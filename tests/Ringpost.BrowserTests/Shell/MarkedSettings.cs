using Ringpost.Server.Simulation;
using static Ringpost.BrowserTests.Shell.MarkedRecords;

namespace Ringpost.BrowserTests.Shell;

/// <summary>Markup in what people write beside amounts, in pixels and in settings, for the records that <see cref="MarkedRecords"/> made.</summary>
internal static class MarkedSettings
{
    public static async Task StoreAsync(ApiClient api, SeedExample example)
    {
        foreach (
            var place in (string[])
                [$"affiliates/{example.AffiliateId}", $"offers/{example.OfferId}", $"offer-campaigns/{example.OfferCampaignId}", "settings"]
        )
            await api.PatchAsync($"{place}/pixel", new { pixelHtml = Marked(place) });
        await api.PatchAsync($"call-campaigns/{example.CallCampaignId}", new { trackingId = Element("tracking") });
        await api.PatchAsync($"publishers/{example.PublisherId}", new { subId = Element("sub") });
        var filters = new[]
        {
            new
            {
                anyOf = new[]
                {
                    new
                    {
                        tag = "User:zip",
                        @operator = "equals",
                        value = Marked("filter"),
                        negated = true,
                    },
                },
            },
        };
        await api.PatchAsync($"targets/{example.TargetIds[0]}", new { filters });
        // It is attached to nothing: what the other one is answered is asserted, this one is only shown.
        await api.PostAsync(
            "pixels",
            new
            {
                name = Marked("second pixel"),
                fireOn = "payout",
                url = "https://example.com/",
                method = "POST",
                contentType = "text/plain",
                body = Marked("body"),
                headers = new Dictionary<string, string> { ["X-Said"] = Marked("header") },
                answerLacks = Marked("unwanted"),
                filters,
            }
        );
        await api.PostAsync(
            "credentials",
            new
            {
                name = Marked("sign-in"),
                kind = "basic",
                userName = Element("caller"),
                secret = "quiet",
                hosts = new[] { "example.com" },
            }
        );
        await api.PutAsync(
            "settings/mail",
            new
            {
                host = "mail.example.com",
                from = "ringpost@example.com",
                userName = Element("mail"),
                password = "quiet",
            }
        );
        await api.PostAsync(
            "conversions/mass-insert",
            new
            {
                conversionDate = TimeProvider.System.GetUtcNow().AddDays(-1).ToString("yyyy-MM-dd", null),
                totalToInsert = 1,
                offerId = example.OfferId,
                affiliateId = example.AffiliateId,
                subAffiliate = Element("sub affiliate"),
                payout = 1m,
                received = 2m,
                note = Marked("note"),
                transactionIds = Element("inserted"),
                apply = true,
            }
        );
        var conversion = (long)(await api.GetAsync("conversions"))["items"]![0]!["id"]!;
        await api.PostAsync($"conversions/{conversion}/price", new { received = 3m, reason = Marked("price") });
    }
}
