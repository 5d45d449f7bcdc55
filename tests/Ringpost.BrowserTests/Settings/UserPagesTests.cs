using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Settings;

/// <summary>Logins of publishers and buyers: whose calls they see is asked for, said in the list, and changed with the role.</summary>
public sealed class UserPagesTests(ConsoleFixture console)
{
    [Fact]
    public Task A_login_of_a_partner_names_its_publisher_or_buyer() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                foreach (var name in new[] { "Call House", "Lead Barn" })
                    await server.Api.PostAsync("publishers", new { name });
                await server.Api.PostAsync("buyers", new { name = "Acme Roofs" });

                await page.OpenWholeAsync("/console/settings/users");
                await page.ClickButtonAsync("Add User");
                var dialog = page.OpenDialog();
                await dialog.EnterAsync("E-mail or name", "pat@example.com");
                await dialog.EnterAsync("Password", "a long enough secret");
                await Expect(dialog.GetByLabel("Publisher", new() { Exact = true })).ToHaveCountAsync(0);
                await dialog.ChooseAsync("Role", "Publisher");
                // Nobody is chosen by themselves: whoever forgets it is asked.
                await dialog.ClickButtonAsync("Add");
                await Expect(dialog.GetByText("Whose calls they see: the id of the publisher.")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                await dialog.ChooseAsync("Publisher", "Lead Barn");
                await dialog.ClickButtonAsync("Add");
                await Expect(Row(page, "pat@example.com")).ToContainTextAsync("Publisher · Lead Barn");

                // Another role asks anew: a publisher's id is no buyer's.
                await page.ClickButtonAsync("Change role of pat@example.com");
                await Expect(dialog.GetByLabel("Publisher", new() { Exact = true }).Locator("option:checked")).ToHaveTextAsync("Lead Barn");
                await dialog.ChooseAsync("Role", "Buyer");
                await dialog.ClickButtonAsync("Change role");
                await Expect(dialog.GetByText("Whose calls they see: the id of the buyer.")).ToBeVisibleAsync();
                await dialog.ChooseAsync("Buyer", "Acme Roofs");
                await dialog.ClickButtonAsync("Change role");
                await Expect(Row(page, "pat@example.com")).ToContainTextAsync("Buyer · Acme Roofs");

                await page.ClickButtonAsync("Change role of pat@example.com");
                await dialog.ChooseAsync("Role", "Read-only");
                await Expect(dialog.GetByLabel("Buyer", new() { Exact = true })).ToHaveCountAsync(0);
                await dialog.ClickButtonAsync("Change role");
                await Expect(Row(page, "pat@example.com")).ToContainTextAsync("Read-only");
                await Expect(Row(page, "pat@example.com")).Not.ToContainTextAsync("Acme Roofs");
            }
        );

    [Fact]
    public Task A_key_of_a_partner_names_its_buyer() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await server.Api.PostAsync("buyers", new { name = "Acme Roofs" });
                await page.OpenWholeAsync("/console/settings/api-keys");
                await page.ClickButtonAsync("Create API Key");
                var dialog = page.OpenDialog();
                await dialog.EnterAsync("Name", "Acme's dashboard");
                await dialog.ChooseAsync("Role", "Buyer");
                await dialog.ChooseAsync("Buyer", "Acme Roofs");
                await dialog.ClickButtonAsync("Create");
                await dialog.ClickButtonAsync("Done");
                await Expect(Row(page, "Acme's dashboard")).ToContainTextAsync("Buyer · Acme Roofs");
            }
        );

    [Fact]
    public Task The_note_of_a_test_number_is_changed_and_the_number_removed() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await server.Api.PostAsync("test-numbers", new { number = "+14155550199", note = "Ada" });
                await page.OpenWholeAsync("/console/settings/test-numbers");
                await page.ClickButtonAsync("Edit note of +14155550199");
                var dialog = page.OpenDialog();
                await Expect(dialog.GetByLabel("Note", new() { Exact = true })).ToHaveValueAsync("Ada");
                await dialog.EnterAsync("Note", new string('n', 300));
                await dialog.ClickButtonAsync("Save");
                await Expect(dialog.Locator("[aria-invalid=true]")).ToHaveCountAsync(1);
                await dialog.EnterAsync("Note", "Ada <i>at night</i>");
                await dialog.ClickButtonAsync("Save");
                await Expect(dialog).ToHaveCountAsync(0);
                await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Ada <i>at night</i>" })).ToHaveCountAsync(1);
                await PageCheck.HoldsAsync(page);

                // A note that was left open is not the next number's.
                await page.ClickButtonAsync("Edit note of +14155550199");
                await Expect(dialog.GetByLabel("Note", new() { Exact = true })).ToBeFocusedAsync();
                await page.Keyboard.PressAsync("Escape");
                await Expect(dialog).ToHaveCountAsync(0);
                await page.ClickButtonAsync("Add test number");
                await Expect(dialog.GetByLabel("Note", new() { Exact = true })).ToHaveValueAsync("");
                await dialog.ClickButtonAsync("Cancel");
                await page.ClickButtonAsync("Remove +14155550199");
                await dialog.ClickButtonAsync("Remove +14155550199");
                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No test number yet" })).ToBeVisibleAsync();
            }
        );

    private static ILocator Row(IPage page, string name) => page.GetByRole(AriaRole.Row).Filter(new() { HasText = name });
}
