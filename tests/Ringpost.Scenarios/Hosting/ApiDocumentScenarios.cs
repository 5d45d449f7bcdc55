using System.Text.Json.Nodes;
using Ringpost.Storage;
using Xunit;

namespace Ringpost.Scenarios.Hosting;

/// <summary>The OpenAPI document says of each operation what it takes, not what another of the same name takes.</summary>
public sealed class ApiDocumentScenarios
{
    [Fact]
    public async Task Each_operation_has_a_body_of_its_own()
    {
        await using var server = await RunningServer.StartAsync(Dialect.Sqlite);
        var document = await server.Api.GetAsync("../openapi.json");
        Assert.Equal(["name"], Properties(document, "/api/v1/advertisers").Intersect(["name", "role", "advertiserId"]));
        Assert.Equal(["name", "advertiserId"], Properties(document, "/api/v1/offers").Intersect(["name", "role", "advertiserId"]));
        Assert.Equal(["ids", "change", "archive", "restore", "apply", "seen"], Properties(document, "/api/v1/targets/change-many"));
        Assert.Equal(["ids", "change", "archive", "restore", "apply", "seen"], Properties(document, "/api/v1/offers/change-many"));
        Assert.Equal(["name", "role"], Properties(document, "/api/v1/api-keys").Intersect(["name", "role", "advertiserId"]));
    }

    private static IEnumerable<string> Properties(JsonNode document, string path)
    {
        var schema = document["paths"]![path]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!["$ref"]!;
        var name = ((string)schema!)["#/components/schemas/".Length..];
        return document["components"]!["schemas"]![name]!["properties"]!.AsObject().Select(p => p.Key);
    }
}
