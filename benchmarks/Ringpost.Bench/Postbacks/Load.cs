using System.Diagnostics;
using System.Globalization;

namespace Ringpost.Bench.Postbacks;

/// <summary>What a run of load saw.</summary>
internal sealed record LoadResult(double PerSecond, string P50, string P99, long Failed)
{
    public double P99Milliseconds =>
        P99.EndsWith("us", StringComparison.Ordinal) ? Number(P99[..^2]) / 1000
        : P99.EndsWith("ms", StringComparison.Ordinal) ? Number(P99[..^2])
        : Number(P99[..^1]) * 1000;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>How the transaction ids follow each other.</summary>
internal enum Keys
{
    Random,

    /// <summary>UUIDv7 as our call ids are: 48 bits of time in hexadecimal, then random.</summary>
    Ordered,
}

/// <summary>
/// GETs with wrk over kept connections, by one thread: offer and affiliate drawn anew for each, every hundredth request repeats an earlier
/// transaction id with another price.
/// </summary>
internal static class Load
{
    private const string Script = """
        local clock = 0
        local past, place = {}, 0
        function init(args) math.randomseed(tonumber(args[1])); clock = tonumber(args[1]) * 1000 end
        local random, format = math.random, string.format
        local function fresh()
          if not ORDERED then return format('%08x%08x%08x', random(0, 2147483647), random(0, 2147483647), random(0, 2147483647)) end
          clock = clock + 0.05
          local ms = math.floor(clock)
          return format('%04x%08x7%03x%08x%08x', math.floor(ms / 4294967296), ms % 4294967296, random(0, 4095), random(0, 2147483647), random(0, 2147483647))
        end
        local head = 'GET ' .. PATH
        local tail = ' HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'
        local n = 0
        function request()
          n = n + 1
          if n % 100 == 0 and past[1] then
            return head .. '&p=26' .. past[random(1, #past)] .. tail
          end
          local rest = format(REST, OFFER + random(0, OFFERS - 1), AFFILIATE + random(0, AFFILIATES - 1), fresh())
          if n % 50 == 0 then place = place % 1000 + 1; past[place] = rest end
          return head .. '&p=25.5' .. rest .. tail
        end
        """;

    public static async Task<LoadResult> RunAsync(
        Uri host,
        PostbackTarget target,
        Keys keys,
        int connections,
        int seconds,
        double perSecond = 0
    )
    {
        var script = Path.GetTempFileName();
        var constants = string.Create(
            CultureInfo.InvariantCulture,
            $"local PATH = '{target.Path}'\nlocal ORDERED = {(keys == Keys.Ordered ? "true" : "false")}\nlocal OFFER, OFFERS, AFFILIATE, AFFILIATES = {target.FirstOffer}, {target.Offers}, {target.FirstAffiliate}, {target.Affiliates}\n"
                + $"local REST = '&{target.Offer}=%d&{target.Affiliate}=%d&{target.Key}=%s'\n"
        );
        await File.WriteAllTextAsync(script, constants + Script + (perSecond > 0 ? Pace(perSecond / connections) : ""));
        var seed = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(
            new ProcessStartInfo(
                "wrk",
                ["-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "-s", script, host.ToString(), "--", seed]
            )
            {
                RedirectStandardOutput = true,
            }
        )!;
        var output = await process.StandardOutput.ReadToEndAsync();
        File.Delete(script);
        string After(string word) =>
            output
                .Split('\n')
                .Select(l => l.Trim())
                .FirstOrDefault(l => l.StartsWith(word, StringComparison.Ordinal))
                ?[word.Length..].Trim()
            ?? "";
        var failed = After("Non-2xx or 3xx responses:");
        return new LoadResult(
            double.Parse(After("Requests/sec:"), CultureInfo.InvariantCulture),
            After("50%"),
            After("99%"),
            failed.Length == 0 ? 0 : long.Parse(failed, CultureInfo.InvariantCulture)
        );
    }

    /// <summary>Each connection waits between its requests, by chance between nothing and twice the mean.</summary>
    private static string Pace(double perSecond) =>
        string.Create(CultureInfo.InvariantCulture, $"\nfunction delay() return random(0, {2000 / perSecond:0}) end\n");
}
