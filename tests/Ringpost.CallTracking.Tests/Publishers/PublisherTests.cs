using Ringpost.CallTracking.Publishers;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Publishers;

public sealed class PublisherTests
{
    [Theory, EachDatabase]
    public async Task A_company_is_kept_changed_and_taken_away_and_what_is_absent_stays(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (create, change) = (setup.The<CreatePublisher>(), setup.The<ChangePublisher>());
        var created = (await create.RunAsync(CallSetup.Admin, new("Call House", "34", Company: " Call House Inc. "))).Value;
        Assert.Equal("Call House Inc.", created.Company);
        Assert.Equal(created, (await setup.SnapshotAsync()).Publishers[created.Id]);

        var renamed = (await change.RunAsync(CallSetup.Admin, created.Id, new("House of Calls"))).Value;
        Assert.Equal("Call House Inc.", renamed.Company);
        var moved = (await change.RunAsync(CallSetup.Admin, created.Id, new(Company: "Acme"))).Value;
        Assert.Equal(("House of Calls", "34", "Acme"), (moved.Name, moved.SubId, moved.Company));
        Assert.Equal("", (await change.RunAsync(CallSetup.Admin, created.Id, new(Company: ""))).Value.Company);
        Assert.Equal("", (await setup.SnapshotAsync()).Publishers[created.Id].Company);
        Assert.Equal("", (await create.RunAsync(CallSetup.Admin, new("No company"))).Value.Company);
    }
}
