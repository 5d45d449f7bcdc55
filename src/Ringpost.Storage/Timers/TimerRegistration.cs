using Microsoft.Extensions.DependencyInjection;
using Ringpost.Storage.Writing;

namespace Ringpost.Storage.Timers;

/// <summary>How a module says what its timers do.</summary>
public static class TimerRegistration
{
    /// <summary>Runs <paramref name="handler"/> for due timers of <paramref name="kind"/>, in the unit that deletes the timer.</summary>
    public static IServiceCollection AddTimer(
        this IServiceCollection services,
        string kind,
        Func<IServiceProvider, DueTimer, WriteUnit, Task> handler
    ) => services.AddTimer(kind, _ => WriteKeys.None, handler);

    /// <inheritdoc cref="AddTimer(IServiceCollection, string, Func{IServiceProvider, DueTimer, WriteUnit, Task})"/>
    /// <param name="keysOf">Names what the handler decides over.</param>
    public static IServiceCollection AddTimer(
        this IServiceCollection services,
        string kind,
        Func<DueTimer, WriteKeys> keysOf,
        Func<IServiceProvider, DueTimer, WriteUnit, Task> handler
    ) => services.AddSingleton(new TimerHandler(kind, keysOf, handler));
}
