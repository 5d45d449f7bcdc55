using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Globalization;

namespace Ringpost.Bench.Postbacks;

/// <summary>Which types the memory goes to: the runtime names one allocation in about 100 KB, and we count them.</summary>
internal sealed class AllocationSample : EventListener
{
    private const EventKeywords Collector = (EventKeywords)1;

    private readonly ConcurrentDictionary<string, long> _bytes = new();

    public string Most(int types)
    {
        var all = Math.Max(1, _bytes.Values.Sum());
        return string.Join(
            "; ",
            _bytes
                .OrderByDescending(t => t.Value)
                .Take(types)
                .Select(t => string.Create(CultureInfo.InvariantCulture, $"{100.0 * t.Value / all:0.0} % {t.Key}"))
        );
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
            EnableEvents(eventSource, EventLevel.Verbose, Collector);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName?.StartsWith("GCAllocationTick", StringComparison.Ordinal) != true)
            return;
        var type = eventData.Payload![eventData.PayloadNames!.IndexOf("TypeName")] as string ?? "?";
        _bytes.AddOrUpdate(type, 1, static (_, count) => count + 1);
    }
}
