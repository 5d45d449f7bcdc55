using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Ringpost.Scenarios.Hosting;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Agreement;

/// <summary>Another tracker's export, sent up and held against our own side of the days it is of.</summary>
public sealed class ForeignBookScenarios
{
    [Theory, EachDatabase]
    public async Task A_foreign_file_of_conversions_is_held_against_our_calls(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var books = new SeededBooks(server, await server.CreateSeedExampleAsync());
        var noon = new DateTimeOffset(RunningServer.Time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero).AddDays(-3).AddHours(12);
        var ids = await books.CallsAsync([.. Enumerable.Range(0, 6).Select(i => noon.AddMinutes(i))]);
        // As CAKE's report has it, in New York's time: the first never arrived, the second paid too little, the third stands twice.
        var file = new StringBuilder(
            "Conversion ID,Transaction ID,Conversion Date,Offer ID,Affiliate ID,Price Paid,Price Received,Disposition\n"
        );
        void Line(int i, string paid) =>
            file.Append(
                CultureInfo.InvariantCulture,
                $"{1000 + file.Length},{ids[i]},{NewYork(noon.AddMinutes(i + 2)):MM/dd/yyyy HH:mm:ss},12,34,${paid},$25.00,Approved\n"
            );
        Line(1, "14.00");
        Line(2, "15.00");
        Line(2, "15.00");
        for (var i = 3; i < ids.Count; i++)
            Line(i, "15.00");

        var day = $"{noon:yyyy-MM-dd}";
        var report = await SendAsync(
            server,
            $"book=conversions&from={day}&to={day}&fileZone=America/New_York",
            "conversions.csv",
            $"{file}"
        );
        Assert.Equal((6, 6), ((int)report["calls"]!, (int)report["conversions"]!));
        Assert.Equal(
            new[] { $"anotherAmount {ids[1]}", $"countedTwice {ids[2]}", $"neverArrived {ids[0]}" },
            report["differences"]!.AsArray().Select(d => $"{d!["verdict"]} {d["callId"]}").Order(StringComparer.Ordinal)
        );
        Assert.Contains("1 never arrived", (string)report["headline"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_foreign_file_of_calls_is_held_against_our_conversions_and_what_is_wrong_with_a_file_is_told()
    {
        await using var server = await RunningServer.StartAsync(Dialect.Sqlite);
        var books = new SeededBooks(server, await server.CreateSeedExampleAsync());
        var noon = new DateTimeOffset(RunningServer.Time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero).AddDays(-3).AddHours(12);
        var file = new StringBuilder("Call Date,Inbound Call ID,Caller ID,Payout,Revenue,Paid Out,Converted,Connected\n");
        for (var i = 0; i < 5; i++)
        {
            file.Append(
                CultureInfo.InvariantCulture,
                $"{noon.AddMinutes(i):MM/dd/yyyy hh:mm:ss tt},RGB{i},+1415555{1000 + i},15.00,25.00,Yes,Yes,Yes\n"
            );
            if (i != 4)
                await books.PostAsync($"RGB{i}", noon.AddMinutes(i + 2), paid: i == 3 ? "12.00" : "15.00");
        }

        var day = $"{noon:yyyy-MM-dd}";
        var report = await SendAsync(server, $"book=calls&from={day}&to={day}&fileZone=UTC", "call-details.csv", $"{file}");
        Assert.Equal(
            new[] { "anotherAmount RGB3", "neverArrived RGB4" },
            report["differences"]!.AsArray().Select(d => $"{d!["verdict"]} {d["callId"]}").Order(StringComparer.Ordinal)
        );

        foreach (
            var (query, name, text, expected) in new[]
            {
                ("book=calls", "calls.csv", "one,two\n1,2\n", "not-comparable"),
                ("book=nothing", "calls.csv", $"{file}", "validation"),
                ("book=calls&fileZone=Nowhere", "calls.csv", $"{file}", "validation"),
                ("book=calls&from=2026-01-01&to=2026-03-01", "calls.csv", $"{file}", "validation"),
            }
        )
        {
            using var answer = await PostAsync(server, query, name, text, "admin");
            Assert.False(answer.IsSuccessStatusCode);
            Assert.Equal((query, expected), (query, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["type"]));
        }

        foreach (
            var (role, rights, status) in new (string, string[], HttpStatusCode)[]
            {
                ("readonly", ["seeRevenue"], HttpStatusCode.OK),
                ("readonly", [], HttpStatusCode.Forbidden),
                ("publisher", [], HttpStatusCode.Forbidden),
                ("buyer", [], HttpStatusCode.Forbidden),
            }
        )
        {
            using var answer = await PostAsync(
                server,
                $"book=calls&from={day}&to={day}&fileZone=UTC",
                "call-details.csv",
                $"{file}",
                role,
                rights
            );
            Assert.Equal((role, status), (role, answer.StatusCode));
            // Who may not see full numbers sees none of the file's either.
            if (status == HttpStatusCode.OK)
                Assert.DoesNotContain("+14155551003", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private static async Task<JsonNode> SendAsync(RunningServer server, string query, string name, string text)
    {
        using var answer = await PostAsync(server, query, name, text, "admin");
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonNode.Parse(body)!;
    }

    private static async Task<HttpResponseMessage> PostAsync(
        RunningServer server,
        string query,
        string name,
        string text,
        string role,
        params string[] rights
    )
    {
        using var form = new MultipartFormDataContent { { new StringContent(text), "files", name } };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/agreement/compare?{query}") { Content = form };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            await server.KeyAsync(role, role is "publisher" or "buyer" ? "XX1" : null, rights)
        );
        return await server.Http.SendAsync(request);
    }

    private static DateTimeOffset NewYork(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById("America/New_York"));
}
