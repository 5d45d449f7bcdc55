using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Routes;
using Ringpost.CallTracking.Routing;
using Ringpost.CallTracking.Targets;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Routing;

public sealed class RoutingSettingsTests
{
    [Theory, EachDatabase]
    public async Task The_weight_direction_is_chosen_once_and_the_shares_follow(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = await setup.CampaignAsync();
        foreach (var weight in new[] { 5, 10 })
        {
            var target = await setup.TargetAsync($"Line {weight}");
            await setup.The<CreateRoute>().RunAsync(CallSetup.Admin, campaign.Id, new(target.Id, new("connected", Revenue: 5), 1, weight));
        }

        Assert.Equal([66.7m, 33.3m], await SharesAsync());
        var set = setup.The<SetRoutingSettings>();
        Assert.Equal(WeightDirection.SmallerGetsMore, (await set.ReadAsync(CallSetup.Reader)).Value.WeightDirection);
        Assert.IsType<Forbidden>((await set.RunAsync(CallSetup.Reader, new("largerGetsMore"))).Refusal);
        Assert.IsType<Invalid>((await set.RunAsync(CallSetup.Admin, new("sideways"))).Refusal);
        Assert.Equal(WeightDirection.LargerGetsMore, (await set.RunAsync(CallSetup.Admin, new("largerGetsMore"))).Value.WeightDirection);
        Assert.Equal([33.3m, 66.7m], await SharesAsync());
        Assert.Equal(WeightDirection.LargerGetsMore, (await setup.SnapshotAsync()).Routing.WeightDirection);

        var first = (await setup.The<ListRoutes>().RunAsync(CallSetup.Admin, campaign.Id)).Value.Items[0];
        await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, first.TargetId, new(Enabled: false));
        Assert.Equal([null, 100m], await SharesAsync());

        async Task<IEnumerable<decimal?>> SharesAsync() =>
            (await setup.The<ListRoutes>().RunAsync(CallSetup.Reader, campaign.Id)).Value.Items.Select(r => r.Share);
    }
}
