using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ringpost.Scenarios.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Xunit;

namespace Ringpost.Scenarios.Access;

/// <summary>What a reader's rights open and what stays shut without them, by every route of the API document.</summary>
public sealed partial class RightsScenarios
{
    private const string Money = "seeRevenue";

    /// <summary>Names of who pays, where they are called, what they pay (of a call; of an event; what was added later), and what is left of it.</summary>
    private static readonly string[] OfRevenue = ["Zyx", "2125550199", "7357", "8642.57", "7342.31", "111.11", "7468.42"];

    private static readonly string[] OfCaller = ["4155550171", "415-555-0171"];

    [Fact]
    public async Task No_route_tells_a_reader_of_revenue_buyers_or_callers_without_the_right_to_it()
    {
        await using var server = await RunningServer.StartAsync(Dialect.Sqlite);
        var world = await World.CreateAsync(server);

        var nothing = await world.WalkAsync(await server.KeyAsync("readOnly"));
        Assert.Empty(Told(nothing, OfRevenue));
        Assert.Empty(Told(nothing, OfCaller));

        // With each right alone there is that, and nothing of the other: the walk would have found it.
        var revenue = await world.WalkAsync(await server.KeyAsync("readOnly", null, Money));
        Assert.Empty(Told(revenue, OfCaller));
        var told = Told(revenue, OfRevenue).ToList();
        foreach (var marker in OfRevenue)
            Assert.Contains(told, t => t.EndsWith(" " + marker, StringComparison.Ordinal));
        string[] expected =
        [
            "/calls",
            "/calls.csv",
            "/calls/{id}",
            "/calls/{id}/trace",
            "/calls/{id}/adjustments",
            "/call-details",
            "/call-details.csv",
            "/call-report",
            "/call-report.csv",
            "/call-timeline",
            "/call-dashboard",
            "/call-caps",
            "/buyers",
            "/targets/{id}",
            "/call-campaigns/{campaignId}/routes",
            "/deliveries",
            "/deliveries.csv",
            "/deliveries/{id}",
            "/adjustment-requests",
            "/advertisers",
            "/advertisers/{id}/events",
            "/offers/{id}/events",
            "/conversions",
            "/conversions.csv",
            "/conversions/{id}",
            "/conversion-report",
            "/conversion-report.csv",
            "/pixel-log",
            "/pixel-log.csv",
            "/pixel-log/{id}",
            "/agreement",
            "/agreement/rows",
            "/changes",
            "/search",
            "/saved-views",
        ];
        Assert.All(expected, path => Assert.Contains(told, t => t.StartsWith(path + " ", StringComparison.Ordinal)));

        var numbers = await world.WalkAsync(await server.KeyAsync("readOnly", null, "seeFullNumbers"));
        Assert.Empty(Told(numbers, OfRevenue));
        foreach (var path in (string[])["/calls", "/calls.csv", "/calls/{id}", "/call-details", "/search"])
            Assert.Contains(Told(numbers, OfCaller), t => t.StartsWith(path + " ", StringComparison.Ordinal));

        // Whoever hears recordings sees the link that opens one, and no more than before.
        Assert.Null((string?)(await world.GetAsync(await server.KeyAsync("readOnly"), $"calls/{world.Call}"))["recordingUrl"]);
        var listens = await server.KeyAsync("readOnly", null, "listen");
        Assert.NotNull((string?)(await world.GetAsync(listens, $"calls/{world.Call}"))["recordingUrl"]);
        Assert.Empty(Told(await world.WalkAsync(listens), [.. OfRevenue, .. OfCaller]));
    }

    [Fact]
    public async Task A_filter_an_order_and_a_grouping_that_would_tell_are_refused_by_the_name_of_the_right()
    {
        await using var server = await RunningServer.StartAsync(Dialect.Sqlite);
        var world = await World.CreateAsync(server);
        var reader = await server.KeyAsync("readOnly");
        var filter = Uri.EscapeDataString(
            """[{"anyConditionToMatch":[{"column":"conversionAmount","comparisonType":"GREATER_THAN","value":"7000"}]}]"""
        );
        var tag = Uri.EscapeDataString(
            """[{"anyConditionToMatch":[{"column":"tag:Buyer:Name","comparisonType":"CONTAINS","value":"Zyx"}]}]"""
        );
        foreach (
            var path in (string[])
                [
                    $"calls?filters={filter}",
                    $"calls?filters={tag}",
                    $"calls?buyerId={world.Seed.BuyerId}",
                    $"calls.csv?targetId={world.Seed.TargetIds[0]}",
                    "call-details?columns=callDt,conversionAmount",
                    "call-details?columns=tag:Buyer:Name",
                    "call-details?columns=callDt&sort=-conversionAmount",
                    "call-details?columns=callDt&sort=buyer",
                    "call-details.csv?columns=profitNet",
                    "calls?tags=tag:Target:Name",
                    "call-report?groupBy=buyer",
                    "call-report?groupBy=target",
                    "call-report?groupBy=tag:Buyer:Name",
                    "call-report.csv?groupBy=targetNumber",
                    $"call-timeline?filters={filter}",
                    "conversion-report?groupBy=advertiser",
                    "conversion-report?sort=epc",
                    $"conversion-report?advertiserId={world.Seed.AdvertiserId}",
                    $"conversions?advertiserId={world.Seed.AdvertiserId}",
                    $"clicks?advertiserId={world.Seed.AdvertiserId}",
                    $"offers?advertiserId={world.Seed.AdvertiserId}",
                    $"pixel-log?advertiserId={world.Seed.AdvertiserId}",
                    "buyers",
                    "advertisers",
                    "periods",
                    "documents",
                    $"changes?kind=buyer&id={world.Seed.BuyerId}",
                ]
        )
        {
            using var answer = await world.SendAsync(reader, HttpMethod.Get, path);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden, $"{path}: {answer.StatusCode} {text}");
            Assert.True(
                text.Contains("right to see revenue and buyers", StringComparison.Ordinal)
                    || path.Contains("tag:Target", StringComparison.Ordinal),
                $"{path}: {text}"
            );
        }

        // What has neither goes on: the same list without it, and its columns.
        Assert.Single((await world.GetAsync(reader, "calls"))["items"]!.AsArray());
        var columns = (await world.GetAsync(reader, "call-details/columns"))["items"]!.AsArray().Select(c => (string)c!["id"]!).ToList();
        Assert.Contains("payoutAmount", columns);
        Assert.DoesNotContain("conversionAmount", columns);
        Assert.Equal(15m, (decimal)(await world.GetAsync(reader, "call-report"))["total"]!["payout"]!);
        Assert.Null((await world.GetAsync(reader, "call-report"))["total"]!["revenue"]);
    }

    [Fact]
    public async Task Who_may_change_money_changes_money_and_nothing_else()
    {
        await using var server = await RunningServer.StartAsync(Dialect.Sqlite);
        var world = await World.CreateAsync(server);
        var change = new
        {
            mode = "relative",
            revenue = -1,
            reason = "Agreed",
        };
        foreach (
            var other in (string[][])
                [
                    [],
                    [Money],
                    ["listen"],
                    ["seeFullNumbers"],
                ]
        )
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(await server.KeyAsync("readOnly", null, other), "adjustments"));

        var key = await server.KeyAsync("readOnly", null, Money, "changeMoney");
        Assert.True((int)await StatusAsync(key, "adjustments") is >= 200 and < 300);
        foreach (var method in (HttpMethod[])[HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete])
        foreach (
            var path in (string[])[$"buyers/{world.Seed.BuyerId}", $"offers/{world.Seed.OfferId}", "users/1/role", "api-keys", "pixels"]
        )
        {
            using var answer = await world.SendAsync(key, method, path, new { name = "Other", role = "admin" });
            Assert.False(answer.IsSuccessStatusCode, $"{method} {path}");
        }

        using var unknown = await server.Api.TryAsync(
            HttpMethod.Post,
            "api-keys",
            new
            {
                name = "x",
                role = "readOnly",
                rights = new[] { "changeMoney" },
            }
        );
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);

        async Task<HttpStatusCode> StatusAsync(string with, string part)
        {
            using var answer = await world.SendAsync(with, HttpMethod.Post, $"calls/{world.Call}/{part}", change);
            return answer.StatusCode;
        }
    }

    /// <summary>Where a marker stands in an answer, as <c>path marker</c>.</summary>
    private static IEnumerable<string> Told(IEnumerable<(string Path, string Text)> answers, string[] markers) =>
        answers.SelectMany(a => markers.Where(m => a.Text.Contains(m, StringComparison.Ordinal)).Select(m => $"{a.Path} {m}"));

    /// <summary>One call through both halves, with names and amounts that stand nowhere else.</summary>
    private sealed partial class World
    {
        private readonly RunningServer _server;

        /// <summary>Found once: walks change nothing.</summary>
        private List<(string Route, string Address)>? _addresses;

        private World(RunningServer server, SeedExample seed, string call) => (_server, Seed, Call) = (server, seed, call);

        public SeedExample Seed { get; }

        public string Call { get; }

        public static async Task<World> CreateAsync(RunningServer server)
        {
            var api = server.Api;
            var seed = await server.CreateSeedExampleAsync(withPixels: true);
            await api.PatchAsync($"buyers/{seed.BuyerId}", new { name = "Zyxbuyer", caps = new { daily = 7357 } });
            await api.PatchAsync(
                $"targets/{seed.TargetIds[0]}",
                new { name = "Zyxtarget", destination = new { type = "number", value = "+12125550199" } }
            );
            await api.PatchAsync($"targets/{seed.TargetIds[1]}", new { name = "Zyxoverflow" });
            await api.PatchAsync($"advertisers/{seed.AdvertiserId}", new { name = "Zyxadvertiser" });
            await api.PatchAsync($"advertisers/{seed.AdvertiserId}/events/{seed.PayableEventId}", new { received = 8642.57m });
            foreach (var route in await api.ListAsync($"call-campaigns/{seed.CallCampaignId}/routes"))
                await api.PatchAsync(
                    $"call-campaigns/{seed.CallCampaignId}/routes/{route["id"]}",
                    new
                    {
                        conversion = new
                        {
                            on = "callLength",
                            seconds = 60,
                            revenue = 7357.31m,
                        },
                    }
                );
            await api.PostAsync(
                "saved-views",
                new
                {
                    page = "calls",
                    name = "Of one",
                    shared = true,
                    query = """filters=[{"anyConditionToMatch":[{"column":"buyer","comparisonType":"EQUALS","value":"Zyxbuyer"}]}]""",
                }
            );
            await api.PostAsync(
                "ip-whitelist",
                new
                {
                    advertiserId = seed.AdvertiserId,
                    from = "203.0.113.7",
                    note = "Zyx",
                }
            );
            await server.PlayCallAsync(seed, "answer:90");
            await server.ConversionsAsync(2);
            var call = (string)Assert.Single(await api.ListAsync("calls"))["id"]!;
            Assert.Equal(7357.31m, (decimal)(await api.GetAsync($"calls/{call}"))["revenue"]!);
            await api.PostAsync(
                $"calls/{call}/adjustment-requests",
                new
                {
                    mode = "relative",
                    revenue = 111.11m,
                    reason = "Zyx asks",
                }
            );
            await api.PostAsync(
                $"calls/{call}/adjustments",
                new
                {
                    mode = "relative",
                    revenue = 111.11m,
                    reason = "Zyx",
                }
            );
            return new World(server, seed, call);
        }

        /// <summary>Every GET route of the API document, each record of its list, and what is asked by words.</summary>
        public async Task<IReadOnlyList<(string Path, string Text)>> WalkAsync(string key)
        {
            var answers = new List<(string, string)>();
            foreach (var (route, address) in _addresses ??= await FindAsync())
                answers.Add((route, await TextAsync(key, address)));

            var at = DateOnly.Parse(((string)(await _server.Api.GetAsync($"calls/{Call}"))["at"]!)[..10], CultureInfo.InvariantCulture);
            foreach (var route in (string[])["agreement", "agreement.csv", "agreement/rows", "agreement/rows.csv"])
                answers.Add(($"/{route}", await TextAsync(key, $"{route}?from={at.AddDays(-1):yyyy-MM-dd}&to={at.AddDays(1):yyyy-MM-dd}")));
            foreach (var word in (string[])["Zyx", "Zyxtarget", "12125550199", Call, "insurance", "Payable"])
                answers.Add(("/search", Answered(await TextAsync(key, $"search?limit=20&q={Uri.EscapeDataString(word)}"))));
            foreach (
                var (kind, id) in (IEnumerable<(string, object)>)
                    [
                        ("buyer", Seed.BuyerId),
                        ("target", Seed.TargetIds[0]),
                        ("call-campaign", Seed.CallCampaignId),
                        ("call", Call),
                        ("advertiser", Seed.AdvertiserId),
                        ("offer", Seed.OfferId),
                        ("publisher", Seed.PublisherId),
                        ("affiliate", Seed.AffiliateId),
                    ]
            )
                answers.Add(("/changes", await TextAsync(key, $"changes?kind={kind}&id={id}")));
            return answers;
        }

        public async Task<JsonNode> GetAsync(string key, string path)
        {
            using var answer = await SendAsync(key, HttpMethod.Get, path);
            Assert.True(answer.IsSuccessStatusCode, path);
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        }

        public Task<HttpResponseMessage> SendAsync(string key, HttpMethod method, string path, object? body = null)
        {
            var request = new HttpRequestMessage(method, "/api/v1/" + path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            if (body is not null)
                request.Content = new StringContent(
                    System.Text.Json.JsonSerializer.Serialize(body),
                    new MediaTypeHeaderValue("application/json")
                );
            return _server.Http.SendAsync(request);
        }

        private async Task<string> TextAsync(string key, string path)
        {
            using var answer = await SendAsync(key, HttpMethod.Get, path);
            Assert.True((int)answer.StatusCode < 500, $"{path}: {answer.StatusCode}");
            return await answer.Content.ReadAsStringAsync();
        }

        /// <summary>What was found, without the words it was looked for by.</summary>
        private static string Answered(string text) => JsonNode.Parse(text)?["hits"]?.ToJsonString() ?? "";

        private async Task<List<(string Route, string Address)>> FindAsync()
        {
            var found = new List<(string, string)>();
            foreach (var (path, methods) in (await _server.Api.GetAsync("../openapi.json"))["paths"]!.AsObject())
            {
                if (!methods!.AsObject().ContainsKey("get"))
                    continue;
                var route = path.Replace("/api/v1", "", StringComparison.Ordinal);
                foreach (var address in await AddressesAsync(route))
                    found.Add((route.Replace(":long", "", StringComparison.Ordinal), address));
            }

            return found;
        }

        /// <summary>The route for each record that an administrator finds in the list before its first id.</summary>
        private async Task<IReadOnlyList<string>> AddressesAsync(string route)
        {
            var path = route.TrimStart('/');
            if (!path.Contains('{', StringComparison.Ordinal))
                return [path];
            var list = path[..path.IndexOf("/{", StringComparison.Ordinal)];
            using var answer = await _server.Api.TryAsync(HttpMethod.Get, list);
            var items = answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["items"]?.AsArray() : null;
            var ids = items?.Select(i => i!["id"] ?? i["number"]).OfType<JsonNode>().Select(i => $"{i}").Take(5).ToList() ?? [];
            var addresses = new List<string>();
            foreach (var id in ids.DefaultIfEmpty("1"))
            {
                var address = Parameter().Replace(path, id, 1);
                // Of a part of it the first ones will do.
                addresses.Add(Parameter().Replace(address, list == "advertisers" ? $"{Seed.PayableEventId}" : "1"));
            }

            return addresses;
        }

        [GeneratedRegex("{[^}]+}")]
        private static partial Regex Parameter();
    }
}
