using Ringpost.Delivery.Credentials;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Delivery.Tests.Credentials;

public sealed class AdoptCredentialTests
{
    private static readonly Uri Url = new("https://api.example.com:8443/sold");

    [Theory, EachDatabase]
    public async Task The_same_name_and_password_for_a_host_are_one_credential_that_signs_in(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await using var receiver = await Receiver.StartAsync(200);
        var adopt = new AdoptCredential(test.Secrets, test.Test.Configuration);
        Task<CredentialId> BasicAsync(Uri url, string password) =>
            test.Test.Database.WriteAsync(WriteKeys.None, unit => adopt.BasicAsync(unit, Actor.System, url, "u", password));

        var id = await BasicAsync(new Uri(receiver.Url), "pä ss");
        Assert.Equal(id, await BasicAsync(new Uri(receiver.Url + "/other"), "pä ss"));
        Assert.NotEqual(id, await BasicAsync(new Uri(receiver.Url), "other"));
        Assert.NotEqual(id, await BasicAsync(Url, "pä ss"));
        Assert.Equal(3, (await new ListCredentials(test.Credentials).RunAsync(Actor.System)).Value.Items.Count);

        await test.StartWorkerAsync();
        await test.EnqueueAsync(Drafts.To(receiver.Url) with { Terms = new(Credential: id.Value) });
        await test.WaitAsync(r => r.State == "delivered");
        Assert.Equal("Basic " + Convert.ToBase64String("u:pä ss"u8), Assert.Single(receiver.Received).Headers["Authorization"]);
    }

    [Fact]
    public void What_makes_none_is_said()
    {
        Assert.Null(AdoptCredential.WhyNot(Url, "u", "p"));
        Assert.Equal("The password is needed.", AdoptCredential.WhyNot(Url, "u", ""));
        Assert.Equal("A user name has no colon: it would begin the password.", AdoptCredential.WhyNot(Url, "u:x", "p"));
    }
}
