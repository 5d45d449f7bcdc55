using System.CommandLine;
using System.Text;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Compare;

namespace Ringpost.Server.Commands;

/// <summary>
/// <c>ringpost compare CALLS CONVERSIONS</c>: holds two trackers' files against each other. Needs no database, no set-up and no server. Ends
/// with 0 where they agree, 1 where they differ, 2 where they can't be compared.
/// </summary>
internal static class CompareCommand
{
    /// <summary>The input or the flags are wrong.</summary>
    public const int Wrong = 2;

    public const string Name = "compare";

    public static Command Create()
    {
        var calls = new Argument<string>("CALLS") { Description = "Calls: Ringba's call details as CSV, or ours." };
        var conversions = new Argument<string>("CONVERSIONS")
        {
            Description = "Conversions: CAKE's report as CSV, the answer of EventConversions as XML, or ours.",
        };
        var callsZone = Text("--calls-zone", "ZONE", "The zone of the calls' times, as America/New_York.");
        var conversionsZone = Text("--conversions-zone", "ZONE", "The zone of the conversions' times.");
        var daysIn = Text("--days-in", "ZONE", "Count the days of both in this zone; each in its own where absent.");
        var order = Text("--date-order", "ORDER", "mdy or dmy, for both files.");
        var callsOrder = Text("--calls-date-order", "ORDER", "mdy or dmy, for the calls.");
        var conversionsOrder = Text("--conversions-date-order", "ORDER", "mdy or dmy, for the conversions.");
        var column = new Option<string[]>("--column")
        {
            Description =
                "Which column holds what, as calls.payout=Publisher Payout; without a title that column is not read. May be repeated.",
            HelpName = "WHAT=TITLE",
        };
        var callsCurrency = Text("--calls-currency", "CODE", "Of amounts of the calls that name none, as USD.");
        var conversionsCurrency = Text("--conversions-currency", "CODE", "Of amounts of the conversions that name none.");
        var expect = Text("--expect", "CALLS", "Which calls should have a conversion: paid, converted, connected or all.");
        var window = new Option<int>("--window")
        {
            Description = "How many minutes a conversion without a call id may stand from its caller's call.",
            HelpName = "MINUTES",
            DefaultValueFactory = _ => 30,
        };
        var allEvents = new Option<bool>("--all-events") { Description = "Compare events too that carry no amounts." };
        var skip = new Option<bool>("--skip") { Description = "Leave out rows that can't be read." };
        var full = new Option<bool>("--full-numbers") { Description = "Show callers' numbers in full." };
        var rows = new Option<int>("--rows")
        {
            Description = "So many rows of each table on the terminal.",
            HelpName = "N",
            DefaultValueFactory = _ => 20,
        };
        var csv = Text("--csv", "FILE", "Write every difference as CSV; - is standard output.");
        var json = Text("--json", "FILE", "Write the whole report as JSON; - is standard output.");
        var html = Text("--html", "FILE", "Write the report as one page with a chart.");
        var command = new Command(Name, "Compares a file of calls with a file of conversions (docs/compare.md).")
        {
            calls,
            conversions,
            callsZone,
            conversionsZone,
            daysIn,
            order,
            callsOrder,
            conversionsOrder,
            column,
            callsCurrency,
            conversionsCurrency,
            expect,
            window,
            allEvents,
            skip,
            full,
            rows,
            csv,
            json,
            html,
        };
        command.SetAction(
            (parsed, cancellation) =>
                GuardAsync(async () =>
                {
                    var request = new CompareRequest(Source(parsed.GetValue(calls)!), Source(parsed.GetValue(conversions)!))
                    {
                        Columns = Columns(parsed.GetValue(column) ?? []),
                        CallsZone = Zone(parsed, callsZone),
                        ConversionsZone = Zone(parsed, conversionsZone),
                        DaysIn = Zone(parsed, daysIn),
                        CallsDayFirst = DayFirst(parsed, callsOrder) ?? DayFirst(parsed, order),
                        ConversionsDayFirst = DayFirst(parsed, conversionsOrder) ?? DayFirst(parsed, order),
                        CallsCurrency = CurrencyOf(parsed, callsCurrency),
                        ConversionsCurrency = CurrencyOf(parsed, conversionsCurrency),
                        Expected = Expected(parsed, expect),
                        Window = TimeSpan.FromMinutes(Math.Clamp(parsed.GetValue(window), 0, 7 * 24 * 60)),
                        AllEvents = parsed.GetValue(allEvents),
                        Skip = parsed.GetValue(skip),
                    };
                    var result = await CompareFiles.RunAsync(request, Tell, cancellation);
                    if (!result.IsOk)
                        throw new FormatException(result.Refusal.Message);
                    var output = new CompareOutput(parsed.GetValue(full));
                    Write(
                        result.Value,
                        output,
                        Math.Clamp(parsed.GetValue(rows), 0, 100_000),
                        (parsed.GetValue(csv), parsed.GetValue(json), parsed.GetValue(html))
                    );
                    return result.Value.Agree ? 0 : 1;
                })
        );
        return command;
    }

    private static void Write(CompareReport report, CompareOutput output, int rows, (string? Csv, string? Json, string? Html) files)
    {
        if (files.Csv is { } csv)
            ToFile(csv, stream => WithText(stream, true, text => CompareCsv.Write(report, text, output)));
        if (files.Json is { } json)
            ToFile(json, stream => CompareJson.Write(report, stream, output));
        if (files.Html is { } html)
            ToFile(html, stream => WithText(stream, false, text => CompareHtml.Write(report, text, output)));
        // What is asked for on standard output stands there alone.
        if (files is { Csv: not "-", Json: not "-", Html: not "-" })
            CompareText.Write(report, System.Console.Out, output, rows);
        else
            System.Console.Error.WriteLine(report.Headline);
    }

    private static void ToFile(string path, Action<Stream> write)
    {
        using var stream = path == "-" ? System.Console.OpenStandardOutput() : File.Create(path);
        write(stream);
    }

    private static void WithText(Stream stream, bool mark, Action<TextWriter> write)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(mark), leaveOpen: true);
        write(text);
    }

    /// <summary>A million lines take seconds; silence would look like a stop.</summary>
    private static void Tell(string file, long lines)
    {
        if (lines % 500_000 == 0)
            System.Console.Error.WriteLine($"{file}: {lines} lines");
    }

    private static async Task<int> GuardAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (OperationCanceledException)
        {
            await System.Console.Error.WriteLineAsync("Stopped.");
            return 130;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            await System.Console.Error.WriteLineAsync($"ringpost: {e.Message}");
            return Wrong;
        }
    }

    private static CompareSource Source(string path)
    {
        if (Directory.Exists(path))
            throw new FormatException($"{path} is a folder; name a file.");
        return File.Exists(path)
            ? new CompareSource(Path.GetFileName(path), () => File.OpenRead(path))
            : throw new FormatException($"There is no file {path}.");
    }

    private static Dictionary<string, string> Columns(string[] given)
    {
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in given)
        {
            if (one.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var at))
                throw new FormatException($"--column “{one}” is not as calls.payout=Publisher Payout.");
            columns[one[..at].Trim().ToLowerInvariant()] = one[(at + 1)..].Trim();
        }

        return columns;
    }

    private static TimeZoneInfo? Zone(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is not { } text ? null
        : TimeZones.TryFind(text, out var zone) ? zone
        : throw new FormatException($"{option.Name}: “{text}” is no time zone. One is as America/New_York or Eastern Standard Time.");

    private static bool? DayFirst(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option)?.ToLowerInvariant() switch
        {
            null => null,
            "mdy" => false,
            "dmy" => true,
            var text => throw new FormatException($"{option.Name}: “{text}” is neither mdy nor dmy."),
        };

    private static Currency? CurrencyOf(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is not { } text ? null
        : Currency.TryParse(text, out var currency) ? currency
        : throw new FormatException($"{option.Name}: “{text}” is no currency. One is as USD.");

    private static ExpectedCalls? Expected(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option)?.ToLowerInvariant() switch
        {
            null => null,
            "paid" => ExpectedCalls.Paid,
            "converted" => ExpectedCalls.Converted,
            "connected" => ExpectedCalls.Connected,
            "all" => ExpectedCalls.All,
            var text => throw new FormatException($"{option.Name}: “{text}” is none of paid, converted, connected, all."),
        };

    private static Option<string?> Text(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };
}
