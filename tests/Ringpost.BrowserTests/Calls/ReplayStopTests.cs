using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Ringpost.Storage.Writing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>A replay of very many deliveries that somebody stops: what was queued stays queued, the rest as it was. By the keyboard alone.</summary>
public sealed partial class ReplayStopTests(ConsoleFixture console)
{
    // So many slices that it runs for far longer than a key takes to be heard.
    private const int Many = 60_000;

    [Fact]
    public Task Stop_ends_a_replay_of_many_and_says_how_far_it_got() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await RejectedAsync(server);
                await page.OpenWholeAsync("/console/deliveries?state=Rejected");
                await page.GetByRole(AriaRole.Button, new() { Name = "Replay all of this list" }).FocusAsync();
                await page.Keyboard.PressAsync("Enter");
                var dialog = page.OpenDialog();
                await dialog.GetByRole(AriaRole.Button, new() { Name = "Replay 60,000 deliveries" }).FocusAsync();
                await page.Keyboard.PressAsync("Enter");
                await dialog.GetByRole(AriaRole.Button, new() { Name = "Stop" }).FocusAsync();
                // Escape is no Stop: while it runs the dialog stays, however often.
                for (var i = 0; i < 3; i++)
                    await page.Keyboard.PressAsync("Escape");
                await page.Keyboard.PressAsync("Enter");

                var said = dialog.GetByText("queued; stopped, the rest stays as it was.");
                await Expect(said).ToBeVisibleAsync();
                var queued = int.Parse(
                    Number().Match(await said.InnerTextAsync()).Value,
                    NumberStyles.AllowThousands,
                    CultureInfo.InvariantCulture
                );
                Assert.InRange(queued, 200, Many - 200);
                Assert.Equal(queued, await ReplayedAsync(server));
                // Whoever pressed Stop stands in the dialog still, not in front of the page.
                Assert.True(await page.EvaluateAsync<bool>("!!document.activeElement.closest('dialog')"));
                await PageCheck.HoldsAsync(page);
                await page.Keyboard.PressAsync("Escape");
                await Expect(dialog).ToHaveCountAsync(0);
                Assert.Equal(queued, await ReplayedAsync(server));
            }
        );

    private static Task<int> ReplayedAsync(PreparedServer server) =>
        server.Database.ReadAsync(c => c.ExecuteScalarAsync<int>("SELECT count(*) FROM deliveries WHERE replay > 0"));

    /// <summary>Deliveries that nobody takes, to a port at which nobody listens.</summary>
    private static Task RejectedAsync(PreparedServer server) =>
        server.Database.WriteAsync(
            WriteKeys.None,
            unit =>
                unit.Connection.ExecuteAsync(
                    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @Many) "
                        + "INSERT INTO deliveries (id, source, source_id, rule_id, event, transaction_id, idempotency_key, replay, method, url, host, headers, "
                        + "success_rule, state, note, attempts, created_at, finished_at) "
                        + "SELECT @prefix || printf('7%019x', i), 'call', 'gone', 'EV0', 'payout', '', 'many-' || i, 0, 'GET', "
                        + "'http://127.0.0.1:9/pixel', '127.0.0.1:9', '{}', 'Status', 'rejected', 'Nobody took it.', 1, @now, @now FROM n",
                    new
                    {
                        Many,
                        prefix = unit.Now.UnixMilliseconds.ToString("x12", CultureInfo.InvariantCulture),
                        now = unit.Now.UnixMilliseconds,
                    }
                )
        );

    [GeneratedRegex(@"^[\d,]+")]
    private static partial Regex Number();
}
