using System.Data.Common;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.TestCalls;

/// <summary>What happens with the pixels of test calls that do not count.</summary>
public enum TestPixels
{
    /// <summary>Stored as skipped, with the reason.</summary>
    Skip,

    /// <summary>Sent with <c>test=1</c> in the URL.</summary>
    Send,
}

/// <summary>How the instance treats test calls.</summary>
/// <param name="SimulatorCounts">Whether calls of a simulator carrier count like real ones; from a test number none does.</param>
public sealed record TestCallSettings(TestPixels Pixels, bool SimulatorCounts)
{
    private const string PixelsName = "calls.test_pixels",
        SimulatorName = "calls.simulator_counts";

    public static readonly TestCallSettings Default = new(TestPixels.Skip, true);

    internal static async Task<TestCallSettings> ReadAsync(DbConnection connection) =>
        new(
            await SettingsSql.ReadAsync(connection, PixelsName) == nameof(TestPixels.Send) ? TestPixels.Send : TestPixels.Skip,
            await SettingsSql.ReadAsync(connection, SimulatorName) != "0"
        );

    internal async Task WriteAsync(WriteUnit unit)
    {
        await SettingsSql.WriteAsync(unit, PixelsName, Pixels.ToString());
        await SettingsSql.WriteAsync(unit, SimulatorName, SimulatorCounts ? "1" : "0");
    }
}
