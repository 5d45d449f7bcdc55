using Ringpost.Delivery.Log;
using Xunit;

namespace Ringpost.Delivery.Tests.Log;

public sealed class MaskValuesTests
{
    [Theory]
    [InlineData("https://track.example/p.ashx?o=3&r=7357.31&t=", "https://track.example/p.ashx?o=•••&r=•••&t=•••")]
    [InlineData("https://track.example:8443/sold/7357.31/Zyx?flag", "https://track.example:8443/•••?•••")]
    [InlineData("https://track.example", "https://track.example/")]
    [InlineData("not a url 7357.31", "•••")]
    [InlineData("", "")]
    public void Of_a_url_the_host_and_the_names_of_its_parameters_stay(string url, string shown) => Assert.Equal(shown, MaskValues.In(url));

    [Fact]
    public void Of_a_query_what_is_open_stays() =>
        Assert.Equal("o=3&r=•••&•••", MaskValues.InQuery("o=3&r=7357.31&7357.31", name => name == "o"));
}
