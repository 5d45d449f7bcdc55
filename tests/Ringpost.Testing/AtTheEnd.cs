using System.Collections.Concurrent;
using Xunit.v3;

namespace Ringpost.Testing;

/// <summary>
/// What is stopped and deleted when a test process has run its tests. Within the runner: what only begins when the process exits must be done within
/// the ten seconds that the runner allows for that ("Foreground threads were left running"), and stopping PostgreSQL on a busy machine takes longer.
/// tests/Directory.Build.targets names it in each test assembly.
/// </summary>
public sealed class AtTheEnd : ITestPipelineStartup
{
    private static readonly ConcurrentStack<Action> Actions = new();

    // A program that is no test runner, or one that broke off.
    static AtTheEnd() => AppDomain.CurrentDomain.ProcessExit += (_, _) => RunAll();

    public static void Run(Action action) => Actions.Push(action);

    public ValueTask StartAsync(Xunit.Sdk.IMessageSink diagnosticMessageSink) => ValueTask.CompletedTask;

    public ValueTask StopAsync()
    {
        RunAll();
        return ValueTask.CompletedTask;
    }

    private static void RunAll()
    {
        while (Actions.TryPop(out var action))
            action();
    }
}
