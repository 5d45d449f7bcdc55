using System.Text;
using Microsoft.Extensions.Logging;

namespace Ringpost.BrowserTests.Support;

/// <summary>What a server said, kept to be shown when a test fails.</summary>
public sealed class OutputLog : ILoggerProvider
{
    private readonly StringBuilder _text = new();

    public void Add(string line)
    {
        lock (_text)
            _text.AppendLine(line);
    }

    public override string ToString()
    {
        lock (_text)
            return _text.ToString();
    }

    public ILogger CreateLogger(string categoryName) => new Lines(this, categoryName);

    public void Dispose() { }

    private sealed class Lines(OutputLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
                log.Add($"{logLevel} {category}: {formatter(state, exception)} {exception}");
        }
    }
}
