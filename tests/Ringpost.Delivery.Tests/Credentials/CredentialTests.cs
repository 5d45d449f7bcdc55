using Ringpost.Delivery.Credentials;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Delivery.Tests.Credentials;

public sealed class CredentialTests
{
    private static readonly Actor Reader = new("user:2", "Reader", Role.ReadOnly);

    [Theory, EachDatabase]
    public async Task A_credential_says_what_it_is_and_never_its_secret(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        var made = (
            await Create(test)
                .RunAsync(
                    Actor.System,
                    new(
                        "Acme",
                        "clientCredentials",
                        "s3cret",
                        "us",
                        "https://id.acme.example/token",
                        "a b",
                        ["https://API.acme.example/x", "b.example:8443"]
                    )
                )
        ).Value;
        Assert.Null(made.Secret);
        var seen = (await new GetCredential(test.Credentials).RunAsync(Reader, made.Id)).Value;
        Assert.Equal(["api.acme.example", "b.example:8443"], seen.Hosts);
        Assert.Equal(
            (CredentialKind.ClientCredentials, "us", "https://id.acme.example/token", "a b"),
            (seen.Kind, seen.UserName, seen.TokenUrl, seen.Scope)
        );
        Assert.DoesNotContain("s3cret", System.Text.Json.JsonSerializer.Serialize(seen), StringComparison.Ordinal);
        Assert.Single((await new ListCredentials(test.Credentials).RunAsync(Reader)).Value.Items);
        Assert.IsType<Forbidden>((await Create(test).RunAsync(Reader, new("x", "bearer", "s", Hosts: ["x.example"]))).Refusal);
    }

    [Theory, EachDatabase]
    public async Task Whoever_sends_a_secret_elsewhere_must_know_it(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        var change = new ChangeCredential(test.Test.Database, test.Test.Configuration, test.Secrets);
        var made = (
            await Create(test)
                .RunAsync(Actor.System, new("A", "clientCredentials", "s3cret", "us", "https://id.example/t", Hosts: ["a.example"]))
        ).Value;
        Assert.Equal(["secret"], Errors(await change.RunAsync(Actor.System, made.Id, new(Hosts: ["evil.example"]))));
        Assert.Equal(["secret"], Errors(await change.RunAsync(Actor.System, made.Id, new(TokenUrl: "https://evil.example/t"))));
        Assert.Equal("B", (await change.RunAsync(Actor.System, made.Id, new("B"))).Value.Name);
        Assert.Equal(
            ["b.example"],
            (await change.RunAsync(Actor.System, made.Id, new(Hosts: ["b.example"], Secret: "s3cret"))).Value.Hosts
        );
    }

    [Theory, EachDatabase]
    public async Task Errors_stand_at_their_fields(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        Assert.Equal(["hosts", "name", "secret", "userName"], Errors(await Create(test).RunAsync(Actor.System, new(" ", "basic"))));
        Assert.Equal(
            ["hosts", "secret", "tokenUrl", "userName"],
            Errors(await Create(test).RunAsync(Actor.System, new("A", "clientCredentials", TokenUrl: "ftp://x", Hosts: ["me@x.example"])))
        );
        Assert.Equal(["secret"], Errors(await Create(test).RunAsync(Actor.System, new("A", "signature", "whsec_short"))));
        Assert.Equal(["kind"], Errors(await Create(test).RunAsync(Actor.System, new("A", "digest"))));
    }

    [Theory, EachDatabase]
    public async Task One_in_use_is_not_deleted(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        var made = (await Create(test).RunAsync(Actor.System, new("S", "signature"))).Value;
        var used = new CredentialUse((_, id) => Task.FromResult<IReadOnlyList<string>>(id == made.Id ? ["pixel Roofing"] : []));
        var refusal = (
            await new DeleteCredential(test.Test.Database, test.Test.Configuration, [used]).RunAsync(Actor.System, made.Id)
        ).Refusal;
        Assert.Contains("pixel Roofing", refusal!.Message, StringComparison.Ordinal);
        Assert.True((await new DeleteCredential(test.Test.Database, test.Test.Configuration, []).RunAsync(Actor.System, made.Id)).IsOk);
        Assert.Empty((await new ListCredentials(test.Credentials).RunAsync(Reader)).Value.Items);
    }

    private static CreateCredential Create(WorkerTest test) =>
        new(test.Test.Database, test.Test.Configuration, test.Identifiers, test.Secrets);

    private static IEnumerable<string> Errors(Result<Credential> result) =>
        Assert.IsType<Invalid>(result.Refusal).Errors.Keys.Order(StringComparer.Ordinal);
}
