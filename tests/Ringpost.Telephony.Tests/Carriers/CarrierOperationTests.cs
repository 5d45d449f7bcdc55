using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Writing;
using Ringpost.Telephony.Carriers;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Telephony.Tests.Carriers;

public sealed class CarrierOperationTests
{
    private static readonly Actor Reader = new("user:2", "Reader", Role.ReadOnly);

    [Theory, EachDatabase]
    public async Task A_token_is_stored_sealed_and_shown_nowhere(Dialect dialect)
    {
        await using var host = await TelephonyHost.OpenAsync(dialect);
        var id = host.Carrier.Id;
        Assert.Equal(32, id.Value.Length);
        Assert.Equal($"https://calls.example.com/telephony/twilio/{id}/voice", host.Carrier.VoiceUrl);
        Assert.Equal(host.Carrier, Assert.Single((await host.Get<ListCarriers>().RunAsync(Actor.System)).Value.Items));
        Assert.Equal(host.Carrier, (await host.Get<GetCarrier>().RunAsync(Actor.System, id)).Value);

        var stored = await host.Database.ReadAsync(c => c.QuerySingleAsync<string>("SELECT token FROM carriers"));
        var history = await host.Database.ReadAsync(c => ChangeLogSql.ListAsync(c, "carrier", id.Value));
        Assert.DoesNotContain(TelephonyHost.Token, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(history, change => (change.After ?? "").Contains(TelephonyHost.Token, StringComparison.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task A_rotated_token_is_in_force_at_once(Dialect dialect)
    {
        await using var host = await TelephonyHost.OpenAsync(dialect);
        await host.Get<RotateCarrierToken>().RunAsync(Actor.System, host.Carrier.Id, new("67890"));
        Assert.Equal(
            System.Net.HttpStatusCode.Forbidden,
            (await host.PostAsync("status", TelephonyHost.Token, ("CallSid", "CA1"))).StatusCode
        );
        Assert.Equal(System.Net.HttpStatusCode.OK, (await host.PostAsync("status", "67890", ("CallSid", "CA1"))).StatusCode);
    }

    [Theory, EachDatabase]
    public async Task A_carrier_is_renamed_and_once_its_calls_have_ended_deleted(Dialect dialect)
    {
        await using var host = await TelephonyHost.OpenAsync(dialect);
        var id = host.Carrier.Id;
        Assert.IsType<Forbidden>((await host.Get<ChangeCarrier>().RunAsync(Reader, id, new("Other"))).Refusal);
        Assert.Equal(
            ["name"],
            Assert.IsType<Invalid>((await host.Get<ChangeCarrier>().RunAsync(Actor.System, id, new(" "))).Refusal).Errors.Keys
        );
        Assert.Equal("Other", (await host.Get<ChangeCarrier>().RunAsync(Actor.System, id, new("Other"))).Value.Name);
        Assert.Equal("Other", (await host.Get<GetCarrier>().RunAsync(Actor.System, id)).Value.Name);

        await host.CallAsync("CA1");
        Assert.IsType<Forbidden>((await host.Get<DeleteCarrier>().RunAsync(Reader, id)).Refusal);
        var inUse = Assert.IsType<Clash>((await host.Get<DeleteCarrier>().RunAsync(Actor.System, id)).Refusal);
        Assert.Equal("1 of its calls is live. Delete it when they have ended.", inUse.Message);

        await host.Database.WriteAsync(WriteKeys.None, unit => unit.Connection.ExecuteAsync("UPDATE calls SET live = 0"));
        Assert.True((await host.Get<DeleteCarrier>().RunAsync(Actor.System, id)).IsOk);
        Assert.IsType<Missing>((await host.Get<DeleteCarrier>().RunAsync(Actor.System, id)).Refusal);
        Assert.Empty((await host.Get<ListCarriers>().RunAsync(Actor.System)).Value.Items);
        using var refused = await host.PostAsync(
            "voice",
            TelephonyHost.Token,
            ("CallSid", "CA2"),
            ("From", "+16615550106"),
            ("To", TelephonyHost.Number)
        );
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Theory, EachDatabase]
    public async Task Everything_wrong_is_told_at_once_and_a_reader_sees_no_carrier(Dialect dialect)
    {
        await using var host = await TelephonyHost.OpenAsync(dialect);
        var refused = await host.Get<CreateCarrier>().RunAsync(Actor.System, new(" ", "pigeon", null));
        Assert.Equal(["authToken", "kind", "name"], Assert.IsType<Invalid>(refused.Refusal).Errors.Keys.Order(StringComparer.Ordinal));
        Assert.IsType<Forbidden>((await host.Get<ListCarriers>().RunAsync(Reader)).Refusal);
        Assert.IsType<Forbidden>((await host.Get<CreateCarrier>().RunAsync(Reader, new("n", "twilio", "t"))).Refusal);
        Assert.IsType<Missing>((await host.Get<GetCarrier>().RunAsync(Actor.System, new CarrierId("none"))).Refusal);
    }
}
