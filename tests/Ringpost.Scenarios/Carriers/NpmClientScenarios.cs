using System.Text.Json.Nodes;
using Ringpost.Scenarios.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Carriers;

/// <summary>npm's twilio client, unmodified, reads and changes the simulator's account: what we test against is the carrier's dialect.</summary>
public sealed class NpmClientScenarios
{
    [Fact]
    public async Task Npms_client_finds_its_carrier_in_the_simulator()
    {
        var books = new SimulatedBooks();
        await using var api = await SimulatedCarrierApi.StartAsync(books, RunningServer.Time);
        for (var i = 0; i < 45; i++)
            books.AddNumber($"+1202555{1000 + i}");
        foreach (var number in new[] { "+14155550101", "+12125550101", "+18335550101" })
            books.ForSale[number] = true;
        var start = DateTimeOffset.FromUnixTimeSeconds(RunningServer.Time.GetUtcNow().ToUnixTimeSeconds() - 3600);
        foreach (var sid in new[] { "CA1", "CA2", "CA3" })
        {
            books.Begin(sid, new SimulatedCall("+14155550171", "+12025551000", [], start));
            books.AddLeg(sid, sid + "a", "+14155550171", "+12125550110", start, "busy", 0);
            books.AddLeg(sid, sid + "b", "+14155550171", "+12125550111", start.AddSeconds(5), "completed", 61);
            books.End(sid, start.AddSeconds(120), "completed");
        }

        var said = await NpmPackages.RunAsync(
            "account.cjs",
            new JsonObject
            {
                ["address"] = api.Address.AbsoluteUri,
                ["accountSid"] = books.AccountSid,
                ["key"] = books.ApiKey,
                ["secret"] = books.ApiSecret,
                ["buy"] = "+14155550101",
                ["call"] = "CA2",
            }
        );
        if (said is null)
        {
            Assert.Skip("node and npm are not here");
            return;
        }

        Assert.Equal(45, said["numbers"]!.AsArray().Count);
        Assert.True((bool)said["capable"]!);
        Assert.Equal(["+14155550101"], said["local"]!.AsArray().Select(n => (string)n!));
        Assert.Equal(["+18335550101"], said["tollFree"]!.AsArray().Select(n => (string)n!));
        Assert.Equal(
            ("https://c.example/voice", "https://c.example/status", true),
            ((string)said["voiceUrl"]!, (string)said["statusCallback"]!, (bool)said["released"]!)
        );
        Assert.True((bool)Assert.Single(said["found"]!.AsArray())!);
        Assert.Equal((400, 21422), Error(said["again"]));
        Assert.Equal((404, 20404), Error(said["gone"]));
        Assert.Equal((400, 21220), Error(said["over"]));
        Assert.Equal((401, 20003), Error(said["refused"]));
        var call = said["call"]!;
        Assert.Equal(
            ("completed", "120", "-0.01700", "USD", 2),
            ((string)call["status"]!, (string)call["seconds"]!, (string)call["price"]!, (string)call["unit"]!, (int)call["minutes"]!)
        );
        Assert.Equal(
            [("+12125550110", "busy", null), ("+12125550111", "completed", "-0.02800")],
            said["children"]!
                .AsArray()
                .Select(c => ((string)c!["to"]!, (string)c["status"]!, (string?)c["price"]))
                .OrderBy(c => c.Item1, StringComparer.Ordinal)
        );
        Assert.Equal(9, (int)said["recent"]!);
        Assert.Equal([("local", "1.150"), ("toll free", "2.150")], said["price"]!.AsArray().Select(p => ((string)p![0]!, (string)p[1]!)));
    }

    private static (int, int) Error(JsonNode? failure) => ((int)failure!["status"]!, (int)failure["code"]!);
}
