namespace Ringpost.Server.Hosting;

/// <summary>
/// Lets a connection's requests share one <see cref="HttpContext"/> (decision 0008). The framework makes a new one for each request as soon as an
/// <see cref="IHttpContextAccessor"/> is registered, which the Console needs and the hot paths do not: so its factory is not told of the
/// accessor, and the accessor is filled behind the hot paths, for the time of the request.
/// </summary>
internal static class PooledContexts
{
    public static void AddPooledContexts(this IServiceCollection services) =>
        services.AddSingleton<IHttpContextFactory>(s => new DefaultHttpContextFactory(new WithoutAccessor(s)));

    public static void UseContextAccessor(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetService<IHttpContextAccessor>() is not { } accessor)
            return;
        app.Use(
            async (http, next) =>
            {
                accessor.HttpContext = http;
                try
                {
                    await next(http);
                }
                finally
                {
                    // Whoever outlives the request finds nothing, rather than another person's request.
                    accessor.HttpContext = null;
                }
            }
        );
    }

    private sealed class WithoutAccessor(IServiceProvider services) : IServiceProvider
    {
        public object? GetService(Type serviceType) =>
            serviceType == typeof(IHttpContextAccessor) ? null : services.GetService(serviceType);
    }
}
