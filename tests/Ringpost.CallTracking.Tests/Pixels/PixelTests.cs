using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Delivery.Credentials;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Pixels;

public sealed class PixelTests
{
    private const string Postback = "https://tracker.example/p.ashx?a=1&o=[tag:Campaign:TrackingId]&t=[Call:InboundCallId]";

    [Fact]
    public void Every_catalogued_token_is_computed_and_every_computed_one_is_catalogued() =>
        Assert.Equal(CallTokens.Names.Select(n => n.ToLowerInvariant()).Order(), TokenCatalogue.All.Select(t => t.Key).Order());

    [Theory, EachDatabase]
    public async Task Unknown_and_early_tokens_and_a_missing_transaction_id_are_warnings(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var pixel = await CreateAsync(
            setup,
            new("P", "incoming", "https://x.example/p.ashx?p=[Call:ConversionPayout]&s1=[tag:User:sub]&s2=[call:inboundphonenumber]")
        );
        Assert.Collection(
            pixel.Warnings,
            w => Assert.Contains("[Call:ConversionPayout] is not known yet at Incoming", $"{w}", StringComparison.Ordinal),
            w => Assert.Contains("[tag:User:sub] is not a token of a call", $"{w}", StringComparison.Ordinal),
            w => Assert.Contains("t=[Call:InboundCallId]", $"{w}", StringComparison.Ordinal)
        );
        Assert.Equal(pixel.Warnings, (await setup.The<GetPixel>().RunAsync(CallSetup.Reader, pixel.Id)).Value.Warnings);
        Assert.Empty((await CreateAsync(setup, new("Q", "converted", Postback + "&ap=[Call:ConversionPayout]"))).Warnings);
    }

    [Theory, EachDatabase]
    public async Task The_secrets_of_a_pixel_are_hidden_from_readers(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var headers = new Dictionary<string, string> { ["Authorization"] = "Bearer abc" };
        var pixel = await CreateAsync(setup, new("P", "payout", Postback + "&k=5ec4e7", "POST", headers, "token=5ec4e7"));
        Assert.EndsWith("&k=5ec4e7", pixel.Url, StringComparison.Ordinal);
        var seen = (await setup.The<GetPixel>().RunAsync(CallSetup.Reader, pixel.Id)).Value;
        Assert.Equal((Postback + "&k=•••", "token=•••", "•••"), (seen.Url, seen.Body, seen.Headers["Authorization"]));
        Assert.Equal(
            seen.Url,
            Assert.Single((await setup.The<ListPixels>().RunAsync(CallSetup.Reader, null, new PageRequest())).Value.Items).Url
        );
        Assert.Equal(pixel.Url, (await setup.The<GetPixel>().RunAsync(CallSetup.Admin, pixel.Id)).Value.Url);
    }

    [Theory, EachDatabase]
    public async Task The_success_rule_is_guessed_from_the_path_and_can_be_set(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        Assert.Equal(SuccessRule.CakeEnvelope, (await CreateAsync(setup, new("A", "payout", Postback))).SuccessRule);
        Assert.Equal(SuccessRule.CakeEnvelope, (await CreateAsync(setup, new("B", "payout", "http://x.example/sub/M.ASHX#x"))).SuccessRule);
        Assert.Equal(
            SuccessRule.Status,
            (await CreateAsync(setup, new("C", "payout", "https://x.example/postback?u=/p.ashx"))).SuccessRule
        );
        Assert.Equal(SuccessRule.Status, (await CreateAsync(setup, new("D", "payout", Postback, SuccessRule: "status"))).SuccessRule);

        var moved = await CreateAsync(setup, new("E", "payout", Postback));
        var changed = (await setup.The<ChangePixel>().RunAsync(CallSetup.Admin, moved.Id, new(Url: "https://y.example/"))).Value;
        Assert.Equal(SuccessRule.Status, changed.SuccessRule);
    }

    [Theory, EachDatabase]
    public async Task Errors_stand_at_their_fields_all_at_once_and_nothing_is_stored(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var headers = new Dictionary<string, string>
        {
            ["Host"] = "x",
            ["X-A"] = "a\r\nb",
            ["bad name"] = "x",
        };
        var refusal = (
            await setup
                .The<CreatePixel>()
                .RunAsync(
                    CallSetup.Admin,
                    new(" ", "ringing", "https://[Call:InboundCallId].example/", "DELETE", headers, null, "nonsense", "always")
                )
        ).Refusal;
        var errors = Assert.IsType<Invalid>(refusal).Errors;
        Assert.Equal(["contentType", "fireOn", "headers", "method", "name", "successRule", "url"], errors.Keys.Order());
        Assert.Equal(3, errors["headers"].Length);
        Assert.Equal(["body"], Errors(await setup.The<CreatePixel>().RunAsync(CallSetup.Admin, new("A", "payout", Postback, Body: "{}"))));
        Assert.IsType<Forbidden>((await setup.The<CreatePixel>().RunAsync(CallSetup.Reader, new("A", "payout", Postback))).Refusal);
        Assert.Empty((await setup.The<ListPixels>().RunAsync(CallSetup.Reader, null, new PageRequest())).Value.Items);
    }

    [Theory, EachDatabase]
    public async Task Headers_body_and_content_type_are_kept_as_typed(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var headers = new Dictionary<string, string> { ["Authorization"] = "Bearer abc", ["X-Call"] = "[Call:InboundCallId]" };
        var created = await CreateAsync(
            setup,
            new("A", "finalized", "https://x.example/", "post", headers, "{\"id\":\"[Call:InboundCallId]\"}")
        );
        var read = (await setup.The<GetPixel>().RunAsync(CallSetup.Admin, created.Id)).Value;
        Assert.Equal(("POST", "application/json", created.Body), (read.Method, read.ContentType, read.Body));
        Assert.Equal(headers.OrderBy(h => h.Key), read.Headers.OrderBy(h => h.Key));
        var cleared = (
            await setup.The<ChangePixel>().RunAsync(CallSetup.Admin, created.Id, new(Method: "GET", Body: null, ContentType: null))
        ).Value;
        Assert.Equal((null, null), (cleared.Body, cleared.ContentType));
    }

    [Theory, EachDatabase]
    public async Task Attaching_twice_is_once_and_an_attached_pixel_is_not_archived(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = await setup.CampaignAsync("Roofing");
        var pixel = await CreateAsync(setup, new("A", "payout", Postback));
        for (var i = 0; i < 2; i++)
            Assert.True((await setup.The<AttachPixel>().RunAsync(CallSetup.Admin, campaign.Id, pixel.Id)).IsOk);
        Assert.Single((await setup.The<ListCampaignPixels>().RunAsync(CallSetup.Reader, campaign.Id)).Value.Items);
        Assert.Contains(
            "Roofing",
            (await setup.The<ArchivePixel>().RunAsync(CallSetup.Admin, pixel.Id)).Refusal!.Message,
            StringComparison.Ordinal
        );

        Assert.True((await setup.The<DetachPixel>().RunAsync(CallSetup.Admin, campaign.Id, pixel.Id)).IsOk);
        Assert.IsType<Missing>((await setup.The<DetachPixel>().RunAsync(CallSetup.Admin, campaign.Id, pixel.Id)).Refusal);
        Assert.True((await setup.The<ArchivePixel>().RunAsync(CallSetup.Admin, pixel.Id)).IsOk);
        Assert.Equal("archived", (await setup.The<AttachPixel>().RunAsync(CallSetup.Admin, campaign.Id, pixel.Id)).Refusal?.Type);
    }

    [Theory, EachDatabase]
    public async Task What_asks_for_more_than_a_request_is_kept_and_can_be_taken_away(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var publisher = await setup.PublisherAsync();
        var bearer = await CredentialAsync(setup, new("T", "bearer", "t0ken", Hosts: ["x.example"]));
        var signature = await CredentialAsync(setup, new("S", "signature"));
        var request = new CreatePixel.Request("A", "connected", "https://x.example/hook", "POST", Body: "{}")
        {
            DelaySeconds = 60,
            Publishers = [publisher.Id.Value],
            EachConnection = true,
            CredentialId = bearer.Id.Value,
            SignatureId = signature.Id.Value,
            AnswerHas = " accepted ",
            AnswerLacks = "error",
            AnswerStatus = "2XX , 409,202 - 204",
        };
        var pixel = await CreateAsync(setup, request);
        var read = (await setup.The<GetPixel>().RunAsync(CallSetup.Reader, pixel.Id)).Value;
        Assert.Equal(
            (60, true, bearer.Id, signature.Id, "accepted", "error", "200-299, 409, 202-204"),
            (
                read.DelaySeconds,
                read.EachConnection,
                read.CredentialId!.Value,
                read.SignatureId!.Value,
                read.AnswerHas,
                read.AnswerLacks,
                read.AnswerStatus
            )
        );
        Assert.Equal([publisher.Id], read.Publishers);
        var renamed = (await setup.The<ChangePixel>().RunAsync(CallSetup.Admin, pixel.Id, new(Name: "B"))).Value;
        Assert.Equal(
            read with
            {
                Name = "B",
                Publishers = [],
                Headers = null!,
                Warnings = [],
            },
            renamed with
            {
                Publishers = [],
                Headers = null!,
                Warnings = [],
            }
        );
        // Another event leaves the option of Connected behind.
        var cleared = (
            await setup
                .The<ChangePixel>()
                .RunAsync(
                    CallSetup.Admin,
                    pixel.Id,
                    new(FireOn: "payout", Publishers: [], CredentialId: null, AnswerHas: null, AnswerStatus: null)
                )
        ).Value;
        Assert.Equal(
            (false, null, null, null, signature.Id),
            (cleared.EachConnection, cleared.CredentialId, cleared.AnswerHas, cleared.AnswerStatus, cleared.SignatureId!.Value)
        );
        Assert.Empty(cleared.Publishers);
        Assert.Contains(
            "pixel B",
            (await setup.The<DeleteCredential>().RunAsync(CallSetup.Admin, signature.Id)).Refusal!.Message,
            StringComparison.Ordinal
        );
        Assert.True((await setup.The<DeleteCredential>().RunAsync(CallSetup.Admin, bearer.Id)).IsOk);
    }

    [Theory, EachDatabase]
    public async Task What_a_pixel_names_must_be_there_and_a_credential_goes_only_to_its_hosts(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var bearer = await CredentialAsync(setup, new("T", "bearer", "t0ken", Hosts: ["x.example"]));
        var signature = await CredentialAsync(setup, new("S", "signature"));
        var wrong = new CreatePixel.Request(
            "A",
            "payout",
            "https://evil.example/",
            Headers: new Dictionary<string, string> { ["Authorization"] = "x" }
        )
        {
            DelaySeconds = -1,
            Publishers = ["AFgone"],
            EachConnection = true,
            CredentialId = bearer.Id.Value,
            SignatureId = bearer.Id.Value,
            AnswerStatus = "200, 999",
        };
        Assert.Equal(
            ["answerStatus", "credentialId", "delaySeconds", "eachConnection", "headers", "publishers", "signatureId"],
            Errors(await setup.The<CreatePixel>().RunAsync(CallSetup.Admin, wrong)).Order()
        );
        Assert.Equal(
            ["credentialId"],
            Errors(
                await setup.The<CreatePixel>().RunAsync(CallSetup.Admin, new("A", "payout", Postback) { CredentialId = signature.Id.Value })
            )
        );
        var pixel = await CreateAsync(setup, new("A", "payout", "https://x.example/") { CredentialId = bearer.Id.Value });
        Assert.Equal(
            ["credentialId"],
            Errors(await setup.The<ChangePixel>().RunAsync(CallSetup.Admin, pixel.Id, new(Url: "https://evil.example/")))
        );
    }

    private static async Task<Credential> CredentialAsync(CallSetup setup, CreateCredential.Request request) =>
        (await setup.The<CreateCredential>().RunAsync(CallSetup.Admin, request)).Value;

    private static async Task<PixelSetting> CreateAsync(CallSetup setup, CreatePixel.Request request) =>
        (await setup.The<CreatePixel>().RunAsync(CallSetup.Admin, request)).Value;

    private static IEnumerable<string> Errors(Result<PixelSetting> result) => Assert.IsType<Invalid>(result.Refusal).Errors.Keys;
}
