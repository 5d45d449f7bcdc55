using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.CallTracking.UrlParameters;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.UrlParameters;

public sealed class UrlParameterTests
{
    [Theory, EachDatabase]
    public async Task A_parameter_is_declared_once_changed_and_forgotten(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var create = setup.The<CreateUrlParameter>();
        var zip = (await create.RunAsync(CallSetup.Admin, new("zip"))).Value;
        Assert.Equal(("zip", "User", "zip"), (zip.Parameter, zip.TagType, zip.TagName));
        Assert.IsType<Invalid>((await create.RunAsync(CallSetup.Admin, new("zip", "Geo", "ZipCode"))).Refusal);
        // Case counts: this is another parameter.
        Assert.True((await create.RunAsync(CallSetup.Admin, new("Zip"))).IsOk);

        var changed = (await setup.The<ChangeUrlParameter>().RunAsync(CallSetup.Admin, zip.Id, new("Geo", "ZipCode"))).Value;
        Assert.Equal(changed, (await setup.SnapshotAsync()).UrlParameters["zip"]);
        Assert.Equal(
            "ZipCode",
            (await setup.The<ChangeUrlParameter>().RunAsync(CallSetup.Admin, zip.Id, new(TagType: "User"))).Value.TagName
        );

        Assert.True((await setup.The<DeleteUrlParameter>().RunAsync(CallSetup.Admin, zip.Id)).IsOk);
        Assert.IsType<Missing>((await setup.The<DeleteUrlParameter>().RunAsync(CallSetup.Admin, zip.Id)).Refusal);
        Assert.Equal(["Zip"], (await setup.The<ListUrlParameters>().RunAsync(CallSetup.Reader)).Value.Items.Select(p => p.Parameter));
    }

    [Theory, EachDatabase]
    public async Task A_tag_that_calls_fill_themselves_is_refused(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var create = setup.The<CreateUrlParameter>();
        Assert.Equal(["parameter"], Errors(await create.RunAsync(CallSetup.Admin, new(" "))));
        Assert.Equal(["parameter"], Errors(await create.RunAsync(CallSetup.Admin, new("CallerID"))));
        Assert.Equal(["tagType"], Errors(await create.RunAsync(CallSetup.Admin, new("c", "campaign", "x"))));
        Assert.Equal(["tagType"], Errors(await create.RunAsync(CallSetup.Admin, new("c", "Annotations", "x"))));
        Assert.Equal(["tagName", "tagType"], Errors(await create.RunAsync(CallSetup.Admin, new("c", "a:b", "x]y"))).Order());
        Assert.IsType<Forbidden>((await create.RunAsync(CallSetup.Reader, new("c"))).Refusal);
    }

    [Theory, EachDatabase]
    public async Task A_declared_tag_is_offered_and_no_warning(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var pixel = (
            await setup
                .The<CreatePixel>()
                .RunAsync(CallSetup.Admin, new("P", "incoming", "https://x.example/?z=[tag:user:zip]&d=[tag:DialedNumber:source]"))
        ).Value;
        Assert.Equal(2, pixel.Warnings.Count);
        await setup.The<CreateUrlParameter>().RunAsync(CallSetup.Admin, new("zip"));
        await setup
            .The<Ringpost.CallTracking.Numbers.CreateNumber>()
            .RunAsync(
                CallSetup.Admin,
                new("+12025550181", (await setup.CampaignAsync()).Id, Tags: new Dictionary<string, string?> { ["source"] = "radio" })
            );
        Assert.Empty((await setup.The<GetPixel>().RunAsync(CallSetup.Reader, pixel.Id)).Value.Warnings);
        var tokens = (await setup.The<ListPixelTokens>().RunAsync(CallSetup.Reader)).Value.Items.Select(t => t.Text).ToList();
        Assert.Contains("tag:User:zip", tokens);
        Assert.Contains("tag:DialedNumber:source", tokens);
        Assert.Contains("tag:Geo:City", tokens);
    }

    private static IEnumerable<string> Errors(Result<UrlParameter> result) => Assert.IsType<Invalid>(result.Refusal).Errors.Keys;
}
