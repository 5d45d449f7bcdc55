using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Ringpost.Primitives;
using Ringpost.Server.Simulation;
using Ringpost.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Agreement;

/// <summary>The statement and the rows behind it, and each fix where it stands: by what really went wrong, not by rows put into tables.</summary>
public sealed class AgreementPageTests(ConsoleFixture console)
{
    private const string Headline = "1 paid call, 0 conversions: 1 never sent (15.00 USD).";

    [Fact]
    public Task From_the_headline_to_the_row_and_its_fix_and_back_to_two_books_that_agree() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await page.OpenAsync("/console/agreement");
                await Expect(page.GetByText("Nothing to compare in these days")).ToBeVisibleAsync();
                await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Pixels" }).Last).ToBeVisibleAsync();

                // A call of a campaign without a pixel; the pixel comes later.
                var seed = await SeedExample.CreateAsync(server.Api, new Identifiers(TimeProvider.System), withPixels: false);
                await PlayAsync(seed, SeedExample.FirstNumber, "+14155550171");
                await page.ReloadAsync();
                await Expect(page.GetByText(Headline)).ToBeVisibleAsync();
                await page.GetByRole(AriaRole.Link, new() { Name = "1 never sent" }).ClickAsync();
                await page.HeadingAsync("What differs");
                await Expect(Row(page)).ToContainTextAsync("the campaign has none that tells our tracker of a payout");
                await Expect(Row(page).GetByRole(AriaRole.Link, new() { Name = "Attach a pixel" })).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                await SeedExample.PixelAsync(
                    server.Api,
                    seed.CallCampaignId,
                    "Payable",
                    "payout",
                    await SeedExample.PostbackUrlAsync(server.Api, seed.OfferId, seed.PayableEventId)
                );
                await page.ReloadAsync();
                await FixAsync(page, "Send pixel");
                await DoneAsync(page, "Send pixel: done. Both books say the same of this call now.");
                await Expect(page.GetByText("Nothing matches")).ToBeVisibleAsync();

                await page.OpenAsync("/console/agreement");
                await Expect(page.GetByText("1 paid call, 1 conversion: both books say the same.")).ToBeVisibleAsync();
                await Expect(page.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("Matched");

                // Where the whole story is.
                await server.Api.PostAsync(
                    $"calls/{(string)(await CallAsync(server))["id"]!}/adjustments",
                    new
                    {
                        mode = "absolute",
                        payout = 12m,
                        reason = "Agreed with the publisher",
                    }
                );
                await page.OpenAsync("/console/agreement/rows");
                await Row(page).GetByRole(AriaRole.Link, new() { Name = "Whole story of call" }).ClickAsync();
                await page.HeadingAsync("Whole story");
            }
        );

    [Fact]
    public Task What_our_tracker_refused_is_run_again_once_the_campaign_is_there_and_what_a_receiver_refused_is_replayed() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                var seed = await SeedExample.CreateAsync(server.Api, new Identifiers(TimeProvider.System), withPixels: true);
                var affiliate = (long)(await server.Api.PostAsync("affiliates", new { name = "Second Media" }))["id"]!;
                var publisher = await server.Api.PostAsync("publishers", new { name = "Second Media", subId = $"{affiliate}" });
                await server.Api.PostAsync(
                    "numbers",
                    new
                    {
                        number = "+12025550177",
                        callCampaignId = seed.CallCampaignId,
                        publisherId = (string)publisher["id"]!,
                    }
                );
                await PlayAsync(seed, "+12025550177", "+14155550172");
                await QuietAsync(server);

                await page.OpenAsync("/console/agreement/rows");
                await Expect(Row(page)).ToContainTextAsync("Sent but rejected");
                await Expect(Row(page)).ToContainTextAsync("Our tracker refused the postback");
                var rows = page.Url;
                await Row(page).GetByRole(AriaRole.Link, new() { Name = "Add campaign" }).ClickAsync();
                await Expect(Chosen(page, "Affiliate")).ToHaveTextAsync($"Second Media ({affiliate})");
                await Expect(Chosen(page, "Offer")).ToHaveTextAsync($"Auto insurance calls ({seed.OfferId})");
                await page.OpenDialog().ClickButtonAsync("Create");
                await page.HeadingAsync("Auto insurance calls × Second Media");
                await page.GotoAsync(rows);
                await FixAsync(page, "Run postback again");
                await DoneAsync(page, "Run postback again: done. Both books say the same of this call now.");

                // A receiver that refuses: the replay is refused too, and the row is read anew.
                var other = await server.Api.PostAsync("call-campaigns", new { name = "Elsewhere", country = "US" });
                await MoveAsync(server, seed, (string)other["id"]!, $"{server.Url}no-such-page?t=[Call:InboundCallId]");
                await PlayAsync(seed, "+12025550178", "+14155550173");
                await QuietAsync(server);
                await page.OpenAsync("/console/agreement/rows");
                await Expect(Row(page)).ToContainTextAsync("was rejected by");
                await FixAsync(page, "Replay pixel");
                await DoneAsync(page, "Replay pixel: done. The call is now: Sent but rejected.");
                Assert.Equal(
                    2,
                    (await server.Api.ListAsync("deliveries?state=rejected")).Count(d =>
                        ((string)d["url"]!).Contains("no-such-page", StringComparison.Ordinal)
                    )
                );
            }
        );

    [Fact]
    public Task Amounts_and_dispositions_are_set_right_in_place() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                var seed = await SeedExample.CreateAsync(server.Api, new Identifiers(TimeProvider.System), withPixels: true);
                await PlayAsync(seed, SeedExample.FirstNumber, "+14155550174");
                await QuietAsync(server);
                var call = (string)(await CallAsync(server))["id"]!;
                var conversion = (long)
                    (await server.Api.ListAsync("conversions")).Single(c => (string?)c["eventName"] == "Payable call")["id"]!;

                await server.Api.PostAsync(
                    $"calls/{call}/adjustments",
                    new
                    {
                        mode = "absolute",
                        payout = 12m,
                        reason = "Agreed",
                    }
                );
                await page.OpenAsync("/console/agreement/rows");
                await Expect(Row(page)).ToContainTextAsync("Paid 15.00 instead of 12.00 USD (+3.00).");
                await Expect(Row(page)).ToContainTextAsync("after its conversion had been booked");
                await PageCheck.HoldsAsync(page);
                await page.SetViewportSizeAsync(390, 844);
                await PageCheck.HoldsAsync(page);
                await page.SetViewportSizeAsync(1280, 860);
                await FixAsync(page, "Adjust conversion");
                await Expect(page.OpenDialog().GetByLabel("Paid", new() { Exact = true })).ToHaveValueAsync("12");
                await page.OpenDialog().ClickButtonAsync("Adjust");
                await DoneAsync(page, "Adjust conversion: done. Both books say the same of this call now.");

                await server.Api.PostAsync($"conversions/{conversion}/price", new { received = 30m, reason = "The buyer pays more" });
                await page.OpenAsync("/console/agreement/rows");
                await Expect(Row(page)).ToContainTextAsync("Received 30.00 instead of 25.00 USD (+5.00).");
                await FixAsync(page, "Adjust call");
                await Expect(page.OpenDialog().GetByLabel("Revenue", new() { Exact = true })).ToHaveValueAsync("30");
                await page.OpenDialog().ClickButtonAsync("Adjust");
                await DoneAsync(page, "Adjust call: done. Both books say the same of this call now.");

                await server.Api.PostAsync(
                    $"conversions/{conversion}/status",
                    new
                    {
                        disposition = "rejected",
                        takePaidBack = true,
                        reason = "By mistake",
                    }
                );
                await page.OpenAsync("/console/agreement/rows");
                await Expect(Row(page)).ToContainTextAsync("is rejected");
                await FixAsync(page, "Approve conversion");
                await page.OpenDialog().ClickButtonAsync("Approve conversion");
                await DoneAsync(page, "Approve conversion: done. Both books say the same of this call now.");

                await server.Api.PostAsync(
                    $"calls/{call}/adjustments",
                    new
                    {
                        mode = "void",
                        voidRevenue = true,
                        voidPayout = true,
                        reason = "A wrong number",
                    }
                );
                await page.OpenAsync("/console/agreement/rows");
                await Expect(Row(page)).ToContainTextAsync("Unpaid call");
                await FixAsync(page, "Reject conversion");
                await page.OpenDialog().ClickButtonAsync("Reject conversion");
                await DoneAsync(page, "Reject conversion: done. Both books say the same of this call now.");
                await Expect(page.GetByText("Nothing differs in these days")).ToBeVisibleAsync();
            }
        );

    [Fact]
    public Task A_foreign_file_is_held_against_our_calls() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                var seed = await SeedExample.CreateAsync(server.Api, new Identifiers(TimeProvider.System), withPixels: false);
                await PlayAsync(seed, SeedExample.FirstNumber, "+14155550175");
                await PlayAsync(seed, SeedExample.FirstNumber, "+14155550176");
                var calls = await server.Api.ListAsync("calls");
                var (kept, lost) = ((string)calls[0]["id"]!, (string)calls[1]["id"]!);

                await page.OpenAsync("/console/agreement");
                await page.GetByRole(AriaRole.Link, new() { Name = "Compare with a file" }).ClickAsync();
                await page.HeadingAsync("Compare with a file");
                var file = new FilePayload
                {
                    Name = "conversions.csv",
                    MimeType = "text/csv",
                    Buffer = System.Text.Encoding.UTF8.GetBytes(
                        "Conversion ID,Transaction ID,Conversion Date,Offer ID,Affiliate ID,Price Paid,Price Received,Disposition\n"
                            + $"1,{kept},{calls[0]["at"]},12,34,14.00,25.00,Approved\n"
                    ),
                };
                // The field listens a moment after it is drawn, which on a busy machine is after a script has chosen a file.
                await Eventually.TrueAsync(
                    async () =>
                    {
                        await page.GetByLabel("Export", new() { Exact = true }).SetInputFilesAsync(file);
                        await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
                        return await page.GetByText("conversions.csv is read.").IsVisibleAsync();
                    },
                    "the file is read"
                );
                await page.ClickButtonAsync("Compare");
                await Expect(page.GetByText("2 calls, 1 conversion: 1 never arrived")).ToBeVisibleAsync();
                await Expect(Row(page).Filter(new() { HasText = "Another amount" })).ToContainTextAsync("15.00 → 14.00");
                await Expect(Row(page).Filter(new() { HasText = "Never arrived" }).GetByRole(AriaRole.Link))
                    .ToHaveAttributeAsync("href", $"/console/calls/{lost}/trace");
                await PageCheck.HoldsAsync(page);
                await page.SetViewportSizeAsync(390, 844);
                await PageCheck.HoldsAsync(page);
            }
        );

    private static ILocator Row(IPage page) => page.Locator("tbody tr");

    private static ILocator Chosen(IPage page, string label) =>
        page.OpenDialog().GetByLabel(label, new() { Exact = true }).Locator("option:checked");

    private static Task FixAsync(IPage page, string fix) => Row(page).GetByRole(AriaRole.Button, new() { Name = fix }).ClickAsync();

    private static Task DoneAsync(IPage page, string words) => Expect(page.GetByText(words)).ToBeVisibleAsync();

    private static async Task<JsonNode> CallAsync(PreparedServer server) => Assert.Single(await server.Api.ListAsync("calls"));

    /// <summary>A call that is long enough to be paid.</summary>
    private static async Task PlayAsync(SeedExample seed, string number, string caller)
    {
        Assert.True(SimulatedCall.TryParseSteps("answer:90", out var steps));
        using var http = new HttpClient();
        var call = new SimulatedCall(caller, number, steps, default);
        var outcome = await seed.CreateCarrier(http, TimeProvider.System)
            .PlayAsync(call with { StartsAt = TimeProvider.System.GetUtcNow() - call.Length });
        Assert.Null(outcome.Refusal);
    }

    private static async Task QuietAsync(PreparedServer server)
    {
        for (var look = 0; look < 400 && (await server.Api.ListAsync("deliveries?state=pending")).Count > 0; look++)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        Assert.Empty(await server.Api.ListAsync("deliveries?state=pending"));
    }

    /// <summary>A second campaign with a number, a route and a payout of its own, which tells another address of it.</summary>
    private static async Task MoveAsync(PreparedServer server, SeedExample seed, string campaign, string url)
    {
        await server.Api.PostAsync(
            "numbers",
            new
            {
                number = "+12025550178",
                callCampaignId = campaign,
                publisherId = seed.PublisherId,
            }
        );
        await server.Api.PostAsync(
            $"call-campaigns/{campaign}/routes",
            new
            {
                targetId = seed.TargetIds[0],
                priority = 1,
                conversion = new
                {
                    on = "callLength",
                    seconds = 60,
                    timerStart = "connected",
                    revenue = 25m,
                },
            }
        );
        await server.Api.PostAsync(
            $"call-campaigns/{campaign}/payouts",
            new
            {
                on = "callLength",
                seconds = 60,
                timerStart = "connected",
                amount = 15m,
            }
        );
        await SeedExample.PixelAsync(server.Api, campaign, "To nobody", "payout", url);
    }
}
