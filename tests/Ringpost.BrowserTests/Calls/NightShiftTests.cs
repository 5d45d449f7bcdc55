using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Ringpost.Server.Simulation;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>What an operator does at 2 a.m.: sees what is live, pauses what goes wrong, ends a call, and tries the set-up from a telephone of their own.</summary>
public sealed class NightShiftTests(ConsoleFixture console)
{
    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Live_calls_are_paused_ended_and_tried_out(int width, ColorScheme theme)
    {
        var books = new SimulatedBooks();
        await using var carrierApi = await SimulatedCarrierApi.StartAsync(books, TimeProvider.System);
        var key = await console.Server.CommandAsync("admin", "api-key", "--name", $"Night {width}", "--role", "admin");
        using var api = new ApiClient(console.Server.Url, key);
        using var http = new HttpClient();
        var (name, number) = ($"Night shift {width}", $"+1305555{width:0000}");
        var (carrier, _) = await SetUpAsync(api, http, books, carrierApi.Address, name, number);
        await console.VisitAsync(
            async page =>
            {
                var playing = PlayAsync(carrier, "hold:75", number, "+14155550170");
                await page.OpenAsync("/console/live");
                await page.ClickButtonAsync($"Pause campaign {name}");
                await Expect(page.GetByRole(AriaRole.Button, new() { Name = $"Resume campaign {name}" })).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                Assert.Equal("rejected", (await PlayAsync(carrier, "answer:75", number, "+14155550171")).End);

                // The same from the list of campaigns.
                await page.OpenAsync("/console/campaigns");
                await page.ClickButtonAsync($"Resume campaign {name}");
                await Expect(page.GetByRole(AriaRole.Button, new() { Name = $"Pause campaign {name}" })).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);

                await page.OpenAsync("/console/settings/test-numbers");
                await page.ClickButtonAsync("Add test number");
                await page.OpenDialog().EnterAsync("Caller", $"(415) 555-{width:0000}");
                await page.OpenDialog().EnterAsync("Note", "Ada");
                await page.OpenDialog().ClickButtonAsync("Add");
                await Expect(page.GetByText($"+1 (415) 555-{width:0000}").First).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                Assert.True((await PlayAsync(carrier, "answer:75", number, $"+1415555{width:0000}")).Connected);

                // The call under way was not touched by any of it; it is ended from the list.
                await page.OpenAsync($"/console/calls?number=%2B{number[1..]}&state=live");
                await page.ClickButtonAsync("End call");
                await page.OpenDialog().ClickButtonAsync("End call");
                await Expect(page.GetByText("was told to end the call")).ToBeVisibleAsync();
                Assert.Equal("ended through the API", (await playing).End);

                await page.OpenAsync($"/console/calls?number=%2B{number[1..]}&caller=1415555{width:0000}");
                await page.Locator("tbody a").First.ClickAsync();
                await Expect(page.GetByText("A test call: it is routed and explained")).ToBeVisibleAsync();
                await Expect(page.GetByText("A test: it would have converted and been paid")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
            },
            width,
            theme
        );
    }

    /// <summary>A campaign with a number, one target and a simulator whose account has an API key.</summary>
    internal static async Task<(SimulatedCarrier Carrier, string Campaign)> SetUpAsync(
        ApiClient api,
        HttpClient http,
        SimulatedBooks books,
        Uri carrierApi,
        string name,
        string number
    )
    {
        const string Token = "a token";
        var carrier = await api.PostAsync(
            "carriers",
            new
            {
                name,
                kind = "simulator",
                authToken = Token,
            }
        );
        await api.PutAsync(
            $"carriers/{(string)carrier["id"]!}/api",
            new
            {
                accountSid = books.AccountSid,
                apiKey = books.ApiKey,
                apiSecret = books.ApiSecret,
                apiUrl = carrierApi.AbsoluteUri,
            }
        );
        var campaign = (string)(await api.PostAsync("call-campaigns", new { name }))["id"]!;
        var target = await api.PostAsync("targets", new { name, destination = new { type = "number", value = "+12125550190" } });
        await api.PostAsync(
            $"call-campaigns/{campaign}/routes",
            new
            {
                targetId = (string)target["id"]!,
                conversion = new
                {
                    on = "callLength",
                    seconds = 60,
                    revenue = 25m,
                },
            }
        );
        await api.PostAsync($"call-campaigns/{campaign}/payouts", new { on = "converted", amount = 10m });
        await api.PostAsync("numbers", new { number, callCampaignId = campaign });
        var playing = new SimulatedCarrier(
            new CarrierRequests(http, books.AccountSid, Token, TimeProvider.System),
            new Uri((string)carrier["voiceUrl"]!),
            new Uri((string)carrier["statusUrl"]!),
            books
        );
        return (playing, campaign);
    }

    internal static Task<SimulatedOutcome> PlayAsync(SimulatedCarrier carrier, string script, string number, string from)
    {
        Assert.True(SimulatedCall.TryParseSteps(script, out var steps));
        var call = new SimulatedCall(from, number, steps, default);
        return carrier.PlayAsync(call with { StartsAt = TimeProvider.System.GetUtcNow() - call.Length });
    }
}
