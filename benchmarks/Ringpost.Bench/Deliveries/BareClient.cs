using System.Diagnostics;
using System.Globalization;

namespace Ringpost.Bench.Deliveries;

/// <summary>The floor: an <see cref="HttpClient"/> that sends the same requests and stores nothing, in a process of its own.</summary>
internal static class BareClient
{
    public static async Task<int> RunAsync(string port, string hosts, string inFlight, string seconds)
    {
        var (to, among, limit) = (Number(port), Number(hosts), TimeSpan.FromSeconds(Number(seconds)));
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false });
        var sent = 0L;
        var began = Stopwatch.GetTimestamp();

        async Task SendAsync(int first)
        {
            for (var n = first; Stopwatch.GetElapsedTime(began) < limit; n++)
            {
                // Negative: the sink takes no note of it.
                using var answer = await client.GetAsync(new Uri(DeliveryHost.PixelUrl(-1 - n, among, to)));
                _ = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
                Interlocked.Increment(ref sent);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Number(inFlight)).Select(n => Task.Run(() => SendAsync(n * 1000))));
        var perSecond = sent / Stopwatch.GetElapsedTime(began).TotalSeconds;
        System.Console.WriteLine(perSecond.ToString("0", CultureInfo.InvariantCulture));
        return 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
