using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Ringpost.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Seed;

/// <summary>The article from its first step to its last, by hand on the pages of both sides; then calls, and what they became.</summary>
public sealed class SeedTests(ConsoleFixture console)
{
    private static readonly string[] Events =
    [
        "Incoming",
        "Connected",
        "Completed",
        "Converted",
        "Error",
        "Payout",
        "Finalized",
        "Recording",
    ];

    [Fact]
    public Task A_single_event_becomes_the_default_conversion() =>
        console.VisitAsync(async page =>
        {
            var set = await ArticleSetUp.RunAsync(page, console.Server, "Single");
            await set.Clicks.CreatePixelAsync("Single payout", "Payout", await set.Clicks.GenerateUrlAsync(set.Offer));
            await set.Clicks.AddPixelAsync(set.Campaign, "Single payout");
            await Expect(page.GetByText("Every pixel will be understood by the tracker.")).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Set up changed amounts" }).ClickAsync();
            await Expect(page.GetByText("Later changes of a call's amounts reach its conversion.")).ToBeVisibleAsync();
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Changed amounts to the tracker" })).ToBeVisibleAsync();

            await set.Calls.CallAsync(set.Numbers[0], "answer:90");
            await set.Calls.CallAsync(set.Numbers[0], "answer:59");

            var conversion = Assert.Single(await set.Calls.ConversionsAsync(set.OfferId, 1));
            Assert.Equal((set.Affiliate, "$25.00", "$18.00"), (conversion.Affiliate, conversion.Received, conversion.Paid));
            Assert.StartsWith("Approved", conversion.Disposition, StringComparison.Ordinal);
        });

    [Fact]
    public async Task On_PostgreSQL_the_article_ends_as_it_does_on_SQLite()
    {
        Assert.SkipWhen(
            PrivatePostgres.ConnectionString is null && Environment.GetEnvironmentVariable("CI") != "true",
            "PostgreSQL is not installed; ./test installs it"
        );
        await console.VisitProgramAsync(
            async (page, server) =>
            {
                var set = await ArticleSetUp.RunAsync(page, server, "Postgres");
                await set.Clicks.CreatePixelAsync("Postgres payout", "Payout", await set.Clicks.GenerateUrlAsync(set.Offer));
                await set.Clicks.AddPixelAsync(set.Campaign, "Postgres payout");
                await set.Calls.CallAsync(set.Numbers[0], "answer:90");

                var conversion = Assert.Single(await set.Calls.ConversionsAsync(set.OfferId, 1));
                Assert.Equal((set.Affiliate, "$25.00", "$18.00"), (conversion.Affiliate, conversion.Received, conversion.Paid));
            },
            "--database",
            await PrivatePostgres.CreateDatabaseAsync()
        );
    }

    [Fact]
    public Task With_the_default_event_in_use_the_payable_call_has_an_event_of_its_own() =>
        console.VisitAsync(async page =>
        {
            var set = await ArticleSetUp.RunAsync(page, console.Server, "InUse", received: "99", payout: "70");
            await set.Clicks.AddEventAsync(set.Advertiser, "Payable call", "Payable", "Macro");
            await set.Clicks.CreatePixelAsync(
                "InUse payout",
                "Payout",
                await set.Clicks.GenerateUrlAsync(set.Offer, "Payable call", Clicks.BothAmounts)
            );
            await set.Clicks.AddPixelAsync(set.Campaign, "InUse payout");

            await set.Calls.CallAsync(set.Numbers[0]);

            var conversion = Assert.Single(await set.Calls.ConversionsAsync(set.OfferId, 1));
            Assert.Equal(("Payable call", "$25.00", "$18.00"), (conversion.Event, conversion.Received, conversion.Paid));
        });

    [Fact]
    public Task Without_ap_the_trackers_own_payout_counts() =>
        console.VisitAsync(async page =>
        {
            var set = await ArticleSetUp.RunAsync(page, console.Server, "NoAp", received: "20", payout: "10");
            await set.Clicks.CreatePixelAsync("NoAp payout", "Payout", await set.Clicks.GenerateUrlAsync(set.Offer, amounts: "p= alone"));
            await set.Clicks.AddPixelAsync(set.Campaign, "NoAp payout");

            await set.Calls.CallAsync(set.Numbers[0]);

            var conversion = Assert.Single(await set.Calls.ConversionsAsync(set.OfferId, 1));
            Assert.Equal(("$25.00", "$10.00"), (conversion.Received, conversion.Paid));
        });

    [Fact]
    public Task Of_several_events_one_that_is_not_payable_stores_nothing_of_the_offers_price() =>
        console.VisitAsync(async page =>
        {
            var set = await ArticleSetUp.RunAsync(page, console.Server, "Multiple", received: "20", payout: "10");
            await set.Clicks.AddEventAsync(set.Advertiser, "Incoming call", "Incoming");
            await set.Clicks.AddEventAsync(set.Advertiser, "Payable call", "Payable", "Macro");
            await set.Clicks.CreatePixelAsync(
                "Multiple incoming",
                "Incoming",
                await set.Clicks.GenerateUrlAsync(set.Offer, "Incoming call", "None")
            );
            await set.Clicks.CreatePixelAsync(
                "Multiple payout",
                "Payout",
                await set.Clicks.GenerateUrlAsync(set.Offer, "Payable call", Clicks.BothAmounts)
            );
            await set.Clicks.AddPixelAsync(set.Campaign, "Multiple incoming");
            await set.Clicks.AddPixelAsync(set.Campaign, "Multiple payout");

            await set.Calls.CallAsync(set.Numbers[0], "answer:90");
            await set.Calls.CallAsync(set.Numbers[0], "answer:30");

            var conversions = await set.Calls.ConversionsAsync(set.OfferId, 3);
            Assert.All(conversions.Where(c => c.Event == "Incoming call"), c => Assert.Equal(("$0.00", "$0.00"), (c.Received, c.Paid)));
            var payable = Assert.Single(conversions, c => c.Event == "Payable call");
            Assert.Equal(("$25.00", "$18.00"), (payable.Received, payable.Paid));
            Assert.Contains(conversions, c => c.Event == "Incoming call" && c.TransactionId == payable.TransactionId);
        });

    [Fact]
    public Task All_eight_call_events_become_events_of_the_tracker() =>
        // A server of its own: others choose where recordings are kept, for which the event waits.
        console.VisitFreshAsync(
            async (page, server) =>
            {
                var set = await ArticleSetUp.RunAsync(page, server, "Eight");
                await set.Clicks.RecordCallsAsync(set.Campaign);
                foreach (var name in Events)
                {
                    await set.Clicks.CreateEventAsync(set.Advertiser, $"Call {name}", name);
                    await set.Clicks.CreatePixelAsync(
                        $"Eight {name}",
                        name,
                        await set.Clicks.GenerateUrlAsync(set.Offer, $"Call {name}", "None")
                    );
                    await set.Clicks.AddPixelAsync(set.Campaign, $"Eight {name}");
                }

                // An answered call has every event but the error; a call that no target takes has that one too.
                await set.Calls.CallAsync(set.Numbers[0], "answer:90");
                await set.Calls.ConversionsAsync(set.OfferId, 7);
                await set.Clicks.StopTargetAsync("Eight target");
                await set.Calls.CallAsync(set.Numbers[0]);

                var conversions = await set.Calls.ConversionsAsync(set.OfferId, 10);
                Assert.Equal(
                    [
                        "Call Completed",
                        "Call Connected",
                        "Call Converted",
                        "Call Error",
                        "Call Finalized",
                        "Call Incoming",
                        "Call Payout",
                        "Call Recording",
                    ],
                    conversions.Select(c => c.Event).Distinct().Order(StringComparer.Ordinal)
                );
                Assert.Equal(2, conversions.Select(c => c.TransactionId).Distinct().Count());
            }
        );

    [Fact]
    public Task Fixed_ids_do_what_tokens_do() =>
        console.VisitAsync(async page =>
        {
            var set = await ArticleSetUp.RunAsync(page, console.Server, "Static", withIds: false);
            await set.Clicks.CreatePixelAsync(
                "Static payout",
                "Payout",
                await set.Clicks.GenerateUrlAsync(set.Offer, staticAffiliate: set.Affiliate)
            );
            await set.Clicks.AddPixelAsync(set.Campaign, "Static payout");

            await set.Calls.CallAsync(set.Numbers[0]);

            Assert.Equal(set.Affiliate, Assert.Single(await set.Calls.ConversionsAsync(set.OfferId, 1)).Affiliate);
        });

    [Fact]
    public Task Two_numbers_of_a_publisher_are_one_campaign_in_the_tracker_and_two_rows_in_the_report() =>
        console.VisitAsync(async page =>
        {
            var set = await ArticleSetUp.RunAsync(page, console.Server, "TwoNumbers");
            await set.Clicks.CreatePixelAsync("TwoNumbers payout", "Payout", await set.Clicks.GenerateUrlAsync(set.Offer));
            await set.Clicks.AddPixelAsync(set.Campaign, "TwoNumbers payout");
            await set.Clicks.AddNumberAsync(set.Campaign, set.Numbers[1], set.Publisher);

            foreach (var number in set.Numbers)
                await set.Calls.CallAsync(number);

            Assert.All(await set.Calls.ConversionsAsync(set.OfferId, 2), c => Assert.Equal(set.Affiliate, c.Affiliate));
            await page.OpenAsync("/console/report?groupBy=number&range=7d");
            foreach (var number in set.Numbers)
                await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = ArticleSetUp.Read(number) })).ToHaveCountAsync(1);
        });

    [Fact]
    public Task Two_advertisers_with_the_same_names_share_one_pixel() =>
        console.VisitAsync(async page =>
        {
            var first = await ArticleSetUp.RunAsync(page, console.Server, "StepSixA");
            var second = await ArticleSetUp.RunAsync(page, console.Server, "StepSixB");
            foreach (var set in new[] { first, second })
                await set.Clicks.AddEventAsync(set.Advertiser, "Payable call", "Payable", "Macro");
            var url =
                $"{console.Server.Url}m.ashx?o=[tag:Campaign:TrackingId]&pubid=[tag:Publisher:SubId]&en=Payable&t=[Call:InboundCallId]"
                + "&p=[Call:ConversionAmount]&ap=[Call:ConversionPayout]&f=pb";
            await first.Clicks.CreatePixelAsync("Step six payout", "Payout", url);
            foreach (var set in new[] { first, second })
                await set.Clicks.AddPixelAsync(set.Campaign, "Step six payout");

            foreach (var set in new[] { first, second })
                await set.Calls.CallAsync(set.Numbers[0]);

            foreach (var set in new[] { first, second })
                Assert.Equal((set.Affiliate, "Payable call"), Pair(Assert.Single(await set.Calls.ConversionsAsync(set.OfferId, 1))));
        });

    private static (string, string) Pair(ConversionRow row) => (row.Affiliate, row.Event);
}
