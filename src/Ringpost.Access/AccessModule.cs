using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ringpost.Access.Keys;
using Ringpost.Access.Protection;
using Ringpost.Access.Setup;
using Ringpost.Access.SignIn;
using Ringpost.Access.Users;
using Ringpost.Api;
using Ringpost.Storage;
using Ringpost.Storage.Migrations;
using Ringpost.Storage.Secrets;

namespace Ringpost.Access;

/// <summary>What the module adds and maps, in order.</summary>
public static class AccessModule
{
    public static readonly SchemaModule Schema = new("access", 40, typeof(AccessModule).Assembly);

    internal const string SignInLimit = "sign-in";

    private const string KeyOrCookie = "KeyOrCookie";

    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AccessOptions>().Bind(configuration.GetSection("SignIn")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(Schema);

        services.AddSingleton<CreateApiKey>();
        services.AddSingleton<ListApiKeys>();
        services.AddSingleton<RevokeApiKey>();
        services.AddSingleton<FindApiKey>();

        services.AddSingleton<Passwords>();
        services.AddSingleton<CreateUser>();
        services.AddSingleton<ListUsers>();
        services.AddSingleton<SearchUsers>();
        services.AddSingleton<ChangeRole>();
        services.AddSingleton<DisableUser>();
        services.AddSingleton<ResetPassword>();
        services.AddSingleton<GetMe>();
        services.AddSingleton<SetMyZone>();
        services.AddSingleton<SetMyLocale>();

        services.AddSingleton<Sessions>();
        services.AddSingleton<SetupLink>();
        services.AddSingleton<SetUpInstance>();
        services.AddScoped<CheckSignIn>();
        services.AddIdentityCore<User>().AddUserStore<UserStore>();
        services
            .AddOptions<IdentityOptions>()
            .Configure<IOptions<AccessOptions>>(
                (identity, access) =>
                {
                    identity.Lockout.MaxFailedAccessAttempts = access.Value.FailuresToLock;
                    identity.Lockout.DefaultLockoutTimeSpan = access.Value.LockedFor;
                }
            );

        AddProtection(services);
        AddAuthentication(services);
        AddRateLimit(services);
        return services;
    }

    /// <summary>Recognises who acts: a key or a cookie becomes the request's actor. Stands after routing and before the routes.</summary>
    public static void UseAccess(this IApplicationBuilder app)
    {
        app.UseRateLimiter();
        app.UseAuthentication();
        app.Use(
            (http, next) =>
            {
                if (ActorClaims.ToActor(http.User) is { } actor)
                    http.SetActor(actor);
                return next(http);
            }
        );
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    public static void MapAccess(this IEndpointRouteBuilder api)
    {
        CreateApiKey.Map(api);
        ListApiKeys.Map(api);
        RevokeApiKey.Map(api);
        CreateUser.Map(api);
        ListUsers.Map(api);
        ChangeRole.Map(api);
        DisableUser.Map(api);
        ResetPassword.Map(api);
        GetMe.Map(api);
        SetMyZone.Map(api);
        SetMyLocale.Map(api);
    }

    /// <summary>The static pages: sign-in, sign-out, password, set-up.</summary>
    public static void MapAccessPages(this IEndpointRouteBuilder routes)
    {
        SignInPages.Map(routes);
        SetupPage.Map(routes);
    }

    private static void AddProtection(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("ringpost");
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<Database, SecretBox>(
                (keys, database, box) =>
                {
                    keys.XmlRepository = new ProtectionKeys(database);
                    keys.XmlEncryptor = new ProtectionKeySealer(box);
                }
            );
        services
            .AddOptions<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions>()
            .Configure<PublicUrls>(
                (antiforgery, urls) =>
                {
                    antiforgery.Cookie.Name = "ringpost.form";
                    antiforgery.Cookie.SameSite = SameSiteMode.Lax;
                    antiforgery.Cookie.SecurePolicy = SecurePolicy(urls);
                }
            );
        services.AddAntiforgery();
    }

    private static void AddAuthentication(IServiceCollection services)
    {
        services
            .AddAuthentication(KeyOrCookie)
            .AddPolicyScheme(
                KeyOrCookie,
                null,
                o =>
                    o.ForwardDefaultSelector = http =>
                        ApiKeyAuthentication.HasBearer(http) ? ApiKeyAuthentication.SchemeName : IdentityConstants.ApplicationScheme
            )
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null)
            .AddCookie(IdentityConstants.ApplicationScheme);
        services
            .AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme)
            .Configure<PublicUrls, IOptions<AccessOptions>>(
                (cookie, urls, access) =>
                {
                    cookie.Cookie.Name = "ringpost";
                    cookie.Cookie.HttpOnly = true;
                    cookie.Cookie.SameSite = SameSiteMode.Lax;
                    cookie.Cookie.SecurePolicy = SecurePolicy(urls);
                    cookie.ExpireTimeSpan = access.Value.SessionLasts;
                    cookie.SlidingExpiration = true;
                    cookie.Events = new SessionEvents();
                }
            );
        // What is not marked as open needs a sign-in or a key.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    private static void AddRateLimit(IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services
            .AddOptions<RateLimiterOptions>()
            .Configure<IOptions<AccessOptions>>(
                (limiter, access) =>
                {
                    limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
                    limiter.OnRejected = async (context, _) =>
                    {
                        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
                        context.HttpContext.Response.Headers.RetryAfter = SignInPages.Seconds(wait);
                        var languages = context.HttpContext.RequestServices.GetRequiredService<PageLanguages>();
                        var language = await languages.OfAsync(context.HttpContext);
                        await AccessPage
                            .Show(
                                context.HttpContext,
                                language,
                                "Too many attempts",
                                AccessPage.Line(language, $"Try again in {SignInPages.Seconds(wait)} seconds."),
                                StatusCodes.Status429TooManyRequests
                            )
                            .ExecuteAsync(context.HttpContext);
                    };
                    limiter.AddPolicy(
                        SignInLimit,
                        http =>
                            RateLimitPartition.GetFixedWindowLimiter(
                                http.Connection.RemoteIpAddress?.ToString() ?? "",
                                _ => new FixedWindowRateLimiterOptions
                                {
                                    PermitLimit = access.Value.PerAddressPerMinute,
                                    Window = TimeSpan.FromMinutes(1),
                                    QueueLimit = 0,
                                }
                            )
                    );
                }
            );
    }

    private static CookieSecurePolicy SecurePolicy(PublicUrls urls) =>
        urls.Public.Scheme == "https" ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
}
