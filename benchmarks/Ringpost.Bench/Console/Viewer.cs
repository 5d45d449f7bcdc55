using Microsoft.Playwright;

namespace Ringpost.Bench.Console;

/// <summary>A person at a browser. No page is prerendered: what is drawn came through the circuit, and answers.</summary>
internal sealed class Viewer(IBrowser browser, string signedIn)
{
    private const string Drawn = """
        () => document.querySelector('h1') && !document.querySelector('[aria-busy=true]') && location.pathname.startsWith('/console') ? performance.now() : null
        """;

    private const string Click = """
        path => new Promise(done => {
          document.querySelector('h1').dataset.left = '';
          const began = performance.now();
          if (path.includes('?')) Blazor.navigateTo(path);
          else document.querySelector(`#menu a[href="${path}"]`).click();
          const look = () => document.querySelector('h1:not([data-left])') && !document.querySelector('[aria-busy=true]')
            ? done(performance.now() - began)
            : requestAnimationFrame(look);
          look();
        })
        """;

    private readonly List<IBrowserContext> _contexts = [];

    public static async Task<string> SignInAsync(IBrowser browser, Uri server, string name, string password)
    {
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(server, "/console").AbsoluteUri);
        await page.GetByLabel("E-mail or name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(password);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).WaitForAsync();
        return await context.StorageStateAsync();
    }

    /// <summary>A browser that has never been here: milliseconds until the page is drawn and answers, and the requests to other hosts.</summary>
    public async Task<(double Milliseconds, int Foreign)> ColdAsync(Uri server, string path)
    {
        await using var context = await browser.NewContextAsync(new() { StorageState = signedIn });
        var foreign = 0;
        context.Request += (_, request) =>
        {
            var url = new Uri(request.Url);
            if (url.Scheme is not ("data" or "blob") && url.Authority != server.Authority)
                Interlocked.Increment(ref foreign);
        };
        var page = await context.NewPageAsync();
        var milliseconds = await OpenAsync(page, server, path);
        // What comes late is weighed too.
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        return (milliseconds, foreign);
    }

    /// <summary>One that goes from page to page within a circuit: milliseconds from the click until the page is drawn. With a query: an address.</summary>
    public async Task<IReadOnlyList<double>> WalkAsync(Uri server, IReadOnlyList<string> paths)
    {
        await using var context = await browser.NewContextAsync(new() { StorageState = signedIn });
        var page = await context.NewPageAsync();
        await OpenAsync(page, server, "/console");
        var times = new List<double>();
        foreach (var path in paths)
            times.Add(await page.EvaluateAsync<double>(Click, path));
        return times;
    }

    /// <summary>Stays on a page with as many tabs, until <see cref="LeaveAsync"/>.</summary>
    public async Task StayAsync(Uri server, string path, int tabs)
    {
        var context = await browser.NewContextAsync(new() { StorageState = signedIn });
        _contexts.Add(context);
        for (var tab = 0; tab < tabs; tab++)
            await OpenAsync(await context.NewPageAsync(), server, path);
    }

    public async Task LeaveAsync()
    {
        foreach (var context in _contexts)
            await context.DisposeAsync();
        _contexts.Clear();
    }

    private static async Task<double> OpenAsync(IPage page, Uri server, string path)
    {
        page.SetDefaultTimeout(120_000);
        await page.GotoAsync(new Uri(server, path).AbsoluteUri, new() { WaitUntil = WaitUntilState.Commit });
        var drawn = await page.WaitForFunctionAsync(Drawn);
        return await drawn.JsonValueAsync<double>();
    }
}
