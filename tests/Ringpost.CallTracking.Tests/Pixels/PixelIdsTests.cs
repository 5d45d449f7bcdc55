using Ringpost.CallTracking.Pixels;
using Xunit;

namespace Ringpost.CallTracking.Tests.Pixels;

/// <summary>Each template of the gallery carries the ids by which its receiver knows a conversion; without one, its own parameter is named.</summary>
public sealed class PixelIdsTests
{
    public static TheoryData<string> Templates => [.. PixelTemplates.All.Select(t => t.Id)];

    [Theory, MemberData(nameof(Templates))]
    public void A_template_as_it_is_lacks_no_id(string id) => Assert.Empty(PixelIds.Of(Of(id)));

    [Theory]
    [InlineData("cake-update", "transaction_id", "CAKE")]
    [InlineData("tune", "transaction_id", "TUNE")]
    [InlineData("tune", "adv_sub", "TUNE")]
    [InlineData("everflow", "transaction_id", "Everflow")]
    [InlineData("everflow", "order_id", "Everflow")]
    [InlineData("affise", "clickid", "Affise")]
    [InlineData("affise", "action_id", "Affise")]
    [InlineData("voluum", "cid", "Voluum")]
    [InlineData("voluum", "txid", "Voluum")]
    [InlineData("redtrack", "clickid", "RedTrack")]
    public void A_url_without_its_receivers_id_names_the_parameter(string id, string parameter, string receiver)
    {
        var pixel = Of(id);
        var parts = pixel.Url.Split('?', 2);
        var without = string.Join('&', parts[1].Split('&').Where(p => !p.StartsWith(parameter + "=", StringComparison.Ordinal)));
        Assert.StartsWith(
            $"The URL carries no {parameter}, by which {receiver} knows it. Add {parameter}=[",
            $"{Assert.Single(PixelIds.Of(pixel with { Url = $"{parts[0]}?{without}" }))}",
            StringComparison.Ordinal
        );
        var same = string.Join(
            '&',
            parts[1].Split('&').Select(p => p.StartsWith(parameter + "=", StringComparison.Ordinal) ? $"{parameter}=7" : p)
        );
        Assert.StartsWith(
            $"{parameter} is the same for every call, and {receiver} knows it by that.",
            $"{Assert.Single(PixelIds.Of(pixel with { Url = $"{parts[0]}?{same}" }))}",
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("google-ads", "gclid", "Google Ads")]
    [InlineData("google-ads", "orderId", "Google Ads")]
    [InlineData("meta", "event_id", "Meta")]
    [InlineData("ringpost-adjusted", "transactionId", "Ringpost")]
    public void A_body_without_its_receivers_id_names_the_field(string id, string field, string receiver)
    {
        var pixel = Of(id);
        var lines = pixel.Body!.Split('\n');
        var without = string.Join('\n', lines.Where(l => !l.Contains($"\"{field}\"", StringComparison.Ordinal)));
        Assert.StartsWith(
            $"The body carries no {field}, by which {receiver} knows it. Add \"{field}\": \"[",
            $"{Assert.Single(PixelIds.Of(pixel with { Body = without }))}",
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("https://receiver.example.com/calls?x=1")]
    [InlineData("https://receiver.example.com/postback")]
    [InlineData("https://receiver.example.com")]
    [InlineData("no url")]
    public void Another_receiver_is_asked_for_nothing(string url) => Assert.Empty(PixelIds.Of(Of("json") with { Url = url }));

    private static PixelSetting Of(string id)
    {
        var template = PixelTemplates.All.Single(t => t.Id == id);
        return new PixelSetting(
            new PixelId("EV1"),
            template.Name,
            template.FireOn,
            template.Url,
            template.Method,
            template.Headers,
            template.Body,
            template.ContentType,
            template.SuccessRule,
            true,
            default
        );
    }
}
