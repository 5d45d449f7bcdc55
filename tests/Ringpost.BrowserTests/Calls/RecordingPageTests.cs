using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Ringpost.Server.Simulation;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>Recording from the campaign's tick to the player on the call.</summary>
public sealed class RecordingPageTests(ConsoleFixture console)
{
    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task A_campaign_is_recorded_with_a_notice_and_its_copy_is_heard(int width, ColorScheme theme)
    {
        var books = new SimulatedBooks();
        await using var carrierApi = await SimulatedCarrierApi.StartAsync(books, TimeProvider.System);
        var key = await console.Server.CommandAsync("admin", "api-key", "--name", $"Recorder {width}", "--role", "admin");
        using var api = new ApiClient(console.Server.Url, key);
        using var http = new HttpClient();
        var (name, number) = ($"Recorded {width}", $"+1404555{width:0000}");
        var (carrier, campaign) = await NightShiftTests.SetUpAsync(api, http, books, carrierApi.Address, name, number);
        await console.VisitAsync(
            async page =>
            {
                await page.OpenAsync($"/console/campaigns/{campaign}");
                var general = page.Section("General Info");
                await general.GetByLabel("Record calls").CheckAsync();
                await general.ClickButtonAsync("Save");
                await Expect(general.GetByText("Say what callers hear before they are recorded")).ToBeVisibleAsync();
                await general.ChooseAsync("Notice of recording", "Read out a text");
                await general.EnterAsync("Words that are read out", "This call is recorded.");
                await PageCheck.HoldsAsync(page);
                await general.ClickButtonAsync("Save");
                await Expect(general.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();

                await page.OpenAsync("/console/settings/recordings");
                var keeping = page.Section("Keeping");
                await keeping.ChooseAsync("Kept", "Copied to the data folder");
                await keeping.ClickButtonAsync("Save");
                await Expect(keeping.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
                await keeping.ClickButtonAsync("Check the store");
                await Expect(page.GetByText("A file was written, read and deleted.")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);

                // The notice takes time of the call and none of the talk.
                Assert.Equal(75, (await NightShiftTests.PlayAsync(carrier, "answer:75", number, "+14155550175")).ConnectedSeconds);
                var call = (await api.ListAsync($"calls?number={Uri.EscapeDataString(number)}")).Single();
                Assert.Equal(75, (int)call["connectedSeconds"]!);
                await page.OpenAsync($"/console/calls/{(string)call["id"]!}?tab=record");
                await page.LoadAgainUntilAsync(page.GetByText("Copied", new() { Exact = true }));
                var source = await page.GetByLabel("Recording of the call").GetAttributeAsync("src");
                using var part = new HttpRequestMessage(HttpMethod.Get, new Uri(console.Server.Url, source));
                part.Headers.Range = new(0, 3);
                using var heard = await http.SendAsync(part);
                Assert.Equal("RIFF", await heard.Content.ReadAsStringAsync());
                await PageCheck.HoldsAsync(page);
            },
            width,
            theme
        );
    }
}
