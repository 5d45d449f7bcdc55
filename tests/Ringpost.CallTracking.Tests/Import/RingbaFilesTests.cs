using Dapper;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Import;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Import;

public sealed class RingbaFilesTests
{
    /// <summary>As Ringba's page writes it: a byte order mark, every field quoted, titles beside tags, a dash for what is missing.</summary>
    private const string Details =
        "\uFEFF\"Call Date\",\"Inbound Call ID\",\"Campaign\",\"Publisher\",\"Caller ID\",\"tag:DialedNumber:Number\",\"Target\",\"Buyer\",\"Connected\",\"Converted\",\"Paid Out\",\"Blocked\",\"Call Length\",\"Connected Call Length\",\"Revenue\",\"Payout\",\"tag:User:zip\"\r\n"
        + "\"11/01/2026 01:30:00 AM\",\"RGBa\",\"Roofing\",\"North Leads\",\"+16615550101\",\"+18005550101\",\"Roof line\",\"Roof Co\",\"True\",\"True\",\"True\",\"False\",\"00:01:40\",\"00:01:15\",\"$1,025.50\",\"12.5\",\"90210\"\r\n"
        + "\"11/02/2026 08:18:22 PM\",\"RGBb\",\"Roofing\",\"-no value-\",\"Anonymous\",\"+18005550102\",\"-no value-\",\"-no value-\",\"False\",\"False\",\"False\",\"True\",\"00:00:00\",\"-no value-\",\"0\",\"0\",\"\"\"quoted\"\", and a comma\"\r\n"
        + "\"yesterday\",\"RGBc\",\"Roofing\",\"North Leads\",\"+16615550101\",\"+18005550101\",\"\",\"\",\"False\",\"False\",\"False\",\"False\",\"00:00:01\",\"\",\"0\",\"0\",\"\"\r\n"
        + "\"11/02/2026 08:18:22 PM\",\"RGBd\",\"Somewhere else\",\"North Leads\",\"+16615550101\",\"+18005550101\",\"\",\"\",\"False\",\"False\",\"False\",\"False\",\"00:00:01\",\"\",\"0\",\"0\",\"\"\r\n";

    [Theory, EachDatabase]
    public async Task Call_details_are_read_in_the_zone_that_was_chosen(Dialect dialect)
    {
        await using var world = await RingbaWorld.OpenAsync(dialect);
        await world.ImportAsync();
        var before = await world.DumpAsync();
        var dry = await world.FilesAsync(true, "America/New_York", ("calls.csv", Details));
        Assert.Equal(before, await world.DumpAsync());
        var report = await world.FilesAsync(false, "America/New_York", ("calls.csv", Details));
        Assert.Equal(dry.Items, report.Items);
        Assert.Equal("4 read, 2 added, 0 same, 0 different, 0 updated, 2 left out", RingbaWorld.Counts(report, RingbaKind.Call));
        Assert.Equal(
            ["RGBc NotReadable", "RGBd ReferenceMissing"],
            report.Items.Where(i => i.Kind == RingbaKind.Call).Select(i => $"{i.Id} {i.Reason}")
        );

        var calls = (await world.Setup.The<ListCalls>().RunAsync(CallSetup.Admin, new() { State = "history" }, new PageRequest()))
            .Value
            .Items;
        // Of the hour that came twice in that night the first one.
        Assert.Equal(
            ["2026-11-03T01:18:22Z", "2026-11-01T05:30:00Z"],
            calls.Select(c => $"{c.At.ToDateTimeOffset():yyyy-MM-dd'T'HH:mm:ss'Z'}")
        );
        var talked = calls[1];
        Assert.Equal(
            ("+16615550101", "+18005550101", "TA1", "BU1", "AF1"),
            (talked.From, talked.Number, talked.TargetId?.Value, talked.BuyerId?.Value, talked.PublisherId?.Value)
        );
        Assert.Equal(
            (true, true, true, 100L, 75L, 1_025_500_000L, 12_500_000L),
            (talked.Connected, talked.Converted, talked.Paid, talked.CallSeconds, talked.ConnectedSeconds, talked.Revenue, talked.Payout)
        );
        Assert.True(calls[0].Blocked);
        Assert.Equal(
            "",
            await world.Database.ReadAsync(c => c.ExecuteScalarAsync<string>("SELECT caller FROM calls WHERE carrier_call_id = 'RGBb'"))
        );

        var once = await world.DumpAsync();
        await world.FilesAsync(false, "America/New_York", ("again.csv", Details));
        Assert.Equal(once, await world.DumpAsync());
    }

    [Theory, EachDatabase]
    public async Task Lists_of_blocked_numbers_come_with_and_without_titles(Dialect dialect)
    {
        await using var world = await RingbaWorld.OpenAsync(dialect);
        await world.ImportAsync();
        (string, string)[] files =
        [
            (
                "blocked.csv",
                "\"Phone Number\",\"Campaign\",\"Expiration\"\r\n\"+16615550177\",\"Roofing\",\"2027-01-01T00:00:00Z\"\r\n\"no number\",\"\",\"\"\r\n"
            ),
            ("plain.csv", "+16615550178\r\n+1712*\r\n"),
        ];
        var report = await world.FilesAsync(false, null, files);
        Assert.Equal("4 read, 3 added, 0 same, 0 different, 0 updated, 1 left out", RingbaWorld.Counts(report, RingbaKind.BlockedNumber));
        var picture = await world.Setup.SnapshotAsync();
        Assert.NotNull(picture.Blocks.Find("+16615550177", new("CA1"), world.Database.Now));
        Assert.Null(picture.Blocks.Find("+16615550177", new("CA2"), world.Database.Now));
        Assert.NotNull(picture.Blocks.Find("+17125550100", new("CA2"), world.Database.Now));
        var once = await world.DumpAsync();
        await world.FilesAsync(false, null, files);
        Assert.Equal(once, await world.DumpAsync());
    }

    [Theory, EachDatabase]
    public async Task A_file_that_lacks_a_column_or_is_something_else_is_told(Dialect dialect)
    {
        await using var world = await RingbaWorld.OpenAsync(dialect);
        var report = await world.FilesAsync(
            true,
            null,
            ("summary.csv", "\"Campaign\",\"Incoming\"\r\n\"Roofing\",\"3\"\r\n"),
            ("short.csv", "\"Call Date\",\"Campaign\"\r\n\"11/02/2026 08:18:22 PM\",\"Roofing\"\r\n"),
            ("empty.csv", "")
        );
        Assert.Equal(["summary.csv", "short.csv", "empty.csv"], report.Items.Select(i => i.Id));
        Assert.All(report.Items, i => Assert.Equal((RingbaOutcome.LeaveOut, RingbaReason.NotReadable), (i.Outcome, i.Reason)));
        Assert.Contains("Inbound Call ID, Caller ID", report.Items[1].Message?.ToString(), StringComparison.Ordinal);

        var operation = world.Setup.The<ImportRingbaFiles>();
        Assert.IsType<Forbidden>((await operation.RunAsync(CallSetup.Reader, new([]))).Refusal);
        Assert.Equal(
            ["files", "timeZone"],
            Assert.IsType<Invalid>((await operation.RunAsync(CallSetup.Admin, new([], "Mars"))).Refusal).Errors.Keys.Order()
        );
    }
}
