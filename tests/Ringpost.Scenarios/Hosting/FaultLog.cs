using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Ringpost.Scenarios.Hosting;

/// <summary>Keeps what a server logged as an error: an exception that nobody expected.</summary>
public sealed class FaultLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _faults = new();

    public IReadOnlyCollection<string> All => _faults;

    public ILogger CreateLogger(string categoryName) => new Errors(_faults, categoryName);

    public void Dispose() { }

    private sealed class Errors(ConcurrentQueue<string> faults, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
                faults.Enqueue($"{category}: {formatter(state, exception)} {exception}");
        }
    }
}
