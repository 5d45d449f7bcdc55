using System.Text.Json.Nodes;
using Ringpost.Scenarios.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Xunit;

namespace Ringpost.Scenarios.Carriers;

/// <summary>A server with the article's example whose simulator account has an API key, and the simulated carrier's REST API behind it.</summary>
public sealed class SimulatedAccount : IAsyncDisposable
{
    private SimulatedAccount(RunningServer server, SeedExample example, SimulatedBooks books, SimulatedCarrierApi api) =>
        (Server, Example, Books, Api) = (server, example, books, api);

    public RunningServer Server { get; }

    public SeedExample Example { get; }

    public SimulatedBooks Books { get; }

    public SimulatedCarrierApi Api { get; }

    public string Carrier => (string)Example.Carrier["id"]!;

    public string Path => $"carriers/{Carrier}";

    public static async Task<SimulatedAccount> OpenAsync(Dialect dialect, params (string Setting, string Value)[] settings)
    {
        var server = await RunningServer.StartAsync(dialect, [("Telephony:RestRetryAfter", "00:00:00.010"), .. settings]);
        var books = new SimulatedBooks();
        var api = await SimulatedCarrierApi.StartAsync(books, RunningServer.Time);
        var account = new SimulatedAccount(server, await server.CreateSeedExampleAsync(), books, api);
        await account.SetApiAsync();
        return account;
    }

    public Task<JsonNode> SetApiAsync(string? secret = null, string? fallback = null) =>
        Server.Api.PutAsync(
            $"{Path}/api",
            new
            {
                accountSid = Books.AccountSid,
                apiKey = Books.ApiKey,
                apiSecret = secret ?? Books.ApiSecret,
                apiUrl = Api.Address.AbsoluteUri,
                fallbackUrl = fallback,
            }
        );

    /// <summary>Plays a call that the carrier writes down.</summary>
    public async Task<SimulatedOutcome> PlayAsync(string script, string number = SeedExample.FirstNumber, string from = SeedExample.Caller)
    {
        Assert.True(SimulatedCall.TryParseSteps(script, out var steps));
        using var http = new HttpClient();
        var call = new SimulatedCall(from, number, steps, default);
        return await Example
            .CreateCarrier(http, RunningServer.Time, books: Books)
            .PlayAsync(call with { StartsAt = RunningServer.Time.GetUtcNow() - call.Length });
    }

    /// <summary>The problem type and the sentence of a refusal.</summary>
    public async Task<(int Status, string Type, string Text)> RefusalAsync(HttpMethod method, string path, object? body = null)
    {
        using var answer = await Server.Api.TryAsync(method, path, body);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return ((int)answer.StatusCode, (string)problem["type"]!, problem.ToJsonString());
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await Server.DisposeAsync();
    }
}
