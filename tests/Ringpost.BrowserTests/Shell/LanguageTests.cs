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

    [Fact]
    public Task Who_is_not_signed_in_reads_the_language_of_their_browser() =>
        console.VisitFreshAsStrangerAsync(
            "pl-PL",
            async (page, server) =>
            {
                await page.GotoAsync("/console");
                await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "pl");
                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Zaloguj się" })).ToBeVisibleAsync();
                await Expect(page.GetByLabel("Hasło")).ToBeVisibleAsync();
                // What the file has nothing for.
                await Expect(page.GetByLabel("E-mail or name")).ToBeVisibleAsync();
                foreach (
                    var (languages, said) in new[]
                    {
                        ("de;q=0.9, pl-PL;q=0.8, en;q=0.5", "Nie ma takiej strony."),
                        ("en-GB, pl;q=0.8", "There is no such page."),
                        ("!?, *", "There is no such page."),
                    }
                )
                    Assert.Contains(said, await FaultAsync(server, languages), StringComparison.Ordinal);
            }
        );

    [Fact]
    public Task What_a_person_chose_holds_for_refusals_with_values_and_beside_the_console() =>
        console.VisitFreshAsync(
            async (page, _) =>
            {
                await page.OpenAsync("/console/my-settings");
                var way = page.Section("Numbers and dates");
                await way.ChooseAsync("As in", "Polish (Poland): 31.01.2026 14:30:05 and 1\u00a0238,50");
                await way.ClickButtonAsync("Save");
                await page.HeadingAsync("Moje ustawienia");
                await page.OpenAsync("/console/attribution/advertisers/987654");
                await Expect(page.GetByText("Reklamodawca 987654: brak.")).ToBeVisibleAsync();
                await page.GotoAsync("/password");
                await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "pl");
                await Expect(page.GetByText("Co najmniej 12 znaków.")).ToBeVisibleAsync();
            }
        );

    private static async Task<string> FaultAsync(RingpostServer server, string languages)
    {
        using var http = new HttpClient { BaseAddress = server.Url };
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", languages);
        using var answer = await http.GetAsync(new Uri("/no-such-page", UriKind.Relative));
        return await answer.Content.ReadAsStringAsync();
    }
}
