using Ringpost.Telephony.Rest;
using Xunit;

namespace Ringpost.Telephony.Tests.Rest;

public sealed class RestRetryTests
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);

    [Theory]
    [InlineData(CarrierFault.Unreachable, true, true)]
    [InlineData(CarrierFault.RateLimited, true, true)]
    [InlineData(CarrierFault.NoAnswer, true, false)]
    [InlineData(CarrierFault.Broken, true, false)]
    [InlineData(CarrierFault.CredentialsRefused, false, false)]
    [InlineData(CarrierFault.NotAllowed, false, false)]
    [InlineData(CarrierFault.NotThere, false, false)]
    [InlineData(CarrierFault.Refused, false, false)]
    [InlineData(CarrierFault.NotUnderstood, false, false)]
    public void What_may_have_been_done_is_asked_again_only_where_twice_does_no_harm(object fault, bool always, bool whenNotDone)
    {
        Assert.Equal(always, RestRetry.After((CarrierFault)fault, Repeatable.Always, 1, First, null) is not null);
        Assert.Equal(whenNotDone, RestRetry.After((CarrierFault)fault, Repeatable.WhenNotDone, 1, First, null) is not null);
    }

    [Fact]
    public void Waits_double_follow_what_the_carrier_says_and_come_to_an_end()
    {
        Assert.Equal(
            [0.5, 1, 2, null],
            Enumerable
                .Range(1, RestRetry.MostAttempts)
                .Select(n => RestRetry.After(CarrierFault.RateLimited, Repeatable.Always, n, First, null)?.TotalSeconds)
        );
        Assert.Equal(
            TimeSpan.FromSeconds(3),
            RestRetry.After(CarrierFault.RateLimited, Repeatable.Always, 1, First, TimeSpan.FromSeconds(3))
        );
        Assert.Null(RestRetry.After(CarrierFault.RateLimited, Repeatable.Always, 1, First, TimeSpan.FromMinutes(1)));
    }
}
