using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>The folded settings of a pixel, and the credentials that it names.</summary>
public sealed class PixelSettingsTests(ConsoleFixture console)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public Task A_pixel_gets_a_credential_a_signature_and_a_rule_for_its_answer(int width) =>
        console.VisitAsync(
            async page =>
            {
                var (token, signature) = ($"Token {width}", $"Signature {width}");
                await page.OpenAsync("/console/credentials");
                await page.ClickButtonAsync("Create credential");
                var dialog = page.OpenDialog();
                await dialog.EnterAsync("Name", token);
                await dialog.EnterAsync("Token", "t0ken");
                await dialog.ClickButtonAsync("Create");
                await Expect(dialog.GetByText("Name the hosts that may get it: it is sent nowhere else.")).ToBeVisibleAsync();
                await dialog.EnterAsync("Hosts", "https://api.example.com/hook");
                await dialog.ClickButtonAsync("Create");
                await page.HeadingAsync(token);
                await Expect(page.GetByLabel("Hosts", new() { Exact = true })).ToHaveValueAsync("api.example.com");
                await Expect(page.GetByLabel("Token", new() { Exact = true })).ToHaveValueAsync("");
                await PageCheck.HoldsAsync(page);

                await page.OpenAsync("/console/credentials");
                await page.ClickButtonAsync("Create credential");
                await dialog.EnterAsync("Name", signature);
                await dialog.ChooseAsync("Kind", "Signature");
                await dialog.ClickButtonAsync("Create");
                await Expect(dialog.GetByText("whsec_")).ToBeVisibleAsync();
                await dialog.ClickButtonAsync("Done");
                await page.HeadingAsync(signature);
                await page.ClickButtonAsync("Rotate secret");
                await dialog.ClickButtonAsync("Rotate secret");
                await Expect(dialog.GetByText("whsec_")).ToBeVisibleAsync();
                await dialog.ClickButtonAsync("Done");
                await Expect(page.GetByText("The secret before signs too, until")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);

                await page.OpenAsync("/console/pixels");
                await page.ClickButtonAsync("Create Pixel");
                await dialog.EnterAsync("Name", $"Signed {width}");
                await dialog.ChooseAsync("Fire Pixel On", "Connected");
                await dialog.ChooseAsync("Method", "POST");
                await dialog.EnterAsync("URL", "https://other.example/hook");
                await dialog.EnterAsync("Content type", "application/xml");
                await dialog.ChooseAsync("Insert tokens into", "Body");
                await dialog.GetByLabel("Insert token", new() { Exact = true }).FillAsync("InboundCallId");
                await dialog.GetByRole(AriaRole.Button, new() { Name = "[Call:InboundCallId]" }).ClickAsync();
                await Expect(dialog.GetByLabel("Body", new() { Exact = true })).ToHaveValueAsync("[Call:InboundCallId]");
                await dialog.UnfoldAsync("Credential and signature");
                await dialog.ChooseAsync("Credential", token);
                await dialog.ChooseAsync("Signature", signature);
                await dialog.UnfoldAsync("When it is sent");
                await dialog.EnterAsync("Delay", "90");
                await dialog.GetByLabel("At each connection").CheckAsync();
                await dialog.UnfoldAsync("When it counts as delivered");
                await dialog.EnterAsync("The answer must contain", "accepted");
                await dialog.EnterAsync("Statuses that count", "200, 409, teapot");
                // Closed again: an error in it opens it.
                await dialog.UnfoldAsync("Credential and signature");
                await dialog.ClickButtonAsync("Save");
                await Expect(dialog.GetByText($"{token} may go to api.example.com, not to other.example.")).ToBeVisibleAsync();
                await Expect(dialog.GetByText("Statuses from 100 to 599 with commas between them, as 200, 200-204 or 2xx."))
                    .ToBeVisibleAsync();
                await dialog.EnterAsync("Statuses that count", "200,409");
                await dialog.EnterAsync("URL", "https://api.example.com/hook");
                await dialog.ClickButtonAsync("Save");

                await page.HeadingAsync($"Signed {width}");
                await Expect(page.GetByText($"{token}, {signature}")).ToBeVisibleAsync();
                await Expect(page.GetByText("90 seconds later, at each connection")).ToBeVisibleAsync();
                await Expect(page.GetByText("status 200, 409, with “accepted”")).ToBeVisibleAsync();
                await page.Locator("body").UnfoldAsync("Which calls");
                await PageCheck.HoldsAsync(page);
            },
            width
        );

    [Fact]
    public Task A_template_is_filled_in_and_tried_before_it_is_saved() =>
        console.VisitAsync(async page =>
        {
            await page.OpenAsync("/console/pixels");
            await page.ClickButtonAsync("Create Pixel");
            var dialog = page.OpenDialog();
            await dialog.ChooseAsync("Begin with", "CAKE, clickless: one of several events");
            await Expect(dialog.GetByLabel("Fire Pixel On")).ToHaveValueAsync("1");
            await dialog.UnfoldAsync("Dry run");
            await dialog.ClickButtonAsync("Dry run");
            await Expect(dialog.GetByText("YOUR_EVENT_NAME is sent as it stands")).ToBeVisibleAsync();
            await Expect(dialog.GetByText("tracker.example.com is the host of an example.")).ToBeVisibleAsync();
            await dialog.EnterAsync(
                "URL",
                "https://t.acme.com/m.ashx?o=[tag:Campaign:TrackingId]&pubid=[tag:Publisher:SubId]&t=[Call:InboundCallId]&en=Called"
            );
            await dialog.ClickButtonAsync("Dry run");
            await Expect(dialog.GetByText("GET https://t.acme.com/m.ashx?o=12&pubid=34&t=019a8f0e7c1b7d31a6f2c84e50b9d3aa&en=Called"))
                .ToBeVisibleAsync();
            await PageCheck.HoldsAsync(page);
            await dialog.ClickButtonAsync("Save");
            await page.HeadingAsync("CAKE, clickless: one of several events");
            await page.OpenAsync("/console/receivers");
            await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "t.acme.com" })).ToContainTextAsync("8");
        });
}
