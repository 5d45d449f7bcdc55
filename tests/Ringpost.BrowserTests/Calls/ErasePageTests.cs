using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Ringpost.Server.Simulation;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>A caller asks to be forgotten: seen first, then erased, from a call's card and from the settings.</summary>
public sealed class ErasePageTests(ConsoleFixture console)
{
    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task A_caller_is_erased_from_a_calls_card_and_by_number(int width, ColorScheme theme)
    {
        var books = new SimulatedBooks();
        await using var carrierApi = await SimulatedCarrierApi.StartAsync(books, TimeProvider.System);
        var key = await console.Server.CommandAsync("admin", "api-key", "--name", $"Erasing {width}", "--role", "admin");
        using var api = new ApiClient(console.Server.Url, key);
        using var http = new HttpClient();
        var (number, caller) = ($"+1305556{width:0000}", $"+1415556{width:0000}");
        var (carrier, _) = await NightShiftTests.SetUpAsync(api, http, books, carrierApi.Address, $"Erasing {width}", number);
        await NightShiftTests.PlayAsync(carrier, "answer:75", number, caller);
        await console.VisitAsync(
            async page =>
            {
                await page.OpenAsync($"/console/calls?number=%2B{number[1..]}");
                await page.Locator("tbody a").First.ClickAsync();
                await page.ClickButtonAsync("Erase caller");
                await Expect(page.OpenDialog().GetByText("Calls, amounts and counts stay")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                await page.OpenDialog().ClickButtonAsync("Erase for good");
                await Expect(page.GetByText("The caller was erased from this call")).ToBeVisibleAsync();
                await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Erase caller", Exact = true })).ToHaveCountAsync(0);
                await page.OpenAsync($"/console/calls?number=%2B{number[1..]}");
                await Expect(page.GetByText("Erased", new() { Exact = true })).ToBeVisibleAsync();

                await page.OpenAsync("/console/settings/erasures");
                await page.ClickButtonAsync("Erase a caller");
                await page.OpenDialog().EnterAsync("Caller", "nobody");
                await page.OpenDialog().ClickButtonAsync("See what goes");
                await Expect(page.OpenDialog().GetByText("A caller's number with its country code")).ToBeVisibleAsync();
                await page.OpenDialog().EnterAsync("Caller", caller);
                await page.OpenDialog().ClickButtonAsync("See what goes");
                await page.OpenDialog().ClickButtonAsync("Erase for good");
                await Expect(page.GetByText("The number was taken away from 0 calls")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
            },
            width,
            theme
        );
    }
}
