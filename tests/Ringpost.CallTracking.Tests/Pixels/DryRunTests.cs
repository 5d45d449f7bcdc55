using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.Tests.Calls;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Delivery.Credentials;
using Ringpost.Delivery.Hosts;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Pixels;

public sealed class DryRunTests
{
    [Theory, EachDatabase]
    public async Task A_past_call_gives_the_request_and_each_value_with_its_origin_and_nothing_is_stored(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await world.ReceiveAsync("A");
        await world.TalkAsync("A", 75);
        var call = await world.FindAsync("A");
        var deliveries = await world.CountAsync("deliveries");
        var pixel = new CreatePixel.Request(
            null,
            "connected",
            "https://x.example/p?n=[InboundNumber:Number]&p=[Call:ConversionAmount]&z=[tag:User:zip]",
            "POST",
            new Dictionary<string, string> { ["X-Target"] = "[tag:Target:Name]" },
            "{\"id\":\"[Call:InboundCallId]\"}"
        );
        var result = (await DryRun(world).RunAsync(Actor.System, new(pixel, call.Id.Value))).Value;
        Assert.Equal(
            ("POST", "https://x.example/p?n=%2B16615550106&p=&z=", $"{{\"id\":\"{call.Id}\"}}", "First", true),
            (result.Method, result.Url, result.Body, result.Headers["X-Target"], result.WouldFire)
        );
        Assert.Equal(
            [
                ("[InboundNumber:Number]", "URL", "+16615550106", "the call itself"),
                ("[Call:ConversionAmount]", "URL", "", "not known yet at Connected"),
                ("[tag:User:zip]", "URL", "", "not a token of this call"),
                ("[tag:Target:Name]", "X-Target", "First", "the call itself"),
                ("[Call:InboundCallId]", "body", call.Id.Value, "the call itself"),
            ],
            result.Tokens.Select(t => (t.Token, t.Place, t.Value, t.Origin))
        );
        Assert.Equal(deliveries, await world.CountAsync("deliveries"));

        var reader = (await DryRun(world).RunAsync(CallSetup.Reader, new(pixel, call.Id.Value))).Value;
        Assert.DoesNotContain("6615550106", reader.Url + string.Concat(reader.Tokens.Select(t => t.Value)), StringComparison.Ordinal);
        Assert.Equal(
            "Recording did not happen to this call.",
            (await DryRun(world).RunAsync(Actor.System, new(pixel with { FireOn = "recording" }, call.Id.Value))).Value.Why
        );
        var filtered = pixel with { Filters = [new([new("InboundNumber:State", "equals", "NY")])] };
        Assert.StartsWith(
            "The filter stops it",
            $"{(await DryRun(world).RunAsync(Actor.System, new(filtered, call.Id.Value))).Value.Why}",
            StringComparison.Ordinal
        );
        Assert.IsType<Invalid>((await DryRun(world).RunAsync(Actor.System, new(pixel, "gone"))).Refusal);
    }

    [Fact]
    public async Task Without_a_call_the_samples_stand_in_and_credentials_are_named()
    {
        await using var setup = await CallSetup.OpenAsync(Dialect.Sqlite);
        var bearer = (
            await setup.The<CreateCredential>().RunAsync(CallSetup.Admin, new("Acme", "bearer", "t0ken", Hosts: ["x.example"]))
        ).Value;
        var result = (
            await setup
                .The<DryRunPixel>()
                .RunAsync(
                    CallSetup.Reader,
                    new(new(null, "payout", "https://x.example/?ap=[Call:ConversionPayout]") { CredentialId = bearer.Id.Value })
                )
        ).Value;
        Assert.Equal(
            ("https://x.example/?ap=18.00", "from the credential Acme", null),
            (result.Url, result.Headers["Authorization"], result.WouldFire)
        );
        Assert.Equal("a sample", Assert.Single(result.Tokens).Origin);
        Assert.Equal("The answer counts as delivered when it has a 2xx status.", result.DeliveredWhen);
        Assert.Equal(
            ["fireOn", "url"],
            Assert.IsType<Invalid>((await setup.The<DryRunPixel>().RunAsync(CallSetup.Reader, new(null))).Refusal).Errors.Keys.Order()
        );
    }

    [Theory]
    [InlineData("https://t.acme.com/?c={clickid}", "{clickid} is sent as it stands")]
    [InlineData("https://t.acme.com/?c=#reqid#", "#reqid# is sent as it stands")]
    [InlineData("https://t.acme.com/?c=YOUR_TOKEN", "YOUR_TOKEN is sent as it stands")]
    [InlineData("https://t.acme.com/?c=[callId]", "[callId] is no token")]
    [InlineData("https://t.acme.com/?c=%5Btag:User:x%5D", "percent-encoded (%5B)")]
    [InlineData("https://t.acme.com/?u=https%253A%252F%252Fx", "percent-encoded twice")]
    [InlineData("https://tracker.example.com/?t=[Call:InboundCallId]", "is the host of an example")]
    public async Task What_a_reader_would_stumble_over_is_a_warning(string url, string warning)
    {
        await using var setup = await CallSetup.OpenAsync(Dialect.Sqlite);
        var result = (await setup.The<DryRunPixel>().RunAsync(CallSetup.Admin, new(new(null, "payout", url)))).Value;
        Assert.Contains(warning, $"{Assert.Single(result.Warnings)}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_publisher_would_see_of_revenue_and_callers_is_a_warning_and_json_is_none()
    {
        await using var setup = await CallSetup.OpenAsync(Dialect.Sqlite);
        var publisher = await setup.PublisherAsync();
        var pixel = new CreatePixel.Request(null, "payout", "https://t.acme.com/?p=[Call:ConversionAmount]&ap=[Call:ConversionPayout]")
        {
            Publishers = [publisher.Id.Value],
        };
        Assert.Contains(
            "[Call:ConversionAmount] goes to a publisher's receiver (Call House)",
            Assert.Single(await WarningsAsync(pixel)),
            StringComparison.Ordinal
        );
        Assert.Empty(await WarningsAsync(pixel with { Publishers = null }));
        Assert.Empty(
            await WarningsAsync(
                new(
                    null,
                    "payout",
                    "https://t.acme.com/",
                    "POST",
                    null,
                    """{"a":["x","y"],"b":[1],"id":"[Call:InboundCallId]","n":{"k":1}}"""
                )
            )
        );

        async Task<IEnumerable<string>> WarningsAsync(CreatePixel.Request request) =>
            (await setup.The<DryRunPixel>().RunAsync(CallSetup.Admin, new(request))).Value.Warnings.Select(w => $"{w}");
    }

    public static TheoryData<string> Templates => [.. PixelTemplates.All.Select(t => t.Id)];

    [Theory, MemberData(nameof(Templates))]
    public async Task Every_template_makes_a_pixel_whose_only_doubts_are_what_to_fill_in(string id)
    {
        await using var setup = await CallSetup.OpenAsync(Dialect.Sqlite);
        var template = PixelTemplates.All.Single(t => t.Id == id);
        var request = new CreatePixel.Request(
            template.Name,
            template.FireOn.ToString(),
            template.Url,
            template.Method,
            template.Headers,
            template.Body,
            template.ContentType,
            template.SuccessRule.ToString(),
            AnswerHas: template.AnswerHas,
            AnswerLacks: template.AnswerLacks,
            PerSecond: template.PerSecond,
            AnswerStatus: template.AnswerStatus
        );
        var result = (await setup.The<DryRunPixel>().RunAsync(CallSetup.Admin, new(request))).Value;
        Assert.All(
            result.Warnings,
            w => Assert.Matches("looks like a place to fill in|host of an example|\\[tag:(User|Integration):", $"{w}")
        );
        if (template.ContentType == "application/json")
            System.Text.Json.JsonDocument.Parse(result.Body!).Dispose();
        var created = (await setup.The<CreatePixel>().RunAsync(CallSetup.Admin, request)).Value;
        Assert.Equal(
            (template.SuccessRule, template.AnswerHas, template.AnswerLacks, template.AnswerStatus),
            (created.SuccessRule, created.AnswerHas, created.AnswerLacks, created.AnswerStatus)
        );
        var limits = (await setup.The<ListHosts>().RunAsync(CallSetup.Reader)).Value.Items;
        Assert.Equal(template.PerSecond, limits is [var limit, ..] ? limit.PerSecond : null);
    }

    private static DryRunPixel DryRun(CallWorld world)
    {
        var (configuration, version) = (world.Configuration(), new ConfigurationVersion());
        return new DryRunPixel(
            world.Database,
            new Snapshot<CallConfiguration>(world.Database, version, _ => Task.FromResult(configuration)),
            new Snapshot<CredentialBook>(world.Database, version, CredentialBook.LoadAsync)
        );
    }
}
