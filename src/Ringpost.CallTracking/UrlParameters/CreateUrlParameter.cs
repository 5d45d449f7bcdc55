using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Enrichment;
using Ringpost.CallTracking.Tags;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.UrlParameters;

/// <summary>Declares a URL parameter.</summary>
public sealed class CreateUrlParameter(Database database, ConfigurationVersion configuration, Identifiers identifiers)
{
    /// <param name="Parameter">As it stands in URLs; case matters.</param>
    /// <param name="TagType">Ringba's “Reporting Menu Name”; User where absent.</param>
    /// <param name="TagName">Ringba's “Report Name”; the parameter where absent.</param>
    public sealed record Request(string? Parameter, string? TagType = null, string? TagName = null);

    public async Task<Result<UrlParameter>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var parameter = validation.Name("parameter", request.Parameter, TagCheck.LongestName);
        if (EnrichmentFields.IsReserved(parameter))
            validation.Add("parameter", $"{parameter} is read by Ringpost itself.");
        var type = TagCheck.Type(validation, "tagType", request.TagType);
        var name =
            parameter.Length == 0 && request.TagName is null
                ? ""
                : TagCheck.Name(validation, "tagName", type, string.IsNullOrWhiteSpace(request.TagName) ? parameter : request.TagName);
        if (validation.HasErrors)
            return validation.ToRefusal();

        var id = new UrlParameterId("QP" + identifiers.TimeOrdered());
        return await database.WriteOnceAsync<UrlParameter>(
            actor,
            WriteKeys.None,
            async unit =>
            {
                var created = new UrlParameter(id, parameter, type, name, unit.Now);
                if (!await UrlParametersSql.InsertAsync(unit, created))
                    return new Invalid("parameter", $"{parameter} is declared already.");
                await ChangeLogSql.AppendAsync(unit, actor, "url-parameter", $"{id}", "create", null, created);
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/url-parameters",
            async (HttpContext http, Request request, CreateUrlParameter operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(p => $"/api/v1/url-parameters/{p.Id}")
        );
}
