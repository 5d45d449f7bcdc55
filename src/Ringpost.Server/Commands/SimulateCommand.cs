using System.CommandLine;
using System.Globalization;
using Ringpost.Server.Simulation;

namespace Ringpost.Server.Commands;

/// <summary><c>ringpost simulate</c>: plays a carrier against a running server whose simulator account's token it is given.</summary>
internal static class SimulateCommand
{
    private static readonly Option<string> VoiceUrl = Text("--voice-url", "The simulator account's voice URL.");
    private static readonly Option<string> StatusUrl = Text("--status-url", "Its status URL.");
    private static readonly Option<string> Token = Text("--token", "Its token.");
    private static readonly Option<string> To = Text("--to", "The tracking number that is called.");
    private static readonly Option<string> From = new("--from")
    {
        Description = "The caller; without it each call has another.",
        HelpName = "NUMBER",
    };
    private static readonly Option<string> Script = new("--script")
    {
        Description =
            "What each dialled target does: answer:SECONDS, hangup:SECONDS, busy, no-answer, failed, cancel; several separated by commas. Targets that ring together take a word each.",
        DefaultValueFactory = _ => "answer:90",
    };

    private static readonly Option<int> Calls = new("--calls") { Description = "How many calls.", DefaultValueFactory = _ => 1 };
    private static readonly Option<double> Rate = new("--rate")
    {
        Description = "How many calls begin in a second.",
        DefaultValueFactory = _ => 10,
    };

    public static Command Create()
    {
        var command = new Command(
            "simulate",
            "Plays calls as a carrier would, with signed webhooks, on loopback only. Such calls are test calls."
        )
        {
            VoiceUrl,
            StatusUrl,
            Token,
            To,
            From,
            Script,
            Calls,
            Rate,
        };
        command.SetAction((parsed, cancellation) => RingpostCommand.GuardAsync(() => RunAsync(parsed, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!SimulatedCall.TryParseSteps(parsed.GetValue(Script)!, out var steps))
            throw new InvalidOperationException("--script is not understood; see ringpost simulate --help.");
        var (count, rate) = (parsed.GetValue(Calls), parsed.GetValue(Rate));
        if (count < 1 || rate is not (> 0 and <= 10_000))
            throw new InvalidOperationException("--calls is 1 or more and --rate more than 0.");

        var time = TimeProvider.System;
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        var carrier = new SimulatedCarrier(
            new CarrierRequests(http, SimulatedCarrier.NewSid("AC"), parsed.GetValue(Token)!, time),
            new Uri(parsed.GetValue(VoiceUrl)!),
            new Uri(parsed.GetValue(StatusUrl)!)
        );
        var began = time.GetTimestamp();
        var playing = new List<Task<SimulatedOutcome>>(count);
        for (var i = 0; i < count; i++)
        {
            var due = TimeSpan.FromSeconds(i / rate) - time.GetElapsedTime(began);
            if (due > TimeSpan.Zero)
                await Task.Delay(due, time, cancellation);
            var from = parsed.GetValue(From) ?? $"+1415555{(100 + i) % 10_000:0000}";
            var draft = new SimulatedCall(from, parsed.GetValue(To)!, steps, default);
            playing.Add(carrier.PlayAsync(draft with { StartsAt = time.GetUtcNow() - draft.Length }, cancellation));
            if (count >= 100 && i % 100 == 99)
                await System.Console.Error.WriteLineAsync($"{i + 1} of {count} calls begun");
        }

        var outcomes = await Task.WhenAll(playing);
        var refused = outcomes.Where(o => o.Refusal is not null).ToList();
        System.Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{count} calls in {time.GetElapsedTime(began).TotalSeconds:0.0} s: {outcomes.Count(o => o.Connected)} connected, {outcomes.Count(o => !o.Connected) - refused.Count} not, {refused.Count} refused."
            )
        );
        foreach (var group in refused.GroupBy(o => o.Refusal))
            System.Console.WriteLine($"  {group.Count()} × {group.Key}");
        return refused.Count == 0 ? 0 : 1;
    }

    private static Option<string> Text(string name, string description) => new(name) { Description = description, Required = true };
}
