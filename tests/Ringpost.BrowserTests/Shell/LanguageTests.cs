using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Shell;

/// <summary>A language is a file beside the program: <c>Texts.pl.resx</c>, which these tests alone have, with some of the sentences.</summary>
public sealed class LanguageTests(ConsoleFixture console)
{
    [Fact]
    public Task A_file_more_is_a_language_more() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                foreach (var name in new[] { "Gold 1", "Iron 1", "Iron 2", "Iron 3", "Wood 1", "Wood 2", "Wood 3", "Wood 4", "Wood 5" })
                    await server.Api.PostAsync("advertisers", new { name });
                await page.OpenAsync("/console/my-settings");
                await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
                var way = page.Section("Numbers and dates");
                await way.ChooseAsync("As in", "Polish (Poland): 31.01.2026 14:30:05 and 1\u00a0238,50");
                await way.ClickButtonAsync("Save");

                // The page is said anew; a sentence with a value, and what the file has nothing for.
                await page.HeadingAsync("Moje ustawienia");
                await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "pl");
                await Expect(page.GetByText("Co dotyczy tylko użytkownika ada@example.com.")).ToBeVisibleAsync();
                await Expect(page.GetByText("Days and times of lists")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);

                // A link stands where the other language wants it.
                await page.OpenAsync("/console/attribution/conversions");
                await Expect(page.GetByText("Dziennik pikseli pokazuje wszystkie postbacki; z nich biorą się konwersje."))
                    .ToBeVisibleAsync();
                await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Dziennik pikseli", Exact = true }))
                    .ToHaveAttributeAsync("href", "/console/attribution/pixel-log");

                // A translation that asks for a value too many is not taken, and the page stands.
                await page.OpenAsync("/console");
                await Expect(page.GetByText("Since midnight in")).ToBeVisibleAsync();

                // Polish has a form for one, one for a few and one for many.
                foreach (var (typed, said) in new[] { ("gold", "1 wynik"), ("iron", "3 wyniki"), ("wood", "5 wyników") })
                {
                    await page.Keyboard.PressAsync("Control+k");
                    await page.GetByRole(AriaRole.Combobox, new() { Name = "Szukaj wszędzie" }).FillAsync(typed);
                    await Expect(page.OpenDialog().GetByRole(AriaRole.Status)).ToHaveTextAsync(said);
                    await page.Keyboard.PressAsync("Escape");
                }
            }
        );
}
