using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Ringpost.Server.Simulation;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Settings;

/// <summary>A carrier's numbers from key to purchase, as an operator goes through it.</summary>
public sealed class CarrierTests(ConsoleFixture console)
{
    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Numbers_are_listed_assigned_set_right_bought_and_given_back(int width, ColorScheme theme)
    {
        var books = new SimulatedBooks();
        await using var api = await SimulatedCarrierApi.StartAsync(books, TimeProvider.System);
        // Tests share one server: each width has numbers of its own.
        var (own, sold) = ($"+1206555{width:0000}", $"+1503555{width:0000}");
        books.AddNumber(own, "Front desk");
        books.ForSale[sold] = true;
        await console.VisitAsync(
            async page =>
            {
                await page.OpenAsync("/console/campaigns");
                await page.ClickButtonAsync("Create Campaign");
                await page.OpenDialog().EnterAsync("Name", $"Carried at {width}");
                await page.OpenDialog().ClickButtonAsync("Create");
                await page.HeadingAsync($"Carried at {width}");

                await AddCarrierAsync(page, books, api.Address, $"Carrier at {width}");
                await PageCheck.HoldsAsync(page);
                await page.GetByRole(AriaRole.Link, new() { Name = "Numbers at the carrier" }).ClickAsync();
                await page.HeadingAsync("Numbers at the carrier");
                await page.ClickButtonAsync($"Assign {own}");
                await page.OpenDialog().ChooseAsync("Campaign", $"Carried at {width}");
                await page.OpenDialog().ClickButtonAsync("Assign");
                await Expect(page.GetByText("Drifted", new() { Exact = true }).Last).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                await page.ClickButtonAsync($"Set right: {own}");
                await Expect(page.GetByText("1 number points here now.")).ToBeVisibleAsync();

                await page.GetByRole(AriaRole.Link, new() { Name = "Buy Numbers" }).ClickAsync();
                await page.HeadingAsync("Buy Numbers");
                await page.Locator("main").EnterAsync("Area code", "503");
                await page.ClickButtonAsync("Search");
                await Expect(page.GetByText("Each costs $1.15 a month.")).ToBeVisibleAsync();
                await page.GetByLabel($"Buy {sold}").CheckAsync();
                await PageCheck.HoldsAsync(page);
                await page.ClickButtonAsync("Buy 1 number");
                await Expect(page.OpenDialog().GetByText("The carrier bills $1.15 a month")).ToBeVisibleAsync();
                await page.OpenDialog().ClickButtonAsync("Buy 1 number");
                await Expect(page.GetByText("1 of 1.")).ToBeVisibleAsync();

                await page.GetByRole(AriaRole.Link, new() { Name = "Numbers at the carrier" }).ClickAsync();
                await page.HeadingAsync("Numbers at the carrier");
                // One that is in use is kept, with the reason; the other goes.
                await ReleaseAsync(page, own);
                await Expect(page.GetByText("is in use: it belongs to the campaign")).ToBeVisibleAsync();
                await ReleaseAsync(page, sold);
                await Expect(page.GetByText("is released.")).ToBeVisibleAsync();
                await Expect(page.GetByRole(AriaRole.Button, new() { Name = $"Release {sold}" })).ToHaveCountAsync(0);
            },
            width,
            theme
        );
        Assert.Equal([own], books.Numbers.Values.Select(n => n.PhoneNumber));
    }

    [Fact]
    public async Task A_file_assigns_numbers_after_it_was_foreseen()
    {
        var books = new SimulatedBooks();
        await using var api = await SimulatedCarrierApi.StartAsync(books, TimeProvider.System);
        books.AddNumber("+12065550001");
        await console.VisitAsync(async page =>
        {
            await page.OpenAsync("/console/campaigns");
            await page.ClickButtonAsync("Create Campaign");
            await page.OpenDialog().EnterAsync("Name", "By file");
            await page.OpenDialog().ClickButtonAsync("Create");
            await page.HeadingAsync("By file");
            await AddCarrierAsync(page, books, api.Address, "Filed");
            await page.GetByRole(AriaRole.Link, new() { Name = "Numbers at the carrier" }).ClickAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Assign by CSV" }).ClickAsync();
            await page.HeadingAsync("Assign numbers by CSV");

            await PreviewAsync(page, "Number,Campaign,Publisher\n+12065550001,By file,\n+12065550002,By file,\n");
            await Expect(page.GetByText("+12065550002 is no number of the account Filed.")).ToBeVisibleAsync();
            await PageCheck.HoldsAsync(page);
            await PreviewAsync(page, "Number,Campaign,Publisher\n+12065550001,By file,\n");
            await page.ClickButtonAsync("Assign 1 numbers");
            await page.OpenDialog().ClickButtonAsync("Assign 1 numbers");
            await Expect(page.Section("Stored")).ToBeVisibleAsync();

            // A call that came in an outage: foreseen on the carrier's card, brought in by the command line, marked on its own card.
            var start = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(1);
            books.Begin("CAmissed", new SimulatedCall("+14155550199", "+12065550001", [], start));
            books.End("CAmissed", start + TimeSpan.FromSeconds(4), "completed");
            await page.OpenAsync("/console/settings/carriers");
            await page.GetByRole(AriaRole.Link, new() { Name = "Filed" }).ClickAsync();
            await page.HeadingAsync("Filed");
            await page.Section("Call records").ClickButtonAsync("Preview");
            await Expect(page.GetByText("1 missed ones to bring in")).ToBeVisibleAsync();
            await PageCheck.HoldsAsync(page);
            var since = (start - TimeSpan.FromHours(1)).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
            var said = await console.Server.CommandAsync("carriers", "sync", "--since", since, "--carrier", "Filed");
            Assert.Contains("1 missed ones brought in", said, StringComparison.Ordinal);
            await page.OpenAsync("/console/calls?number=%2B12065550001");
            await page.Locator("tbody a").First.ClickAsync();
            await Expect(page.GetByText("Recovered", new() { Exact = true })).ToBeVisibleAsync();
            await Expect(page.GetByText("Not paid: the call came while nobody here could answer the carrier.")).ToBeVisibleAsync();
            await PageCheck.HoldsAsync(page);

            await page.OpenAsync("/console/settings/carriers");
            await page.GetByRole(AriaRole.Link, new() { Name = "Filed" }).ClickAsync();
            await page.HeadingAsync("Filed");
            await page.ClickButtonAsync("Rename");
            await page.OpenDialog().EnterAsync("Name", "Filed away");
            await page.OpenDialog().ClickButtonAsync("Rename");
            await page.HeadingAsync("Filed away");
            await page.ClickButtonAsync("Delete carrier");
            await page.OpenDialog().ClickButtonAsync("Delete carrier");
            await page.HeadingAsync("Carriers");
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Filed away" })).ToHaveCountAsync(0);
        });
    }

    private static async Task PreviewAsync(IPage page, string text)
    {
        var file = new FilePayload
        {
            Name = $"numbers-{text.Length}.csv",
            MimeType = "text/csv",
            Buffer = System.Text.Encoding.UTF8.GetBytes(text),
        };
        await page.GetByLabel("CSV file").SetInputFilesAsync(file);
        await Expect(page.GetByText($"numbers-{text.Length}.csv is read.")).ToBeVisibleAsync();
        await page.ClickButtonAsync("Preview");
    }

    private static async Task ReleaseAsync(IPage page, string number)
    {
        await page.ClickButtonAsync($"Release {number}");
        await page.OpenDialog().GetByRole(AriaRole.Button, new() { Name = "Release +1" }).ClickAsync();
    }

    private static async Task AddCarrierAsync(IPage page, SimulatedBooks books, Uri api, string name)
    {
        await page.OpenAsync("/console/settings/carriers");
        await page.ClickButtonAsync("Add Carrier");
        await page.OpenDialog().EnterAsync("Name", name);
        await page.OpenDialog().ChooseAsync("Kind", "Simulator");
        await page.OpenDialog().EnterAsync("Auth token", "a token");
        await page.OpenDialog().ClickButtonAsync("Add");
        await page.HeadingAsync(name);
        var section = page.Section("REST API");
        await section.EnterAsync("Account SID", books.AccountSid);
        await section.EnterAsync("API key SID", books.ApiKey);
        await section.EnterAsync("API key secret", books.ApiSecret);
        await section.EnterAsync("API address", api.AbsoluteUri);
        await section.ClickButtonAsync("Save");
        await Expect(section.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
        await section.ClickButtonAsync("Check credentials");
        await Expect(section.GetByText($"{name} accepts the credentials")).ToBeVisibleAsync();
    }
}
