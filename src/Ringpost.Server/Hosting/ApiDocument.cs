using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Ringpost.Access.SignIn;
using Ringpost.Api;
using Ringpost.Api.Bulk;
using Ringpost.Primitives;
using Scalar.AspNetCore;

namespace Ringpost.Server.Hosting;

/// <summary>The OpenAPI document and the page that shows it, both behind the sign-in.</summary>
internal static class ApiDocument
{
    private const string Document = "/api/openapi.json";

    public static void Add(IServiceCollection services)
    {
        services.AddOpenApi(
            "v1",
            options =>
            {
                options.ShouldInclude = route => route.RelativePath?.StartsWith("api/v1", StringComparison.Ordinal) == true;
                // Each operation's body is its own: by their own name alone all of them would be the one "Request".
                options.CreateSchemaReferenceId = json =>
                    json.Type is { IsNested: true, IsGenericType: false, DeclaringType: { } operation } ? operation.Name + json.Type.Name
                    : json.Type == typeof(Phrase) ? null
                    : OpenApiOptions.CreateDefaultSchemaReferenceId(json);
                options.AddSchemaTransformer(
                    (schema, context, _) =>
                    {
                        if (context.JsonTypeInfo.Type == typeof(Phrase))
                            schema.Type =
                                context.JsonPropertyInfo?.IsGetNullable == true
                                    ? JsonSchemaType.String | JsonSchemaType.Null
                                    : JsonSchemaType.String;
                        return Task.CompletedTask;
                    }
                );
                options.AddDocumentTransformer(
                    (document, _, _) =>
                    {
                        document.Info.Title = "Ringpost API";
                        document.Info.Version = "v1";
                        // Relative to where the page stands, whatever the proxy calls it.
                        document.Servers = [];
                        return Task.CompletedTask;
                    }
                );
            }
        );
        services.AddSingleton<IApiDescriptionProvider, PatchBodies>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi(Document);
        // Scalar serves its scripts; its own page starts them from an inline script that knows no nonce.
        routes.MapScalarApiReference("/api", options => options.DefaultFonts = false);
        routes
            .MapGet(
                "/api",
                (HttpContext http) =>
                    http.Request.Path.Value!.EndsWith('/')
                        ? Results.Content(Page(http.CspNonce()), "text/html; charset=utf-8")
                        : Results.LocalRedirect("/api/")
            )
            .ExcludeFromDescription();
    }

    private static string Page(string nonce) =>
        $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Ringpost API</title>
            </head>
            <body>
            <div id="app"></div>
            <script src="scalar.js"></script>
            <script type="module" src="scalar.aspnetcore.js"></script>
            <script type="module" nonce="{{AccessPage.Text(nonce)}}">
            import { initialize } from './scalar.aspnetcore.js'
            initialize('%2Fapi%2F', false, {"withDefaultFonts":false,"_integration":"dotnet","sources":[{"title":"v1","url":"api/openapi.json"}],"telemetry":false}, '')
            </script>
            </body>
            </html>
            """;

    /// <summary>
    /// The schema exporter fails on a record whose parameter defaults to a struct's default, as <see cref="Optional{T}"/> does: such a body
    /// is described as a free object.
    /// </summary>
    private sealed class PatchBodies : IApiDescriptionProvider
    {
        public int Order => int.MaxValue;

        public void OnProvidersExecuting(ApiDescriptionProviderContext context) { }

        public void OnProvidersExecuted(ApiDescriptionProviderContext context)
        {
            foreach (var parameter in context.Results.SelectMany(d => d.ParameterDescriptions))
                parameter.Type = Described(parameter.Type);
        }

        /// <summary>Also where such a body is a part of another one, as the change of many is.</summary>
        private static Type Described(Type type) =>
            HasOptional(type) ? typeof(Dictionary<string, JsonElement>)
            : type is { IsGenericType: true, IsConstructedGenericType: true } && type.GetGenericTypeDefinition() == typeof(BulkRequest<,>)
                ? typeof(BulkRequest<,>).MakeGenericType([.. type.GetGenericArguments().Select(Described)])
            : type;

        private static bool HasOptional(Type? type) =>
            type is not null
            && type.GetConstructors()
                .Any(c =>
                    c.GetParameters()
                        .Any(p => p.ParameterType.IsGenericType && p.ParameterType.GetGenericTypeDefinition() == typeof(Optional<>))
                );
    }
}
