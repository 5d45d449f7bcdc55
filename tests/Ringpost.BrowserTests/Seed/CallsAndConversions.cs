using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;

namespace Ringpost.BrowserTests.Seed;

/// <summary>A conversion as its row reads.</summary>
internal sealed record ConversionRow(
    string Event,
    string Affiliate,
    string TransactionId,
    string Received,
    string Paid,
    string Disposition
);

/// <summary>Plays calls as a carrier and reads what they became.</summary>
internal sealed partial class CallsAndConversions(IPage page, RingpostServer server)
{
    private const string Token = "the carrier's token";

    private static int _caller;

    private string _voice = "",
        _status = "";

    public async Task AddCarrierAsync(string name)
    {
        await page.MenuAsync("Settings", "Carriers");
        await page.ClickButtonAsync("Add Carrier");
        await page.OpenDialog().EnterAsync("Name", name);
        await page.OpenDialog().ChooseAsync("Kind", "Simulator");
        await page.OpenDialog().EnterAsync("Auth token", Token);
        await page.OpenDialog().ClickButtonAsync("Add");
        await page.HeadingAsync(name);
        _voice = await page.GetByText(VoiceUrl()).InnerTextAsync();
        _status = await page.GetByText(StatusUrl()).InnerTextAsync();
    }

    /// <summary>A call from a caller who has not called before; <paramref name="script"/> as <c>ringpost simulate --script</c> takes it.</summary>
    public Task CallAsync(string number, string script = "answer:90") =>
        server.CommandAsync(
            "simulate",
            "--voice-url",
            _voice,
            "--status-url",
            _status,
            "--token",
            Token,
            "--to",
            number,
            "--from",
            string.Create(CultureInfo.InvariantCulture, $"+1415555{1000 + Interlocked.Increment(ref _caller)}"),
            "--script",
            script
        );

    /// <summary>Waits until the offer has this many conversions, at most as long as a first attempt and its second take.</summary>
    public async Task<IReadOnlyList<ConversionRow>> ConversionsAsync(string offerId, int count)
    {
        for (var attempt = 0; attempt < 60; attempt++)
        {
            await page.OpenAsync($"/console/attribution/conversions?offerId={offerId}");
            // The title is drawn before the list, and the list first with rows that only hold its place.
            await page.Locator(".rp-table-frame[aria-busy=false]").WaitForAsync();
            var rows = await page.GetByRole(AriaRole.Table).Locator("tbody tr").AllAsync();
            if (rows.Count == count)
                return [.. await Task.WhenAll(rows.Select(ReadAsync))];
            Assert.True(rows.Count < count, $"{rows.Count} conversions where {count} were expected");
            await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System);
        }

        await page.OpenAsync("/console/attribution/pixel-log");
        throw new TimeoutException($"The offer does not have {count} conversions.\n{await page.InnerTextAsync("main")}\n{server.Output}");
    }

    private static async Task<ConversionRow> ReadAsync(ILocator row)
    {
        Task<string> Cell(string column) => row.Locator($"td[data-label='{column}']").InnerTextAsync();
        return new ConversionRow(
            await Cell("Event"),
            await Cell("Affiliate"),
            await Cell("Transaction ID"),
            await Cell("Received"),
            await Cell("Paid"),
            await Cell("Disposition")
        );
    }

    [GeneratedRegex("/telephony/twilio/[^/]+/voice$")]
    private static partial Regex VoiceUrl();

    [GeneratedRegex("/telephony/twilio/[^/]+/status$")]
    private static partial Regex StatusUrl();
}
