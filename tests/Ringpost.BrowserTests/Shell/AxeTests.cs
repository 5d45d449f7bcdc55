using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.BrowserTests.Shell;

/// <summary>One page of each kind; <c>./pictures</c> shows axe all of them.</summary>
public sealed class AxeTests(ConsoleFixture console)
{
    [Fact]
    public async Task Axe_finds_nothing_on_a_page_of_each_kind()
    {
        var axe = await NpmPackages.ReadAxeAsync();
        Assert.SkipWhen(axe is null, "node and npm are needed: apt-get install nodejs npm");
        await console.VisitAsync(async page =>
        {
            foreach (
                var path in (string[])
                    [
                        "/console",
                        "/console/live",
                        "/console/calls",
                        "/console/report",
                        "/console/settings/users",
                        "/console/attribution/advertisers?new=1",
                    ]
            )
            {
                await page.OpenWholeAsync(path);
                var found = await PageEye.FindAsync(page, axe!);
                Assert.True(found.Length == 0, $"{path}: {string.Join('\n', found)}");
            }

            await Assertions.Expect(page.OpenDialog()).ToBeVisibleAsync();
        });
    }
}
