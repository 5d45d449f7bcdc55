using Microsoft.Extensions.Options;
using Ringpost.Api;
using Ringpost.CallTracking.Recordings;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Secrets;
using Xunit;

namespace Ringpost.CallTracking.Tests.Recordings;

public sealed class RecordingLinkTests
{
    private static readonly Instant Now = new(1_772_000_000_000);
    private static readonly CallId Call = new("0123456789abcdef0123456789abcdef");

    [Fact]
    public void A_link_opens_until_its_end()
    {
        var links = Links();
        var (expires, signature) = Parts(links.For(Call, Now));
        Assert.Equal(LinkVerdict.Opens, links.Check(Call, expires, signature, Now));
        Assert.Equal(LinkVerdict.Expired, links.Check(Call, expires, signature, Now + TimeSpan.FromMilliseconds(1)));
        Assert.StartsWith($"https://calls.example.com/recordings/{Call}?expires=", links.For(Call, Now), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_it_can_be_changed()
    {
        var links = Links();
        var (expires, signature) = Parts(links.For(Call, Now));
        Assert.Equal(LinkVerdict.NotOurs, links.Check(new CallId("1" + Call.Value[1..]), expires, signature, Now));
        Assert.Equal(LinkVerdict.NotOurs, links.Check(Call, "9" + expires[1..], signature, Now));
        Assert.Equal(LinkVerdict.NotOurs, links.Check(Call, "+" + expires, signature, Now));
        Assert.Equal(LinkVerdict.NotOurs, links.Check(Call, null, signature, Now));
        Assert.Equal(LinkVerdict.NotOurs, links.Check(Call, expires, null, Now));
        Assert.Equal(LinkVerdict.NotOurs, links.Check(Call, expires, "", Now));
        for (var i = 0; i < signature.Length; i++)
        {
            var other = signature[..i] + (signature[i] == '0' ? '1' : '0') + signature[(i + 1)..];
            Assert.Equal(LinkVerdict.NotOurs, links.Check(Call, expires, other, Now));
        }

        // Another instance's key opens nothing here.
        Assert.Equal(LinkVerdict.NotOurs, Links('z').Check(Call, expires, signature, Now));
    }

    private static RecordingLinks Links(char key = 'k') =>
        new(
            new SecretBox(Options.Create(new StorageOptions { MasterKey = new string(key, 40) })),
            new PublicUrls(new Uri("https://calls.example.com"), new Uri("https://calls.example.com"))
        );

    private static (string Expires, string Signature) Parts(string link)
    {
        var parts = link[(link.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&');
        return (parts[0]["expires=".Length..], parts[1]["signature=".Length..]);
    }
}
