using System.Collections.Concurrent;
using Microsoft.Playwright;
using Xunit;

namespace Ringpost.BrowserTests.Support;

/// <summary>One browser profile from opening to closing, watched: no request to another host, no error in the browser's console.</summary>
internal static class Visit
{
    public static async Task RunAsync(
        IBrowser browser,
        RingpostServer server,
        string? signedIn,
        int width,
        ColorScheme theme,
        Func<IPage, Task> visit,
        string? locale = null
    )
    {
        await using var context = await browser.NewContextAsync(
            new()
            {
                BaseURL = server.Url.AbsoluteUri,
                StorageState = signedIn,
                Locale = locale,
                ColorScheme = theme,
                ViewportSize = new() { Width = width, Height = width < 600 ? 844 : 860 },
            }
        );
        context.SetDefaultTimeout(60_000);
        var complaints = new ConcurrentQueue<string>();
        context.Request += (_, request) =>
        {
            var url = new Uri(request.Url);
            if (url.Scheme is not ("data" or "blob") && url.Authority != server.Url.Authority)
                complaints.Enqueue($"Request to another host: {url}");
        };
        context.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Enqueue($"Console: {message.Text}");
        };
        await context.AddInitScriptAsync(PageShift.Watch);
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => complaints.Enqueue($"Script: {error}");
        try
        {
            await visit(page);
        }
        catch (Exception failure) when (failure is PlaywrightException or TimeoutException)
        {
            throw new InvalidOperationException(
                $"{failure.Message}\nat {page.Url}\n{string.Join('\n', complaints)}\n{await page.InnerTextAsync("body")}\nServer:\n{server.Output}",
                failure
            );
        }

        Assert.Empty(complaints);
    }
}
