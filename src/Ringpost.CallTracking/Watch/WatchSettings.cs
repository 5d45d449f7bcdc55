using System.Data.Common;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Watch;

/// <summary>When people are told of calls that go wrong.</summary>
/// <param name="InARow">So many calls to a target one after the other that nobody answered, found it engaged, or failed.</param>
/// <param name="WithinMinutes">Only calls of so many minutes are looked at.</param>
/// <param name="DropPercent">An hour with this share less than usual, or more; 0 tells nothing.</param>
/// <param name="UsualCalls">An hour in which fewer are usual is not judged.</param>
public sealed record WatchSettings(int InARow, int WithinMinutes, int DropPercent, int UsualCalls)
{
    private const string Setting = "calls.watch";

    public static readonly WatchSettings Default = new(3, 30, 50, 20);

    internal static async Task<WatchSettings> ReadAsync(DbConnection connection) =>
        await SettingsSql.ReadJsonAsync<WatchSettings>(connection, Setting) ?? Default;

    internal Task WriteAsync(WriteUnit unit) => SettingsSql.WriteJsonAsync(unit, Setting, this);
}
