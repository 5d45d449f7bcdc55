using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Ringpost.Primitives;

namespace Ringpost.Api;

/// <summary>
/// Gives the actor of a POST under <c>/api/v1</c> the request's <c>Idempotency-Key</c>; the operation stores it with its own transaction
/// (Storage/Once). A repeat that arrives while the first still runs answers 409.
/// </summary>
public sealed class OnceMiddleware(RequestDelegate next)
{
    private static readonly ConcurrentDictionary<(string Scope, string Key), bool> Running = new();

    public async Task InvokeAsync(HttpContext http)
    {
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (
            key.Length == 0
            || !HttpMethods.IsPost(http.Request.Method)
            || http.FindActor() is not { } actor
            || !http.Request.Path.StartsWithSegments("/api/v1")
        )
        {
            await next(http);
            return;
        }

        if (key.Length > 255)
        {
            await Answers
                .Invalid(new Dictionary<string, string[]> { ["Idempotency-Key"] = ["At most 255 characters."] })
                .ExecuteAsync(http);
            return;
        }

        http.Request.EnableBuffering();
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(http.Request.Body, http.RequestAborted));
        http.Request.Body.Position = 0;
        var once = new OnceKey($"{actor.Id} POST {http.Request.Path}{http.Request.QueryString}", key, hash);
        if (!Running.TryAdd((once.Scope, once.Key), true))
        {
            await TypedResults
                .Problem(
                    new ProblemDetails
                    {
                        Status = StatusCodes.Status409Conflict,
                        Type = "idempotency-key-in-use",
                        Title = "The first request with this Idempotency-Key still runs.",
                    }
                )
                .ExecuteAsync(http);
            return;
        }

        try
        {
            http.SetActor(actor with { Request = once });
            await next(http);
        }
        finally
        {
            Running.TryRemove((once.Scope, once.Key), out _);
        }
    }
}
