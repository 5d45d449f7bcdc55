using Microsoft.AspNetCore.Http;
using Ringpost.Primitives;

namespace Ringpost.Api;

/// <summary>The actor of a request. Access sets it where it recognised a key or a cookie; routes that need one are refused before they run.</summary>
public static class ActorFeature
{
    public static void SetActor(this HttpContext http, Actor actor) => http.Features.Set(actor);

    public static Actor? FindActor(this HttpContext http) => http.Features.Get<Actor>();

    public static Actor Actor(this HttpContext http) =>
        http.FindActor() ?? throw new InvalidOperationException($"{http.Request.Path} runs without sign-in but asks who acts.");
}
