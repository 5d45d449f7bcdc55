namespace Ringpost.Console.Components;

/// <summary>What is done with many at once.</summary>
public enum BulkAct
{
    Change,
    Pause,
    Resume,
    Archive,
    Restore,
}

/// <summary>What a bulk bar says of an act, whole sentences and parts of an enumeration: no language has to put them together from a verb.</summary>
internal static class BulkActWords
{
    /// <param name="counted">As "3 targets".</param>
    public static string Order(this BulkAct act, string counted) =>
        act switch
        {
            BulkAct.Change => T["Change {0}", counted],
            BulkAct.Pause => T["Pause {0}", counted],
            BulkAct.Resume => T["Resume {0}", counted],
            BulkAct.Archive => T["Archive {0}", counted],
            BulkAct.Restore => T["Restore {0}", counted],
        };

    public static string Question(this BulkAct act, string counted) =>
        act switch
        {
            BulkAct.Change => T["Change {0}?", counted],
            BulkAct.Pause => T["Pause {0}?", counted],
            BulkAct.Resume => T["Resume {0}?", counted],
            BulkAct.Archive => T["Archive {0}?", counted],
            BulkAct.Restore => T["Restore {0}?", counted],
        };

    public static string Foreseen(this BulkAct act, string counted) =>
        act switch
        {
            BulkAct.Change => T["{0} will be changed", counted],
            BulkAct.Pause => T["{0} will be paused", counted],
            BulkAct.Resume => T["{0} will be resumed", counted],
            BulkAct.Archive => T["{0} will be archived", counted],
            BulkAct.Restore => T["{0} will be restored", counted],
        };

    public static string Done(this BulkAct act, string counted) =>
        act switch
        {
            BulkAct.Change => T["{0} changed", counted],
            BulkAct.Pause => T["{0} paused", counted],
            BulkAct.Resume => T["{0} resumed", counted],
            BulkAct.Archive => T["{0} archived", counted],
            BulkAct.Restore => T["{0} restored", counted],
        };
}
