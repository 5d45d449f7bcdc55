using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(ConsoleFixture))]

namespace Ringpost.BrowserTests.Support;

/// <summary>One server, one browser, one administrator for all tests. Each visit is a browser profile of its own.</summary>
public sealed class ConsoleFixture : IAsyncLifetime
{
    public const string Administrator = "ada@example.com";

    public const string Password = "a long enough secret";

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;
    private string _signedIn = null!;
    private string? _records;
    private ServerProgram _program = null!;

    /// <summary>One for all tests that do not ask for records of their own: the program as a person starts it.</summary>
    public RingpostServer Server => _program;

    public async ValueTask InitializeAsync()
    {
        PseudoLanguage.Write();
        _program = await ServerProgram.StartAsync();
        (_playwright, _browser) = await Chromium.StartAsync();
        Assertions.SetDefaultExpectTimeout(30_000);
        _signedIn = await SetUpAsync(_browser, _program);
        _records = _program.CopyRecords();
    }

    /// <summary>Signed in as the administrator, at the width and in the theme given; fails where the page reached out or complained.</summary>
    public Task VisitAsync(Func<IPage, Task> visit, int width = 1280, ColorScheme theme = ColorScheme.Light) =>
        Visit.RunAsync(_browser, Server, _signedIn, width, theme, visit);

    /// <summary>As someone who has not signed in.</summary>
    public Task VisitAsStrangerAsync(Func<IPage, Task> visit) => Visit.RunAsync(_browser, Server, null, 1280, ColorScheme.Light, visit);

    /// <summary>A server of its own, just set up, where a test's records must stand alone.</summary>
    public async Task VisitFreshAsync(Func<IPage, PreparedServer, Task> visit)
    {
        // Its people, keys and sessions are those of the copied one, so the same profile is signed in.
        await using var server = await PreparedServer.StartAsync(_records!);
        await Visit.RunAsync(_browser, server, _signedIn, 1280, ColorScheme.Light, page => visit(page, server));
    }

    /// <summary>As someone who has not signed in and whose browser speaks another language.</summary>
    public async Task VisitFreshAsStrangerAsync(string locale, Func<IPage, PreparedServer, Task> visit)
    {
        await using var server = await PreparedServer.StartAsync(_records!);
        await Visit.RunAsync(_browser, server, null, 1280, ColorScheme.Light, page => visit(page, server), locale);
    }

    /// <summary>The program with a database of another kind, set up by hand.</summary>
    public async Task VisitProgramAsync(Func<IPage, RingpostServer, Task> visit, params string[] more)
    {
        await using var server = await ServerProgram.StartAsync(more);
        var state = await SetUpAsync(_browser, server);
        await Visit.RunAsync(_browser, server, state, 1280, ColorScheme.Light, page => visit(page, server));
    }

    /// <summary>Creates the administrator through the link that the first start printed; answers the signed-in browser's state.</summary>
    private static async Task<string> SetUpAsync(IBrowser browser, ServerProgram server)
    {
        await using var context = await browser.NewContextAsync();
        context.SetDefaultTimeout(60_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync((await server.SetupLinkAsync()).AbsoluteUri);
        await page.GetByLabel("E-mail or name").FillAsync(Administrator);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByLabel("Base currency").SelectOptionAsync("USD");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create administrator" }).ClickAsync();
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).WaitForAsync();
        return await context.StorageStateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _program.DisposeAsync();
        if (_records is not null)
            Directory.Delete(_records, true);
    }
}
